"""Gallery pages of made-up offices of any size, without an edition behind them."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from PIL import Image

from conftest import PROJECT
from thongbao.bulletin.changes import Changes
from thongbao.bulletin.gallery_page import Shown, gallery_page, letter
from thongbao.bulletin.stages import STAGES
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from thongbao.records import OfficeParams

DAY = date(2020, 2, 19)
HOSTILE = "</script><img src=x onerror=alert(1)>"
PLACES = (("", "Cases", ""), (f"Isolation {HOSTILE}", "At home", "All Total"), ("Isolation", "In hospital", "Total"))
"""Where figures stand that change, in the order in which ``write_pages`` counts them."""

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
    pictures: int = 0,
    changed: list[list[tuple[int, str, str]] | None] | None = None,
) -> Pages:
    """Write both pages of an office whose counties' daily was sent.

    Args:
        reports: form -> states that repeat over the units.
        dates: how many, the latest first.
        every_stage: let the stages repeat over the units, with a note each.
        pictures: how many counties have a thumbnail of their daily of the latest date on the disk; none: none has one.
        changed: what changed in a county's daily (number of a place, old, new), repeated over the units; None for one
            that could not be compared.
    """
    units = [unit.code for unit in params.units[1:]]
    days = [_shown(params, units, DAY - timedelta(days=n), reports, every_stage) for n in range(dates)]
    day = folder / str(DAY) / "index.html"
    day.parent.mkdir()
    column = f"county_daily.{params.office.locale}"
    if pictures:
        days = [replace(one, pictures={column: units}) for one in days]
        content = _thumbnail()
        for unit in units[:pictures]:
            (day.parent / unit).mkdir()
            (day.parent / unit / f"{column}.png").write_bytes(content)
    changes = _changes(units, column, changed) if changed else None
    day.write_text(
        gallery_page(params, days[:1], before=days[1] if dates > 1 else None, changes=changes), encoding="utf-8"
    )
    office = folder / "index.html"
    office.write_text(gallery_page(params, days, every=days), encoding="utf-8")
    return Pages(day, office, units)


def _changes(units: list[str], column: str, given: list[list[tuple[int, str, str]] | None]) -> Changes:
    stems = [f"{unit}/{column}" for unit in units]
    each = {stem: given[n % len(given)] for n, stem in enumerate(stems)}
    compared = {stem: ("0" * 64, tuple(found)) for stem, found in each.items() if found is not None}
    return Changes(PLACES, dict.fromkeys(stems, "1" * 64), compared)


def _thumbnail() -> bytes:
    out, picture = io.BytesIO(), Image.new("P", (240, 150))
    picture.putpalette([255, 255, 255, 20, 80, 140])
    for x in range(240):
        for y in range(150 - x // 2, 150):
            picture.putpixel((x, y), 1)
    picture.save(out, "PNG")
    return out.getvalue()


def _shown(params: OfficeParams, units: list[str], day: date, reports: dict[str, list[str]], every: bool) -> Shown:
    stages = {unit: STAGES[n % len(STAGES)] if every else "sent" for n, unit in enumerate(units)}
    column = f"county_daily.{params.office.locale}"
    counts = {stage: list(stages.values()).count(stage) for stage in STAGES}
    letters = {column: {unit: letter(stage, page=True) for unit, stage in stages.items()}}
    notes = {f"{unit}/{column}": ("3", "reports changed: cases") for unit in units} if every else {}
    states = {form: {unit: given[n % len(given)] for n, unit in enumerate(units)} for form, given in reports.items()}
    return Shown(day, counts, letters, notes, states, AT)
