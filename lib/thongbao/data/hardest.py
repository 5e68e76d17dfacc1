"""The units whose bulletin is hardest to get right on a day: what looks well for these looks well for all. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wcwidth import wcswidth

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from thongbao.data.frames import Reports
    from thongbao.records import Locale, Unit

KINDS = ("smallest", "zero", "missing", "longest name", "most revisions")


def hardest(data: Reports, units: Sequence[Unit], day: str, locale: Locale) -> dict[str, str]:
    """Return kind -> code of the unit, of the kinds that there are on the day; one unit may be of several.

    ``smallest`` has the smallest sum of figures above zero, ``zero`` said that nothing happened, ``missing`` sent
    nothing, or where all sent something the fewest of the forms that its like sent; ``most revisions`` changed the most
    reports in the days read. Between equals the first of ``units`` wins.

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
    lacking = _lacking(today, units)
    width = {unit.code: wcswidth(unit.names.to(locale)) for unit in units}
    found = {
        "smallest": min((code for code in codes if sums.get(code, 0) > 0), key=lambda code: sums[code], default=""),
        "zero": next((code for code in codes if states.get(code) == {"zero"}), "")
        or next((code for code in codes if "zero" in states.get(code, ())), ""),
        "missing": next((code for code in codes if code not in states), "")
        or max((code for code in codes if lacking[code]), key=lacking.__getitem__, default=""),
        "longest name": max(codes, key=lambda code: width[code], default=""),
        "most revisions": max((code for code in codes if revised.get(code)), key=revised.__getitem__, default=""),
    }
    return {kind: found[kind] for kind in KINDS if found[kind]}


def _lacking(today: pd.DataFrame, units: Sequence[Unit]) -> dict[str, int]:
    """Return how many forms a unit did not send that another of its kind did: what each owes is not known here."""
    sent = today.groupby("unit")["form"].agg(set).to_dict()
    usual: dict[str, set[str]] = {}
    for unit in units:
        usual.setdefault(unit.kind, set()).update(sent.get(unit.code, ()))
    return {unit.code: len(usual[unit.kind]) - len(sent.get(unit.code, ())) for unit in units}
