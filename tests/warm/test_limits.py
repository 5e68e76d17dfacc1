"""What ends a notebook: its limits, a crash, its own end. Nothing of it is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import psutil
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from support.engines import run, text
from thongbao.warm.limits import CellTooSlow, NotebookDied, NotebookTooSlow, OutputTooLarge

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]
MIB = 1 << 20
SAVED = {"request_save_on_cell_execute": True}
START_A_PROGRAM = """
import subprocess, sys
program = subprocess.Popen([sys.executable, '-c', 'import time; print(1, flush=True); time.sleep(1000)'],
                           stdout=subprocess.PIPE, start_new_session={session})
program.stdout.readline()
print(program.pid)
"""
START_A_DAEMON = """
import os, time
said, say = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.write(say, str(os.getpid()).encode())
        os.close(1); os.close(2)
        time.sleep(1000)
    os._exit(0)
os.wait()
print(os.read(said, 20).decode())
"""


def runs(pid: int) -> bool:
    """Say whether a process still runs; one that waits to be buried does not."""
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize(
    "source",
    [
        "while True:\n    pass",
        "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
        "sum(range(10**15))",
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nsignal.pause()",
        "import asyncio\nawait asyncio.Event().wait()",
    ],
    ids=["busy", "swallows every exception", "stuck in C", "ignores signals", "awaits"],
)
def test_a_cell_that_takes_too_long_is_ended(source: str, tmp_path: Path) -> None:
    """Nothing that a cell does keeps it alive, and the error names it."""
    ran = run("warm", [f"import os\nprint(os.getpid())\n{source}", "print('never')"], tmp_path, execution_timeout=1)

    assert isinstance(ran.error, CellTooSlow)
    assert isinstance(ran.error, CellTimeoutError)
    assert str(ran.error) == "Cell 'c0' ran longer than 1 s"


def test_an_interrupted_cell_may_tidy_up(tmp_path: Path) -> None:
    """As with a kernel, KeyboardInterrupt comes first."""
    run(
        "warm",
        ["try:\n    while True:\n        n = 1\nfinally:\n    open('tidied', 'w').close()"],
        tmp_path,
        execution_timeout=1,
    )

    assert (tmp_path / "tidied").exists()


def test_nbclients_interrupt_on_timeout_goes_on(tmp_path: Path) -> None:
    """The cell ends with KeyboardInterrupt, and the next one runs."""
    ran = run(
        "warm",
        ["import os\nwhile True: pass", "await __import__('asyncio').Event().wait()", "print('next')"],
        tmp_path,
        execution_timeout=1,
        interrupt_on_timeout=True,
        allow_errors=True,
    )

    assert ran.cells["c0"].outputs[-1].ename == "KeyboardInterrupt"
    assert ran.cells["c1"].outputs[-1].ename == "CancelledError"
    assert text(ran.cells["c2"]) == "next\n"


def test_a_notebook_that_takes_too_long_in_all_is_ended(tmp_path: Path) -> None:
    """Every cell may be short enough, and all together too long."""
    ran = run("warm", ["print(1)", "while True:\n    pass"], tmp_path, execution_timeout=100, notebook_seconds=1)

    assert isinstance(ran.error, NotebookTooSlow)
    assert str(ran.error) == "The notebook ran longer than 1 s, and was ended in cell 'c1'"


@pytest.mark.parametrize(
    "source",
    [
        "print('x' * 3_000_000)",
        "while True:\n    print('x' * 1000)",
        "import subprocess\nsubprocess.run(['yes'])",
        "from IPython.display import display, HTML\ndisplay(HTML('x' * 3_000_000))",
        "from IPython.display import display\nwhile True:\n    display('x' * 1000)",
    ],
    ids=["one text", "many texts", "another program", "one display", "many displays"],
)
def test_a_cell_that_puts_out_too_much_is_ended(source: str, tmp_path: Path) -> None:
    """Memory and disk of who reads it stay bounded."""
    ran = run("warm", ["1", source], tmp_path, output_bytes=2_000_000)

    assert isinstance(ran.error, OutputTooLarge)
    assert isinstance(ran.error, DeadKernelError)
    assert str(ran.error) == "Cell 'c1' put out more than the 2,000,000 bytes that one cell may"


def test_a_notebook_that_puts_out_too_much_in_all_is_ended(tmp_path: Path) -> None:
    """Each cell stays below its own limit."""
    ran = run("warm", ["print('x' * 60_000)"] * 3, tmp_path, output_bytes=100_000, notebook_output_bytes=150_000)

    assert str(ran.error) == "Cell 'c2' put out more than the 150,000 bytes that a notebook may"


def test_a_notebook_may_not_take_more_memory_than_it_is_given(tmp_path: Path) -> None:
    """It ends with Python's own error in the cell, and smaller things still fit."""
    cells = ["x = bytearray(50 * 2**20)", "y = bytearray(500 * 2**20)"]
    ran = run("warm", cells, tmp_path, address_space=300 * MIB)

    assert isinstance(ran.error, PapermillExecutionError)
    assert (ran.error.ename, ran.error.exec_count) == ("MemoryError", 2)


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("import os; os._exit(3)", "exit code 3"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os; os.abort()", "SIGABRT"),
        (
            (
                "import os, multiprocessing as mp\nfork = mp.get_context('fork')\n"
                "fork.Process(target=fork.Event().wait).start()\nos._exit(4)"
            ),
            "exit code 4",
        ),
    ],
    ids=["_exit", "killed", "segmentation fault", "abort", "with a child that holds the line open"],
)
def test_a_notebook_that_dies_is_named_and_what_it_wrote_is_kept(source: str, how: str, tmp_path: Path) -> None:
    """Also what no flush has sent."""
    cells = ["print('first')", f"print('last words')\n{source}"]
    ran = run("warm", cells, tmp_path, **SAVED)

    assert isinstance(ran.error, NotebookDied)
    assert str(ran.error) == f"Kernel died in cell 'c1': {how}"
    assert (text(ran.cells["c0"]), text(ran.cells["c1"])) == ("first\n", "last words\n")


def test_exit_ends_the_notebook_at_once(tmp_path: Path) -> None:
    """With a kernel the next cells run or not, as its clock will have it; here they never do."""
    ran = run("warm", ["exit()\nprint('to the end of this cell')", "print('never')"], tmp_path, **SAVED)

    assert text(ran.cells["c0"]) == "to the end of this cell\n"
    assert str(ran.error) == "Kernel died in cell 'c1': exit code 0"


def test_exit_in_the_last_cell_is_no_error(tmp_path: Path) -> None:
    """There is nothing left to be run."""
    assert run("warm", ["print(1)", "exit()"], tmp_path).error is None


def test_what_is_to_be_done_at_exit_is_done(tmp_path: Path) -> None:
    """Handlers of atexit and threads that are not daemons finish, as in an interpreter that ends."""
    cells = [
        "import atexit, threading\natexit.register(lambda: open('at exit', 'w').close())",
        "go = threading.Event()\natexit.register(go.set)",
        "threading.Thread(target=lambda: open('by a thread', 'w').close()).start()",
    ]
    run("warm", cells, tmp_path)

    assert (tmp_path / "at exit").exists()
    assert (tmp_path / "by a thread").exists()


def test_programs_that_a_cell_leaves_running_are_ended(tmp_path: Path) -> None:
    """They are of the notebook's process group."""
    ran = run("warm", [START_A_PROGRAM.format(session=False)], tmp_path)

    while runs(int(text(ran.cells["c0"]))):  # it was killed, and dies when the system comes to it
        os.sched_yield()


@pytest.mark.skipif(sys.platform != "linux", reason="needs prctl")
def test_daemons_are_ended_too(tmp_path: Path) -> None:
    """A process of one thread adopts what its notebook leaves behind, however deep it hides and however that ended."""
    notebooks = [
        (START_A_PROGRAM.format(session=True), "1"),
        (START_A_DAEMON, "1"),
        (START_A_DAEMON, "os._exit(1)"),
        (START_A_DAEMON, "while True: pass"),
    ]
    script = f"""
from pathlib import Path
from support.engines import run, text
for cells in {notebooks!r}:
    ran = run("warm", cells, Path({str(tmp_path)!r}), execution_timeout=2, request_save_on_cell_execute=True)
    print(text(ran.cells["c0"]))
"""
    daemons = [int(pid) for pid in python(script).stdout.split()]

    assert len(daemons) == len(notebooks)
    assert not [pid for pid in daemons if runs(pid)]


def test_a_notebook_does_not_outlive_who_runs_it(tmp_path: Path) -> None:
    """Not even one whose caller was killed."""
    script = f"""
from pathlib import Path
from support.engines import run
cell = "import os; print(os.getpid(), file=open('pid', 'w')); os.rename('pid', 'ready')\\nwhile True: pass"
run("warm", [cell], Path({str(tmp_path)!r}))
"""
    caller = subprocess.Popen([sys.executable, "-c", script], env=environment(), start_new_session=True)
    try:
        while not (tmp_path / "ready").exists():
            assert caller.poll() is None
        notebook = psutil.Process(int((tmp_path / "ready").read_text()))
        caller.send_signal(signal.SIGKILL)
    finally:
        caller.kill()
        caller.wait()

    psutil.wait_procs([notebook], timeout=60)
    assert not runs(notebook.pid)


@pytest.mark.parametrize(
    ("progress_bar", "count"),
    [(False, 'len(os.listdir("/proc/self/task"))'), (True, "threading.active_count()")],
    ids=["as the system counts", "as Python counts, with a progress bar"],
)
def test_the_process_has_one_thread_when_it_forks(progress_bar: bool, count: str, tmp_path: Path) -> None:
    """What another thread holds would stay locked for ever. tqdm's monitor and BLAS's threads are such threads.

    The system counts a thread a little longer than Python, so the monitor is not looked for there.
    """
    script = f"""
import os, threading
os.register_at_fork(before=lambda: print({count}, flush=True))
import papermill
from thongbao.flow import PRELOAD
for name in [*PRELOAD, "thongbao.warm.preload"]:
    __import__(name)
from support.engines import notebook
ran = {str(tmp_path / "ran.ipynb")!r}
papermill.execute_notebook(notebook(["1"]), ran, engine_name="warm", progress_bar={progress_bar})
"""
    assert python(script, OPENBLAS_NUM_THREADS="1").stdout.split() == ["1"]


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which a script finds the tests' helpers."""
    from pathlib import Path as Folder

    return {**os.environ, "PYTHONPATH": str(Folder(__file__).parents[1]), **more}


def python(script: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script in an interpreter of its own, which has one thread."""
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(**more), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done
