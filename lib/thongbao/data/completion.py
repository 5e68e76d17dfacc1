"""Bottom-up completion: a unit above others is complete only with all of them. Pure.

Source: data approval of DHIS2, where a level is approved only after all below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from thongbao.records import Unit


def completion(units: Iterable[Unit], day: date, of_day: pd.DataFrame) -> pd.DataFrame:
    """Return which units are complete on a day.

    A unit is complete where its own reports are all received and all units right below it that owe anything, by
    themselves or through others, are complete.

    Args:
        units: a tree; units that do not exist on ``day`` do not count.
        of_day: unit, expected, received (reports of the day), as from ``completeness.by_day``; a unit that is not named
            owes nothing itself.

    Returns:
        By unit, in the order given, those left out that owe nothing by themselves or through others: own_received, own
        (reports), children_complete, children (units right below that count), complete (bool).
    """
    there = [unit for unit in units if unit.exists(day)]
    owed = {u: (int(r), int(e)) for u, e, r in zip(of_day["unit"], of_day["expected"], of_day["received"], strict=True)}
    below: dict[str, list[str]] = {unit.code: [] for unit in there}
    for unit in there:
        if unit.parent in below:
            below[unit.parent].append(unit.code)
    found: dict[str, tuple[int, int, int, int, bool]] = {}
    for code in _upwards(below):
        received, own = owed.get(code, (0, 0))
        children = [child for child in below[code] if child in found]
        if not own and not children:
            continue
        whole = sum(found[child][-1] for child in children)
        found[code] = (received, own, whole, len(children), received >= own and whole == len(children))
    lines = {unit.code: found[unit.code] for unit in there if unit.code in found}
    names = ["own_received", "own", "children_complete", "children", "complete"]
    types = dict.fromkeys(names[:-1], "int64") | {"complete": "bool"}
    made = pd.DataFrame.from_dict(lines, orient="index", columns=names).astype(types)
    return made.rename_axis("unit")


def _upwards(below: dict[str, list[str]]) -> list[str]:
    """Return every unit after all those below it."""
    order: list[str] = []
    children = {child for several in below.values() for child in several}
    ahead = [code for code in below if code not in children]
    while ahead:
        code = ahead.pop()
        order.append(code)
        ahead += below[code]
    return order[::-1]
