"""Whose figures are shown: what every block says of itself, and what a kernel has loaded."""

from __future__ import annotations

import linecache
import sys
from typing import TYPE_CHECKING, NamedTuple

from thongbao.files import sha256

if TYPE_CHECKING:
    from thongbao.report.day import Day


class Whose(NamedTuple):
    """Of which unit and day figures are, as the receipt says it.

    Attributes:
        date: YYYY-MM-DD.
        digest: of the reports that were read, hexadecimal.
    """

    office: str
    unit: str
    date: str
    digest: str

    def __str__(self) -> str:
        return f"{self.unit}, {self.date}"


def whose(day: Day) -> Whose:
    """Say of which unit and day a Day is, and of which reports."""
    scope = day.scope
    read = "\n".join(part.model_dump_json() for part in day.data.slices)
    return Whose(scope.params.office.code, scope.unit.code, scope.last.isoformat(), sha256(read))


_loads: dict[tuple[str, int], tuple[int, list[Whose]]] = {}
"""Cell and line of a notebook that loads -> the run of its cell, and what was loaded in it."""


def remember(day: Day) -> None:
    """Note what a cell of a notebook loaded; a cell that is run again, as in JupyterLab, takes its word back.

    Outside a kernel nothing is noted.
    """
    run = _run_of_cell()
    if run is None:
        return
    caller = sys._getframe(2)  # noqa: SLF001 -- the line in the notebook: remember < load < the cell
    name = caller.f_code.co_filename  # IPython's has the number of the run in it: what stands in the cell has not
    line = ("".join(linecache.getlines(name)) or name, caller.f_lineno)
    before, loaded = _loads.get(line, (run, []))
    _loads[line] = (run, [*(loaded if before == run else []), whose(day)])


def others(signed: Whose) -> list[Whose]:
    """Return what this kernel has loaded of another unit or day."""
    every = [one for _, loaded in _loads.values() for one in loaded]
    return [one for one in dict.fromkeys(every) if one[:3] != signed[:3]]


def _run_of_cell() -> int | None:
    """Return the number of the run of the cell at work, None outside a kernel."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    shell = get_ipython()
    return None if shell is None else int(shell.execution_count)
