"""Names that look like placeholders: a county may be called None. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.bulletin.visible import misread

if TYPE_CHECKING:
    from thongbao.records import Edition, OfficeParams

_asked: list[tuple[OfficeParams, dict[str, tuple[str, ...]]]] = []
"""The params that were asked for last, and unit -> its odd names: a batch asks for the same ones again and again."""


def odd_names(params: OfficeParams, edition: Edition) -> tuple[str, ...]:
    """Return the names that an edition can show and that the check would take for placeholders: as a rule, none.

    Another county's odd name is not among them: there it would hide a true placeholder.
    """
    odd, above = _odd(params), {}
    if any(odd.values()):
        above = {unit.code: unit.parent for unit in params.units}
    found = list(misread(params.office.names.model_dump().values()))
    for unit, names in odd.items():
        if edition.unit in _line(unit, above) or unit in _line(edition.unit, above):
            found += names
    return tuple(dict.fromkeys(found))


def _odd(params: OfficeParams) -> dict[str, tuple[str, ...]]:
    if not _asked or _asked[0][0] is not params:
        every = ((u.code, (u.names.zh_Hans, u.names.vi, u.names.en)) for u in params.units)
        odd = {code: found for code, names in every if (found := misread(names))}
        _asked[:] = [(params, odd)]
    return _asked[0][1]


def _line(unit: str, above: dict[str, str]) -> list[str]:
    """Return a unit and those above it."""
    line = [unit]
    while above.get(line[-1]) and len(line) <= len(above):
        line.append(above[line[-1]])
    return line
