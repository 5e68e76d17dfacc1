"""Whatever a notebook changes, neither the next notebook nor the caller has it."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import threading
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import psutil
import pytest

from support.engines import run, text

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

WAYS = {
    "rcParams": ("import matplotlib; matplotlib.rcParams['figure.dpi'] = 7", "matplotlib.rcParams['figure.dpi']"),
    "drawing styles": ("import matplotlib.pyplot as plt; plt.style.use('ggplot')", "plt.rcParams['axes.facecolor']"),
    "imported modules": (
        "import sys, types; sys.modules['left_over'] = types.ModuleType('x')",
        "'left_over' in sys.modules",
    ),
    "sys.path": ("import sys; sys.path.insert(0, '/left/over')", "'/left/over' in sys.path"),
    "built-in functions": ("import builtins; builtins.round = lambda x: -1", "round(2.0)"),
    "built-in names": ("import builtins; builtins.left_over = 1", "hasattr(builtins, 'left_over')"),
    "working directory": ("import os; os.chdir('/')", "os.getcwd() == '/'"),
    "umask": ("import os; os.umask(0o777)", "os.umask(0o022) == 0o777"),
    "environment": ("import os; os.environ['LEFT_OVER'] = '1'", "os.environ.get('LEFT_OVER')"),
    "environment of C": ("import os; os.putenv('LEFT_OVER', '1')", "os.popen('echo $LEFT_OVER').read()"),
    "random state": ("import random; random.seed(5)", "random.getstate() == random.Random(5).getstate()"),
    "numpy's random state": (
        "import numpy as np; np.random.seed(5)",
        "(np.random.get_state()[1] == np.random.RandomState(5).get_state()[1]).all()",
    ),
    "warning filters": (
        "import warnings; warnings.simplefilter('error', UserWarning)",
        "warnings.filters[0][0] == 'error'",
    ),
    "logging": (
        "import logging; logging.basicConfig(level=5); logging.disable(40)",
        "logging.root.level, logging.root.manager.disable",
    ),
    "locale": ("import locale; locale.setlocale(locale.LC_ALL, 'C')", "locale.setlocale(locale.LC_CTYPE) == 'C'"),
    "signal handlers": (
        "import signal; signal.signal(signal.SIGUSR1, lambda *_: None); signal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "signal.getsignal(signal.SIGUSR1), signal.getsignal(signal.SIGTERM)",
    ),
    "timers": (
        "import signal; signal.setitimer(signal.ITIMER_REAL, 1000)",
        "signal.getitimer(signal.ITIMER_REAL)[0] > 0",
    ),
    "threads": (
        "import threading; threading.Thread(target=threading.Event().wait, name='left over', daemon=True).start()",
        "[t for t in threading.enumerate() if t.name == 'left over']",
    ),
    "open files": (
        "import os; held = os.open('/dev/null', os.O_RDONLY); os.dup2(held, 977)",
        "os.path.exists('/proc/self/fd/977')",
    ),
    "temporary folder": ("import tempfile; tempfile.tempdir = '/left/over'", "tempfile.gettempdir()"),
    "pandas' options": (
        "import pandas as pd; pd.set_option('display.max_rows', 3)",
        "pd.get_option('display.max_rows')",
    ),
    "pandas' classes": ("import pandas as pd; pd.DataFrame.left_over = 1", "hasattr(pd.DataFrame, 'left_over')"),
    "decimals": ("import decimal; decimal.getcontext().prec = 3", "decimal.getcontext().prec"),
    "our own modules": ("import thongbao.errors as e; e.ThongbaoError = None", "e.ThongbaoError is None"),
    "recursion limit": ("import sys; sys.setrecursionlimit(500)", "sys.getrecursionlimit()"),
    "resource limits": (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (999, 999))",
        "resource.getrlimit(resource.RLIMIT_NOFILE)[1] == 999",
    ),
    "shell": (
        "get_ipython().events.register('pre_run_cell', lambda i: 1)",
        "get_ipython().events.callbacks['pre_run_cell']",
    ),
    "namespace": ("left_over = 1", "'left_over' in globals()"),
    "codecs": (
        "import codecs; codecs.register(lambda n: None); codecs.lookup_error = None",
        "codecs.lookup_error is None",
    ),
    "switches of the interpreter": (
        "import sys; sys.setswitchinterval(1); sys.dont_write_bytecode = True",
        "sys.getswitchinterval()",
    ),
}
"""Way -> (how a notebook leaves something, an expression that shows whether it is there)."""
PROBE = "try:\n    print({way!r}, repr(({look})))\nexcept NameError:\n    print({way!r}, 'no such name')"
SETUP = "\n".join(
    line for leave, _ in WAYS.values() for part in leave.split("; ") if (line := part).startswith("import")
)


def probes() -> list[str]:
    return [SETUP, *(PROBE.format(way=way, look=look) for way, (_, look) in WAYS.items())]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str], list[str]]:
    """What a first notebook sees, what one sees that has changed everything, and what the next one sees."""
    folder = tmp_path_factory.mktemp("isolation")
    first = run("warm", probes(), folder / "first")
    changed = run("warm", [*(leave for leave, _ in WAYS.values()), *probes()[1:]], folder / "changed")
    after = run("warm", probes(), folder / "after")
    assert (first.error, changed.error, after.error) == (None, None, None)
    looks = [[text(cell) for cell in ran.nb.cells][-len(WAYS) :] for ran in (first, changed, after)]
    return looks[0], looks[1], looks[2]


@pytest.mark.parametrize("way", WAYS)
def test_the_next_notebook_sees_nothing_of_it(way: str, seen: tuple[list[str], list[str], list[str]]) -> None:
    """What was there is shown to have been there, so that the test can fail."""
    first, changed, after = (looks[list(WAYS).index(way)] for looks in seen)

    assert changed != first
    assert after == first


def test_the_caller_is_as_before(tmp_path: Path) -> None:
    """Working directory, environment, signals, threads, modules, descriptors and temporary folder stay the caller's."""

    def caller() -> list[object]:
        return [
            Path.cwd(),
            dict(os.environ),
            list(sys.path),
            [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM, signal.SIGUSR1, signal.SIGCHLD)],
            threading.active_count(),
            "left_over" in sys.modules,
            round(2.0),
            tempfile.gettempdir(),
            psutil.Process().num_fds(),
            psutil.Process().children(),
            sys.stdout,
            sys.modules["__main__"],
            sys.displayhook,
        ]

    run("warm", ["1"], tmp_path / "imports")
    before = caller()
    run("warm", [leave for leave, _ in WAYS.values()], tmp_path / "changes")

    assert caller() == before


def test_what_the_caller_has_set_up_does_not_reach_a_notebook(tmp_path: Path) -> None:
    """A notebook logs, warns and draws as in a fresh kernel, whatever papermill's caller does."""
    handler = logging.StreamHandler()
    logging.getLogger("somebody's").addHandler(handler)
    backend = plt.get_backend()
    plt.figure(98)
    cells = [
        "import logging, warnings\nwarnings.warn('only a warning')",
        "logging.getLogger(\"somebody's\").warning('once')",
        "import matplotlib.pyplot as plt\nplt.get_backend(), plt.isinteractive(), plt.get_fignums()",
        "plt.plot([1, 2]);",
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ran = run("warm", cells, tmp_path)
    logging.getLogger("somebody's").removeHandler(handler)

    assert ran.error is None
    assert "UserWarning: only a warning" in text(ran.cells["c0"], "stderr")
    assert text(ran.cells["c1"], "stderr") == "once\n"
    inline = "('module://matplotlib_inline.backend_inline', False, [])"  # as a kernel says before the first figure
    assert ran.cells["c2"].outputs[0].data["text/plain"] == inline
    assert "image/png" in ran.cells["c3"].outputs[0].data
    assert (plt.get_backend(), plt.fignum_exists(98)) == (backend, True)
    plt.close(98)
