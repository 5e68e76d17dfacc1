"""The sample office's bulletins as they are published: read from the HTML, opened in a browser."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.galleries import listed
from support.pages import cells, parsed, tables, text_of
from thongbao.bulletin.plan import Wish
from thongbao.bulletin.thumbnails import thumbnail
from thongbao.bulletin.values import figures, read
from thongbao.flow import How, run, standing
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

    from thongbao.settings import Settings

DAY = date(2020, 2, 19)

PUBLISHED = {
    # (section, row): total, counties, city-direct; the bureau's item with figures as of 19 February 2020
    ("累计排查（人）", "教师"): ["1,615", "1,451", "164"],
    ("累计排查（人）", "学生"): ["4,762", "4,424", "338"],
    ("累计排查（人）", "师生亲属"): ["8,698", "7,876", "822"],
    ("累计排查（人）", "合计"): ["15,075", "13,751", "1,324"],
    ("现有确诊（例）", "教师"): ["1", "1", "0"],
    ("现有确诊（例）", "学生"): ["2", "1", "1"],
    ("现有确诊（例）", "师生亲属"): ["23", "16", "7"],
    ("现有确诊（例）", "合计"): ["26", "18", "8"],
    ("现有疑似（例）", "学生"): ["1", "1", "0"],
    ("现有疑似（例）", "师生亲属"): ["5", "3", "2"],
    ("现有疑似（例）", "合计"): ["6", "4", "2"],
}
PUBLISHED_TOTALS = {
    "现有医院隔离（人）": "36",
    "累计解除医院隔离（人）": "38",
    "现有居家隔离（人）": "8,054",
    "累计解除居家隔离（人）": "9,567",
    "累计治愈出院（人）": "6",
    "累计排除疑似（人）": "4",
}


def folder_of(home: Settings) -> Path:
    return home.outputs / "zhumadian" / DAY.isoformat()


def rollup(home: Settings) -> Path:
    return folder_of(home) / "411700" / "city_rollup.zh_Hans.html"


def pages(home: Settings) -> list[Path]:
    return sorted(folder_of(home).glob("*/*.html"))


def test_every_county_has_its_page_and_the_office_its_roll_up(sample: Settings) -> None:
    """Twelve and one."""
    units = [page.parent.name for page in pages(sample)]

    assert len(units) == 13
    assert "411700" in units
    assert "4117-direct" in units


def test_the_roll_up_prints_the_published_figures(sample: Settings) -> None:
    """By group, in all and split into counties and city-direct schools."""
    found = cells(next(table for caption, table in tables(parsed(rollup(sample))).items() if "上报数据" in caption))

    assert {key: found[key][:3] for key in PUBLISHED} == PUBLISHED
    assert {row: found["", row][0] for row in PUBLISHED_TOTALS} == PUBLISHED_TOTALS


def test_what_was_not_stated_is_neither_zero_nor_blank(sample: Settings) -> None:
    """Suspected cases among teachers: not stated, and the derived value carries its mark."""
    found = cells(next(table for caption, table in tables(parsed(rollup(sample))).items() if "上报数据" in caption))

    assert found["现有疑似（例）", "教师"][0] == "x (0 d)"


def test_the_roll_up_flags_isolation_and_repairs_nothing(sample: Settings) -> None:
    """17,695 people isolated or released do not fit 15,075 screened."""
    said = text_of(parsed(rollup(sample)))

    assert "17,695 > 15,075" in said
    assert "2,620" in said
    assert "17,695" not in {value for values in cells_of_all(rollup(sample)) for value in values}


def cells_of_all(page: Path) -> list[list[str]]:
    return [values for table in tables(parsed(page)).values() for values in cells(table).values()]


def test_the_roll_up_begins_with_completeness(sample: Settings) -> None:
    """Who reported comes before what they reported."""
    said = text_of(parsed(rollup(sample)))

    assert re.search(r"应报12个单位，已报12个，其中按时11个", said)
    assert said.index("应报12个单位") < said.index("15,075")


def test_every_page_says_that_the_split_is_illustrative(sample: Settings) -> None:
    """Nobody takes sample data for reports."""
    without = [page.name for page in pages(sample) if text_of(parsed(page)).count("示例数据") < 1]

    assert not without


def test_every_page_is_one_safe_small_file(sample: Settings) -> None:
    """No script, nothing from outside, alt text on every picture, under 60 kB without pictures."""
    for page in pages(sample):
        content = page.read_text(encoding="utf-8")
        tree = parsed(page)
        tags = {element.tag.split("}")[-1] for element in tree.iter()}
        sources = [element.get("src", "") for element in tree.iter() if "src" in element.attrib]
        charts = tree.iter("{http://www.w3.org/1999/xhtml}figure")
        alts = [img.get("alt", "") for chart in charts for img in chart.iter("{http://www.w3.org/1999/xhtml}img")]

        assert not tags & {"script", "iframe", "object", "embed", "link", "form"}
        assert all(source.startswith("data:image/png;base64,") for source in sources)
        assert alts
        assert all(len(alt) > 20 for alt in alts)
        assert "Content-Security-Policy" in content
        assert len(re.sub(r"data:image/png;base64,[^\"]*", "", content).encode()) < 60_000


def test_the_county_page_is_the_county_s_own(sample: Settings) -> None:
    """Name, code and receipt say the same unit."""
    for unit in read_office(sample.params, "zhumadian").reporting_units(DAY):
        page = folder_of(sample) / unit.code / "county_daily.zh_Hans.html"
        record = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))

        assert record["receipt"]["unit"] == unit.code
        assert unit.names.zh_Hans in text_of(parsed(page))
        assert unit.code in text_of(parsed(page))


def test_beside_every_page_lie_its_figures_and_its_picture(sample: Settings) -> None:
    """What the gallery shows of a page and compares is what the page says; the record does not vouch for it."""
    for page in pages(sample):
        beside = {name: page.with_suffix(name) for name in (".figures.json", ".png", ".json")}
        record = json.loads(beside[".json"].read_bytes())

        assert read(beside[".figures.json"].read_bytes(), record["files"][page.name]) == figures(
            page.read_text("utf-8")
        )
        assert beside[".png"].read_bytes() == thumbnail(page.read_text("utf-8"))
        assert set(record["files"]) == {page.name, page.with_suffix(".ipynb").name}


@pytest.mark.browser
def test_pages_and_gallery_open_without_an_error_or_a_request(browser: Browser, sample: Settings) -> None:
    """In headless Chromium, from file://, at the width of a phone."""
    gallery = [sample.outputs / "zhumadian" / "index.html", folder_of(sample) / "index.html"]
    said: list[str] = []
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.on("console", lambda message: said.append(f"{tab.url}: {message.text}"))
    tab.on("pageerror", lambda error: said.append(f"{tab.url}: {error}"))
    tab.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else said.append(r.url))
    for page in [*pages(sample), *gallery]:
        if page in gallery:
            listed(tab, page)
        else:
            tab.goto(page.as_uri())
        if tab.evaluate("document.documentElement.scrollWidth") > 360:
            said.append(f"{page.name} scrolls sideways")
    listed(tab, gallery[1])
    tab.get_by_role("searchbox").fill("yicheng")
    links = tab.locator("tbody a:visible")
    found = [links.nth(n).get_attribute("href") for n in range(links.count())]
    tab.close()

    assert not said
    assert found == ["411702/county_daily.zh_Hans.html"]


def copy_of(sample: Settings, folder: Path) -> Settings:
    """Return the sample office in a folder of its own, to change."""
    from thongbao.settings import settings

    shutil.copytree(sample.home, folder / "office")
    return settings(folder / "office")


def test_the_same_inputs_give_the_same_bytes(sample: Settings, tmp_path: Path) -> None:
    """Made again elsewhere, a page and its notebook are the same to the last byte."""
    home = copy_of(sample, tmp_path)
    before = {path.name: path.read_bytes() for path in (folder_of(home) / "411702").iterdir() if path.suffix != ".json"}

    batch = run(home, read_office(home.params, "zhumadian"), DAY, Wish(units=("411702",)), How(force=True))

    assert len(batch.made) == 1
    after = {path.name: path.read_bytes() for path in (folder_of(home) / "411702").iterdir() if path.suffix != ".json"}
    assert after == before


def test_a_correction_makes_that_county_and_the_roll_up_stale_and_no_other(sample: Settings, tmp_path: Path) -> None:
    """An edition depends on the reports it read; made again it is revision 2."""
    from conftest import thongbao_process

    home = copy_of(sample, tmp_path)
    params = read_office(home.params, "zhumadian")
    correction = tmp_path / "correction.csv"
    correction.write_text(
        "form,unit,day,row,column,value\n"
        "isolation,411723,2020-02-18,total,hospital_now,7\nisolation,411723,2020-02-18,total,hospital_released,0\n"
        "isolation,411723,2020-02-18,total,home_now,700\nisolation,411723,2020-02-18,total,home_released,700\n"
    )

    done = thongbao_process(["-m", "thongbao", "intake", str(correction)], home.home)
    stale = {job.edition.unit: why for job, why in standing(home, params, DAY) if why}
    batch = run(home, params, DAY, Wish(units=("411723",)))

    assert done.returncode == 0, done.stdout + done.stderr
    assert stale == {
        "411723": "reports changed: isolation of 411723",
        "411700": "reports changed: isolation of 12 units",
    }
    assert [record.revision for record in batch.made] == [2]
    assert "第2版" in text_of(parsed(folder_of(home) / "411723" / "county_daily.zh_Hans.html"))


def test_an_office_without_any_report_gets_bulletins_that_say_so(home: Settings) -> None:
    """Silence is not zero, and not an error either."""
    wish = Wish(units=("411702", "411700"), locale="zh_Hans")

    batch = run(home, read_office(home.params, "zhumadian"), DAY, wish)

    assert [record.cause for record in batch.failed] == []
    county, city = [text_of(parsed(folder_of(home) / f"{r.edition.stem}.html")) for r in batch.made]
    assert "未报" in county
    assert "应报12个单位，已报0个" in city


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_the_bulletins_speak_the_other_languages_too(sample: Settings, tmp_path: Path, locale: str) -> None:
    """No Chinese is left in a Vietnamese or English page."""
    home = copy_of(sample, tmp_path)

    wish = Wish(units=("411702", "411700"), locale=locale)  # type: ignore[arg-type]
    batch = run(home, read_office(home.params, "zhumadian"), DAY, wish)

    assert [record.cause for record in batch.failed] == []
    for record in batch.made:
        said = text_of(parsed(folder_of(home) / f"{record.edition.stem}.html"))
        said = re.sub(r"“[^”]*”", "", said)  # what a clerk wrote is quoted as it was written
        assert not re.findall(r"[\u4e00-\u9fff]+", said)
        assert ("15.075" if locale == "vi" else "15,075") in said or record.edition.unit != "411700"


def test_a_page_is_the_same_whichever_engine_ran_its_notebook(sample: Settings, tmp_path: Path) -> None:
    """Inline values, blocks and figures: a stock kernel gives the bytes that a forked process gave."""
    home = copy_of(sample, tmp_path)

    wish = Wish(units=("411702", "411700"))
    batch = run(home, read_office(home.params, "zhumadian"), DAY, wish, How(force=True, engine="nbclient"))

    assert [record.cause for record in batch.failed] == []
    assert len(batch.made) == 2
    for record in batch.made:
        name = f"{record.edition.stem}.html"
        assert (folder_of(home) / name).read_bytes() == (folder_of(sample) / name).read_bytes(), name


def test_a_name_that_attacks_or_is_very_long_comes_out_as_a_name(home: Settings) -> None:
    """A script, quotes, letters in parts, 400 characters: shown as they are, active nowhere."""
    units = home.params / "zhumadian" / "units.csv"
    names = {
        "驿城区": '"<script>alert(1)</script>""' + "'" + '区"',
        "西平县": "Tha\u0301i Bi\u0300nh",
        "上蔡县": "县" * 400,
    }
    content = units.read_text(encoding="utf-8")
    for old, new in names.items():
        content = content.replace(old, new)
    units.write_text(content, encoding="utf-8")

    wish = Wish(units=("411702", "411721", "411722", "411700"))
    batch = run(home, read_office(home.params, "zhumadian"), DAY, wish)

    assert [record.cause for record in batch.failed] == []
    trees = {record.edition.unit: parsed(folder_of(home) / f"{record.edition.stem}.html") for record in batch.made}
    assert not any(element.tag.endswith("}script") for tree in trees.values() for element in tree.iter())
    assert "<script>alert(1)</script>\"'区" in text_of(trees["411702"])
    assert "Th\u00e1i B\u00ecnh" in text_of(trees["411721"])
    assert "县" * 400 in text_of(trees["411722"])


def test_a_report_that_was_refused_for_what_a_clerk_typed_stops_no_bulletin(sample: Settings, tmp_path: Path) -> None:
    """The page quotes the NaN that was found, and is made."""
    from conftest import thongbao_process

    home = copy_of(sample, tmp_path)
    typed = tmp_path / "typed.csv"
    typed.write_text("form,unit,day,row,column,value\nisolation,411723,2020-02-19,total,hospital_now,NaN\n")

    done = thongbao_process(["-m", "thongbao", "intake", str(typed)], home.home)
    batch = run(home, read_office(home.params, "zhumadian"), DAY, Wish(units=("411723", "411700")))

    assert done.returncode == 1
    assert [record.cause for record in batch.failed] == []
    assert "“NaN”" in text_of(parsed(folder_of(home) / "411723" / "county_daily.zh_Hans.html"))
