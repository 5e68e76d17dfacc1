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
