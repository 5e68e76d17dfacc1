"""What the shell says where there is no kernel behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.engines import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


@pytest.mark.parametrize(
    ("source", "name", "said"),
    [
        ("import comm\ncomm.create_comm(target_name='x')", "NotImplementedError", "--engine nbclient"),
        ("%gui qt", "ERROR", "Use %matplotlib inline"),
        ("input('name? ')", "StdinNotImplementedError", "does not support input requests"),
    ],
    ids=["widgets", "windows", "input"],
)
def test_what_needs_somebody_at_the_screen_is_refused(source: str, name: str, said: str, tmp_path: Path) -> None:
    """Clearly, and not by a page without its contents."""
    ran = run("warm", [source], tmp_path, allow_errors=True)

    error = "\n".join(str(output) for output in ran.cells["c0"].outputs)
    assert name in error
    assert said in error


def test_libraries_know_that_they_are_in_a_notebook(tmp_path: Path) -> None:
    """rich, tqdm, click and pandas look at these names."""
    source = "type(get_ipython()).__name__, 'IPKernelApp' in get_ipython().config, get_ipython().has_trait('kernel')"
    ran = run("warm", [source], tmp_path)

    assert ran.cells["c0"].outputs[0].data["text/plain"] == "('ZMQInteractiveShell', True, True)"


def test_the_garbage_collector_rests_only_while_something_is_shown(tmp_path: Path) -> None:
    """In a cell it works, and a cell may turn it off; while a value is drawn it does not."""
    shown = "import gc\nclass Shown:\n    def __repr__(self):\n        return str(gc.isenabled())\nShown()"
    cells = [shown, "gc.isenabled()", "gc.disable()", "Shown()", "gc.isenabled()"]
    ran = run("warm", cells, tmp_path)

    told = [ran.cells[f"c{n}"].outputs[0].data["text/plain"] for n in (0, 1, 3, 4)]
    assert told == ["False", "True", "False", "False"]


def test_cycles_that_a_notebook_drops_do_not_pile_up(tmp_path: Path) -> None:
    """A thousand dropped rings of forty objects: most of them are gone while the cell still runs."""
    leak = """
import gc, weakref
class Ring(list):
    pass
gone = []
for n in range(1000):
    ring = Ring([] for _ in range(40))
    ring.append(ring)
    weakref.finalize(ring, gone.append, n)
del ring
len(gone) > 500
"""
    ran = run("warm", [leak], tmp_path)

    assert ran.cells["c0"].outputs[0].data["text/plain"] == "True"
