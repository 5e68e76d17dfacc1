"""Public editions give no small number away: not in a page, a letter, a picture, a notebook or a digest."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import select, update

from support.attacker import Attack
from support.filled import DAY
from support.pages import X, cells, parsed, tables, text_of
from thongbao.bulletin.letters import write_letters
from thongbao.bulletin.plan import Wish
from thongbao.database import figures, open_store, reading, reports, writing
from thongbao.flow import How, run
from thongbao.params.office import read_office
from thongbao.records import LOCALES
from thongbao.settings import settings

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from thongbao.records import Locale
    from thongbao.settings import Settings

XIPING, YICHENG, CITY = "411721", "411702", "411700"
RECIPIENTS = "".join(
    f"""- role: {{zh_Hans: 公众, vi: Công chúng, en: Public}}
  address: public-{locale.lower().replace("_", "-")}@zhumadian.example
  locale: {locale}
  units: [{CITY}, {XIPING}]
  bulletins: [county_daily, city_rollup]
"""
    for locale in LOCALES
)


class Editions(NamedTuple):
    """What was made of one store: every file by its name."""

    files: dict[str, bytes]


def public_home(sample: Settings, folder: Path) -> Settings:
    """A copy of the sample office whose bulletins are public, in three languages."""
    for name in ("params", "notebooks"):
        shutil.copytree(sample.home / name, folder / name)
    (folder / "data").mkdir()
    source, copy = sample.data / "store.sqlite", folder / "data" / "store.sqlite"
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(copy)) as new:
        old.backup(new)
    params = folder / "params" / "zhumadian"
    bulletins = (params / "bulletins.yml").read_text(encoding="utf-8")
    bulletins = bulletins.replace("audience: internal", "audience: public")
    bulletins = bulletins.replace("locales: [zh_Hans]", "locales: [zh_Hans, vi, en]")
    (params / "bulletins.yml").write_text(bulletins, encoding="utf-8")
    (params / "recipients.yml").write_text(RECIPIENTS, encoding="utf-8")
    return settings(folder)


def make(home: Settings, locale: Locale | None = None) -> Editions:
    """Make the bulletins of one county and of the city, and their letters; times and costs are left out."""
    params = read_office(home.params, "zhumadian")
    batch = run(home, params, DAY, Wish(units=(XIPING, CITY), locale=locale), How(jobs=2))
    assert not batch.failed, batch.failed[0].cause + batch.failed[0].detail
    written = write_letters(home.outputs, params, DAY, home.home / "letters")
    assert len(written.paths) == (2 if locale else 6), written.withheld
    folder = home.outputs / "zhumadian" / DAY.isoformat()
    files = {path.name: path.read_bytes() for path in written.paths}
    for path in sorted(folder.glob("*/*")):
        content = path.read_bytes()
        if path.suffix == ".json":
            costs = ("seconds", "cpu_seconds", "memory_mb", "written")
            content = json.dumps({k: v for k, v in json.loads(content).items() if k not in costs}).encode()
        files[f"{path.parent.name}/{path.name}"] = content
    return Editions(files)


def reported(engine: Engine, column: str, row: str = "total") -> dict[str, float]:
    """What the units had reported of a column when the day closed; no sample report of the day was corrected."""
    query = select(reports.c.unit, figures.c.value).join(reports).where(reports.c.day == DAY, reports.c.on_time)
    with reading(engine) as connection:
        found = connection.execute(query.where(figures.c.measure == column, figures.c.row == row))
        return {str(unit): float(value) for unit, value in found}


def add(engine: Engine, unit: str, column: str, row: str, more: float) -> None:
    """Change the store behind the program's back: the same report, with another figure."""
    with writing(engine) as connection:
        ids = select(reports.c.id).where(reports.c.unit == unit, reports.c.day == DAY)
        where = figures.c.report_id.in_(ids), figures.c.measure == column, figures.c.row.in_([row, "total"])
        connection.execute(update(figures).where(*where).values(value=figures.c.value + more))


@pytest.fixture(scope="module")
def made(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Editions]:
    """The public bulletins of the sample office."""
    home = public_home(sample, tmp_path_factory.mktemp("public") / "office")
    return home, make(home)


@pytest.mark.parametrize("locale", ["vi", pytest.param(None, marks=pytest.mark.faults, id="all languages")])
def test_two_worlds_that_differ_in_hidden_figures_give_the_same_bytes(
    made: tuple[Settings, Editions], sample: Settings, tmp_path: Path, locale: Locale | None
) -> None:
    """One student's case more in one county and one less in another.

    Pages with their pictures, executed notebooks, receipts with their digests, records and letters are all compared:
    whatever could be read out of them would be the same in both worlds.
    """
    home, one = made
    students = reported(open_store(home.store), "confirmed", "students")
    total = reported(open_store(home.store), "confirmed")
    other = next(u for u in total if 2 <= total[u] <= 8 and students[u] >= 1 and u != XIPING)
    assert 2 <= total[XIPING] <= 8
    elsewhere = public_home(sample, tmp_path / "office")

    add(open_store(elsewhere.store), XIPING, "confirmed", "students", +1)
    add(open_store(elsewhere.store), other, "confirmed", "students", -1)
    made_there = make(elsewhere, locale)

    here = {name: content for name, content in one.files.items() if locale is None or f".{locale}." in name}
    assert len(here) >= 2 * (4 if locale else 12)
    assert made_there.files.keys() == here.keys()
    assert [name for name in here if made_there.files[name] != here[name]] == []


def test_no_count_of_one_to_nine_people_stands_in_a_table(made: tuple[Settings, Editions]) -> None:
    """In no language, and not in the tables beside the charts."""
    for page in pages(made[0]):
        for table in parsed(page).iter(f"{X}table"):
            caption = text_of(next(table.iter(f"{X}caption"), table))
            if table.get("class") == "figures" and not about_reporting(caption):
                numbers = [text_of(cell).split(" ")[0] for cell in table.iter(f"{X}td") if cell.get("class") == "n"]
                assert numbers
                assert not [n for n in numbers if n.isdigit() and 0 < int(n) < 10], (page.name, caption)


def pages(home: Settings) -> list[Path]:
    """The pages that were made."""
    return sorted((home.outputs / "zhumadian" / DAY.isoformat()).glob("*/*.html"))


def about_reporting(said: str) -> bool:
    """The tables of reports, of the league and of arrivals count reports and days."""
    return said.startswith(("Report", "Tình hình báo cáo", "Báo cáo", "28天报告", "最近7天的报告")) or said.endswith(
        "的报告"
    )


def test_the_attacker_of_the_pages_finds_no_small_count(made: tuple[Settings, Editions]) -> None:
    """The numbers are read from the roll-up's own HTML: units, groups and the sum of all."""
    home, _ = made
    page = next(p for p in pages(home) if p.name == "city_rollup.en.html")
    found = tables(parsed(page))
    table = cells(next(t for caption, t in found.items() if caption.startswith("Units on")))
    names = {u.code: u.names.en for u in read_office(home.params, "zhumadian").units}
    for at, column in enumerate(("confirmed", "suspected", "hospital_now", "home_now")):
        truth = reported(open_store(home.store), column)
        attack, unknown = Attack(), {}
        for unit, value in truth.items():
            said = table["", names[unit]][at]
            low, high = {"<10": (1, 9), "c": (10, float("inf"))}.get(said, (value, value))
            assert said in ("<10", "c") or int(said.replace(",", "")) == value
            unknown[unit] = attack.unknown(low, high)
        direct = [unknown["4117-direct"]]
        parts = {"All units": list(unknown.values()), "City-direct": direct}
        parts["Counties"] = [n for n in unknown.values() if n not in direct]
        for name, members in parts.items():
            said = table["", name][at].split(" ")[0]
            if said == "<10":
                attack.at_most(dict.fromkeys(members, 1), 9)
            elif said != "c":
                attack.known(dict.fromkeys(members, 1), int(said.replace(",", "")))
        for unit, value in truth.items():
            if 0 < value < 10:
                least, most = attack.interval({unknown[unit]: 1})
                assert most - least >= 4, (column, unit)


@pytest.mark.parametrize(
    ("locale", "small", "cover"),
    [
        ("en", "fewer than 10, not published to protect people", "not published: with it, a figure below 10 could"),
        ("zh_Hans", "不足10", "不公布"),
        ("vi", "dưới 10", "không công bố"),
    ],
)
def test_the_marks_are_explained(made: tuple[Settings, Editions], locale: str, small: str, cover: str) -> None:
    """Beside the table, in the words of the page."""
    text = text_of(parsed(next(p for p in pages(made[0]) if p.name == f"city_rollup.{locale}.html")))

    assert f"<10 {small}" in text
    assert f"c {cover}" in text


def test_a_notebook_of_a_public_edition_is_not_stale_for_nothing(made: tuple[Settings, Editions]) -> None:
    """Its receipt names the reports of all units, and what they said is in no digest."""
    home, _ = made
    folder = pages(home)[0].parent
    record = json.loads(next(folder.glob("*.en.json")).read_text(encoding="utf-8"))

    assert {tuple(part["units"]) for part in record["receipt"]["slices"]} == {()}
