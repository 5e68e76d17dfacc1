"""Every cell of every notebook with reports in memory: each block says something, in each language, also of nothing."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.content import content
from support.days import CITY, UNITS, day_of
from thongbao import report
from thongbao.report.blocks import Block

if TYPE_CHECKING:
    from thongbao.records import Locale
    from thongbao.report.day import Day

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


def calls(notebook: Path) -> list[str]:
    """Return the calls of the cells between load and sign."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return [source for source in sources if source.startswith("report.") and "report.sign" not in source]


def shown(call: str, day: object) -> Block:
    """Return what one cell shows; only its names are known."""
    known = {"report": report, "day": day, "since": "", "production": "{}"}
    made = eval(compile(ast.parse(call, mode="eval"), "cell", "eval"), {"__builtins__": {}}, known)  # noqa: S307
    assert isinstance(made, Block)
    return made


@cache
def day_with(unit: str, locale: Locale, *, reports: bool) -> Day:
    """Return a day of the office in memory, with reports or without any."""
    return content(unit, locale) if reports else day_of([], unit, locale)


@pytest.mark.parametrize(
    ("unit", "locale", "reports"),
    [(CITY, "zh_Hans", True), (UNITS[0], "vi", True), (CITY, "en", False)],
)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_shows_something(notebook: Path, unit: str, locale: Locale, reports: bool) -> None:
    """No empty block, no nan and no placeholder: with reports and without, of a unit and of all."""
    found, day = calls(notebook), day_with(unit, locale, reports=reports)
    assert found
    for call in found:
        block = shown(call, day)
        assert block.size > 0, call
        assert not re.search(r"\b(nan|NaT|inf)\b|\{\w*\}", block.text), call


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_stands_in_a_public_edition(notebook: Path) -> None:
    """Whatever a notebook calls is there for the public, too: with less in it."""
    day = content(public=True)

    blocks = [shown(call, day) for call in calls(notebook)]

    assert all(block.size > 0 for block in blocks)
    assert not any(secret in block.html for block in blocks for secret in ("Desk 1", "School A"))


@pytest.mark.parametrize(
    ("notebook", "block"),
    [
        ("10_county_daily", "isolation_balance"),
        ("10_county_daily", "incidence"),
        ("10_county_daily", "weekly_incidence"),
        ("10_county_daily", "clusters_table"),
        ("10_county_daily", "reconciliation"),
        ("20_online_learning", "weekly"),
        ("25_devices_and_network", "gap"),
        ("25_devices_and_network", "weekly"),
        ("25_devices_and_network", "reconciliation"),
        ("40_duty_and_remote_work", "rota_kept"),
        ("40_duty_and_remote_work", "entries_table"),
        ("40_duty_and_remote_work", "amounts"),
        ("90_city_rollup", "incidence"),
        ("90_city_rollup", "week_on_week"),
        ("90_city_rollup", "clusters_table"),
        ("90_city_rollup", "reconciliation"),
    ],
)
def test_a_bulletin_keeps_the_blocks_of_its_layout(notebook: str, block: str) -> None:
    """What the layout of each bulletin asks for is called in it."""
    path = next(path for path in NOTEBOOKS if path.stem == notebook)

    assert any(f"report.{block}(" in call for call in calls(path))
