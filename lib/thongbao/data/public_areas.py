"""The sums over units that bulletins show: of the whole office, of each part of its tree, of its groups. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.records import OfficeParams


def area_name(unit: str, group: str = "") -> str:
    """Name the sum over all units below ``unit``, or over those of a group."""
    return f"{unit}:{group}"


def areas_of(params: OfficeParams, units: Sequence[str]) -> dict[str, list[str]]:
    """Return area -> its units. Parts of the tree come before groups, which may cross them.

    Args:
        units: those that owe a form; a unit that ended counts among those it stood under.
    """
    parents = {unit.code: unit.parent for unit in params.units}
    kind_of = {unit.code: unit.kind for unit in params.units}
    below: dict[str, list[str]] = {params.office.root: []}
    for code in units:
        above = parents.get(code, "")
        seen = {code}
        while above and above not in seen:
            seen.add(above)
            below.setdefault(above, []).append(code)
            above = parents.get(above, "")
    areas = {area_name(code): members for code, members in below.items() if members and code not in set(units)}
    for code, members in below.items():
        if code in set(units):
            continue
        parts = {
            group.code: [unit for unit in members if kind_of[unit] in group.kinds] for group in params.office.groups
        }
        areas |= {area_name(code, group): part for group, part in parts.items() if part}
    return areas
