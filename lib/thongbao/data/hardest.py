"""The units whose bulletin is hardest to get right on a day: what looks well for these looks well for all. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wcwidth import wcswidth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.data.frames import Reports
    from thongbao.records import Locale, Unit

KINDS = ("smallest", "zero", "missing", "longest name", "most revisions")


def hardest(data: Reports, units: Sequence[Unit], day: str, locale: Locale) -> dict[str, str]:
    """Return kind -> code of the unit, of the kinds that there are on the day; one unit may be of several.

    ``smallest`` has the smallest sum of figures above zero, ``zero`` said that nothing happened, ``missing`` sent
    nothing, ``most revisions`` changed the most reports in the days read. Between equals the first of ``units`` wins.

    Args:
        data: of these units, up to the day.
        units: those that the bulletin is made for.
        day: YYYY-MM-DD.
    """
    codes = [unit.code for unit in units]
    today = data.reports[data.reports["day"] == day]
    figures = data.figures[data.figures["day"] == day]
    sums = figures.groupby("unit")["value"].sum().to_dict()
    states = today.groupby("unit")["state"].agg(set).to_dict()
    revised = (data.reports["revision"] - 1).groupby(data.reports["unit"]).sum().to_dict()
    width = {unit.code: wcswidth(unit.names.to(locale)) for unit in units}
    found = {
        "smallest": min((code for code in codes if sums.get(code, 0) > 0), key=lambda code: sums[code], default=""),
        "zero": next((code for code in codes if states.get(code) == {"zero"}), "")
        or next((code for code in codes if "zero" in states.get(code, ())), ""),
        "missing": next((code for code in codes if code not in states), ""),
        "longest name": max(codes, key=lambda code: width[code], default=""),
        "most revisions": max((code for code in codes if revised.get(code)), key=revised.__getitem__, default=""),
    }
    return {kind: found[kind] for kind in KINDS if found[kind]}
