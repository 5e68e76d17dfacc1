"""Hold the units of an office to be one tree, and their times to fit each other. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from thongbao.params.findings import Finding, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongbao.records import Unit


def check_tree(name: str, rows: dict[str, int], parents: dict[str, str], root: str | None) -> list[Finding]:
    """Hold the units to be one tree under ``root``.

    Args:
        name: the file as shown in faults.
        rows: row number of each unit by its code.
        parents: code of the unit above by the code of each; "" for none.
        root: code of the unit that stands for the whole office; None where it is not known. That it has no row is
            said where it is named, in office.yml.
    """
    found = []
    for code, parent in parents.items():
        if not parent and root in rows and code != root:
            message = f"The unit {code} has no parent. Only the root {root} may stand without one."
            found.append(Finding(name, rows[code], "no-parent", message))
        elif parent and code == root:
            message = f"The root {root} has the parent {shown(parent)}. Leave the field empty."
            found.append(Finding(name, rows[code], "root-has-parent", message))
        elif parent and parent not in rows:
            message = f"The parent {shown(parent)} of {code} is not in the file. {nearest(parent, rows)}"
            found.append(Finding(name, rows[code], "missing-parent", message))
    return found + _cycles(name, rows, parents)


def check_times(name: str, rows: dict[str, int], units: Iterable[Unit]) -> list[Finding]:
    """Hold each unit to live no longer than the unit above it, and its successors to be there when it has ended.

    Args:
        name: the file as shown in faults.
        rows: row number of each unit by its code.
        units: those whose rows are right.
    """
    by_code = {unit.code: unit for unit in units}
    found = []
    for unit in by_code.values():
        above = by_code.get(unit.parent)
        if above is not None and (_first(unit) < _first(above) or _last(unit) > _last(above)):
            message = f"{unit.code} is valid {_period(unit)}, and {above.code} above it {_period(above)}."
            advice = "Shorten it, or give it a parent that is there all the time."
            found.append(Finding(name, rows[unit.code], "outlives-parent", f"{message} {advice}"))
        found += [Finding(name, rows[unit.code], *wrong) for wrong in _successors(unit, by_code, rows)]
    return found + _circles(name, rows, by_code)


def _successors(unit: Unit, by_code: dict[str, Unit], rows: dict[str, int]) -> list[tuple[str, str]]:
    if not unit.successors:
        return []
    if unit.valid_to is None:
        message = f"{unit.code} has a successor and no end. Write the last day of {unit.code} into valid_to."
        return [("successor-too-early", message)]
    found = []
    after = unit.valid_to + timedelta(days=1)
    for code in unit.successors:
        if code not in rows:
            message = f"The successor {shown(code)} of {unit.code} is not in the file. {nearest(code, rows)}"
            found.append(("missing-successor", message))
        elif code in by_code and not by_code[code].exists(after):
            message = (
                f"{unit.code} ended on {unit.valid_to}, but its successor {code} is valid {_period(by_code[code])}."
            )
            found.append(("successor-not-there", f"{message} Correct one of the dates."))
    return found


def _circles(name: str, rows: dict[str, int], by_code: dict[str, Unit]) -> list[Finding]:
    """Find units that follow themselves, by however many steps."""
    found = []
    for unit in by_code.values():
        seen: set[str] = set()
        ahead = list(unit.successors)
        while ahead:
            code = ahead.pop()
            if code not in seen and code in by_code:
                seen.add(code)
                ahead += by_code[code].successors
        if unit.code in seen:
            message = f"{unit.code} follows itself: its successors lead back to it. Correct succeeded_by."
            found.append(Finding(name, rows[unit.code], "successor-cycle", message))
    return found


def _first(unit: Unit) -> date:
    return unit.valid_from or date.min


def _last(unit: Unit) -> date:
    return unit.valid_to or date.max


def _period(unit: Unit) -> str:
    ends = [f"from {unit.valid_from}"] if unit.valid_from else []
    ends += [f"to {unit.valid_to}"] if unit.valid_to else []
    return " ".join(ends) or "always"


def _cycles(name: str, rows: dict[str, int], parents: dict[str, str]) -> list[Finding]:
    found = []
    settled: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        here = start
        while here in parents and here not in settled and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            ring = list(path)[list(path).index(here) :]
            message = f"The parents go in a circle: {' → '.join([*ring[:8], *(['…'] if len(ring) > 8 else []), here])}."
            found.append(Finding(name, rows[here], "cycle", f"{message} Give one of them a parent outside it."))
        settled |= path.keys()
    return found
