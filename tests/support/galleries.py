"""Gallery pages of made-up offices of any size, without an edition behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from conftest import PROJECT
from thongbao.bulletin.gallery_page import Shown, gallery_page, letter
from thongbao.bulletin.stages import STAGES
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from thongbao.records import OfficeParams

DAY = date(2020, 2, 19)
AT = datetime(2020, 2, 19, 18, 5)  # noqa: DTZ001 -- the office's own time


def listed(page: Page, path: Path) -> None:
    """Open a gallery and wait for its list, which is made after the page is first seen."""
    page.goto(path.as_uri())
    page.locator("#found:not(:empty)").wait_for()


@dataclass(frozen=True)
class Pages:
    """The page of the latest date, that of the office, and the units in their order."""

    day: Path
    office: Path
    units: list[str]


@cache
def _sample() -> OfficeParams:
    return read_office(PROJECT / "params", "zhumadian")


def office_of(many: int, locale: Any = "zh_Hans") -> OfficeParams:
    """The sample office with so many counties, which repeat the names of its own."""
    params = _sample()
    root, *counties = params.units
    units = [counties[n % len(counties)].model_copy(update={"code": f"9{n:05}"}) for n in range(many)]
    office = params.office.model_copy(update={"locale": locale})
    return params.model_copy(update={"office": office, "units": (root, *units)})


def write_pages(
    folder: Path,
    params: OfficeParams,
    reports: dict[str, list[str]],
    dates: int = 1,
    *,
    every_stage: bool = False,
) -> Pages:
    """Write both pages of an office whose counties' daily was sent.

    Args:
        reports: form -> states that repeat over the units.
        dates: how many, the latest first.
        every_stage: let the stages repeat over the units, with a note each.
    """
    units = [unit.code for unit in params.units[1:]]
    days = [_shown(params, units, DAY - timedelta(days=n), reports, every_stage) for n in range(dates)]
    day = folder / str(DAY) / "index.html"
    day.parent.mkdir()
    day.write_text(gallery_page(params, days[:1], before=days[1] if dates > 1 else None), encoding="utf-8")
    office = folder / "index.html"
    office.write_text(gallery_page(params, days, every=days), encoding="utf-8")
    return Pages(day, office, units)


def _shown(params: OfficeParams, units: list[str], day: date, reports: dict[str, list[str]], every: bool) -> Shown:
    stages = {unit: STAGES[n % len(STAGES)] if every else "sent" for n, unit in enumerate(units)}
    column = f"county_daily.{params.office.locale}"
    counts = {stage: list(stages.values()).count(stage) for stage in STAGES}
    letters = {column: {unit: letter(stage, page=True) for unit, stage in stages.items()}}
    notes = {f"{unit}/{column}": ("3", "reports changed: cases") for unit in units} if every else {}
    states = {form: {unit: given[n % len(given)] for n, unit in enumerate(units)} for form, given in reports.items()}
    return Shown(day, counts, letters, notes, states, AT)
