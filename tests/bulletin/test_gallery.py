"""The gallery: every edition that is or should be, what became of it, and a way to it."""

from __future__ import annotations

import json
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from support.markup import active, parsed
from support.notebooks import DAY, edition
from thongbao.bulletin.gallery import SHOWN_DATES, write_gallery
from thongbao.bulletin.gallery_page import letter
from thongbao.bulletin.plan import plan
from thongbao.bulletin.shelf import Seen
from thongbao.bulletin.stages import STAGES
from thongbao.params.office import read_office
from thongbao.records import EditionRecord, OfficeParams

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

WORD = {letter(stage, page=True): stage for stage in STAGES}


@pytest.fixture
def params(home: Settings) -> OfficeParams:
    """The sample office."""
    return read_office(home.params, "zhumadian")


def put(outputs: Path, state: str = "made", cause: str = "", **changes: Any) -> EditionRecord:
    """Leave an edition as a run would."""
    record = EditionRecord(edition=edition(**changes), state=state, cause=cause)  # type: ignore[arg-type]
    path = outputs / record.edition.office / record.edition.date.isoformat() / record.edition.stem
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(f"{path.name}.json").write_text(record.model_dump_json(), encoding="utf-8")
    if state == "made":
        path.with_name(f"{path.name}.html").write_text("page", encoding="utf-8")
    return record


def data_of(page: Path) -> dict[str, Any]:
    """What a page hands to its script."""
    (found,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', page.read_text(encoding="utf-8"))
    handed: dict[str, Any] = json.loads(found)
    return handed


def rows(page: Path, day: int = 0) -> dict[str, str]:
    """The stage of each edition, by stem, in the order in which they are listed."""
    data = data_of(page)
    letters = data["days"][day][4]
    return {
        f"{unit[0]}/{column[0]}": WORD[letters[c][u].lower()]
        for u, unit in enumerate(data["units"])
        for c, column in enumerate(data["columns"])
        if letters[c][u] != " "
    }


def links(page: Path) -> list[str]:
    return [a.attrib["href"] for a in parsed(page.read_text(encoding="utf-8")).all("a")]


def day_page(outputs: Path, day: date = DAY) -> Path:
    return outputs / "zhumadian" / day.isoformat() / "index.html"


def test_every_planned_edition_has_a_row_with_its_stage(tmp_path: Path, params: OfficeParams) -> None:
    """A county whose notebook failed still appears, with its cause; so does one not made yet."""
    put(tmp_path)
    put(tmp_path, "failed", "KeyError 'pupils' in cell trend", unit="411721")

    write_gallery(tmp_path, params)
    found = rows(day_page(tmp_path))

    assert len(found) == len(plan(params, DAY)) == 13
    assert found["411702/county_daily.zh_Hans"] == "made"
    assert found["411721/county_daily.zh_Hans"] == "failed"
    assert found["411722/county_daily.zh_Hans"] == "missing"
    assert data_of(day_page(tmp_path))["notes"] == {
        "411721/county_daily.zh_Hans": ["", "KeyError 'pupils' in cell trend"]
    }


def test_without_a_script_there_are_relative_links_to_pages_that_are_there(
    tmp_path: Path, params: OfficeParams
) -> None:
    """The folder can be copied anywhere and opened from a disk."""
    put(tmp_path)
    put(tmp_path, "failed", unit="411721")
    gone = put(tmp_path, unit="411722")
    (tmp_path / "zhumadian" / "2020-02-19" / f"{gone.edition.stem}.html").unlink()

    office = write_gallery(tmp_path, params)

    assert links(day_page(tmp_path)) == ["../index.html", "411702/county_daily.zh_Hans.html"]
    assert rows(day_page(tmp_path))["411722/county_daily.zh_Hans"] == "missing"
    for page in (office, day_page(tmp_path)):
        assert all((page.parent / link).is_file() for link in links(page))


def test_the_office_page_counts_each_date_and_lists_all_of_them(tmp_path: Path, params: OfficeParams) -> None:
    """From one page to all editions."""
    put(tmp_path)
    put(tmp_path, date=date(2020, 2, 18))
    (tmp_path / "zhumadian" / "work").mkdir()

    office = write_gallery(tmp_path, params)
    page = parsed(office.read_text(encoding="utf-8"))

    assert links(office)[-2:] == ["2020-02-19/index.html", "2020-02-18/index.html"]
    assert page.text("h1") == ["驻马店市教育局：通报一览"]
    assert "已生成1份，未能生成0份，尚未生成12份" in page.text("p")
    assert any("示例数据" in text for text in page.text("p"))
    assert [(day[0], day[3]) for day in data_of(office)["days"]] == [
        ("2020-02-19", "2020-02-19/"),
        ("2020-02-18", "2020-02-18/"),
    ]
    assert rows(office, 1)["411702/county_daily.zh_Hans"] == "made"


def test_a_page_says_as_of_when_and_shows_what_was_handed_in(tmp_path: Path, params: OfficeParams) -> None:
    """Reports by unit, what is stale and why; the moment in the office's own time."""
    put(tmp_path)
    reports = {"screening": {"411702": "zero", "411721": "missing"}, "cases": {"411702": "late"}}
    stale = {"411702/county_daily.zh_Hans": "reports changed: cases of 411702"}
    seen = Seen(datetime(2020, 2, 19, 17, 55), reports, stale)  # noqa: DTZ001 -- the office's own time

    write_gallery(tmp_path, params, [DAY], seen={DAY: seen})
    data = data_of(day_page(tmp_path))
    at = {unit[0]: n for n, unit in enumerate(data["units"])}

    assert "截至2020年2月19日 17:55" in day_page(tmp_path).read_text(encoding="utf-8")
    assert rows(day_page(tmp_path))["411702/county_daily.zh_Hans"] == "stale"
    assert data["notes"]["411702/county_daily.zh_Hans"][1] == "reports changed: cases of 411702"
    assert [(states[at["411702"]], states[at["411721"]]) for _, states in data["reports"]] == [("z", "-"), ("l", " ")]
    assert "其中1份已过时" in day_page(tmp_path).read_text(encoding="utf-8")


def test_only_the_dates_asked_for_are_written_anew(tmp_path: Path, params: OfficeParams) -> None:
    """A year of dates does not slow down the run of one; what was kept of a date and is lost is looked up again."""
    for day in (date(2020, 2, 17), date(2020, 2, 18), DAY):
        put(tmp_path, date=day)
    write_gallery(tmp_path, params)
    old = tmp_path / "zhumadian" / "2020-02-17"
    lost = tmp_path / "zhumadian" / "2020-02-18"
    kept = json.loads((old / "index.json").read_text(encoding="utf-8"))
    (old / "index.html").write_text("kept", encoding="utf-8")
    (old / "index.json").write_text(json.dumps(kept | {"counts": kept["counts"] | {"made": 7}}), encoding="utf-8")

    for damaged in ("{", "[]", json.dumps(kept), json.dumps({"made": 7, "failed": 0, "missing": 0})):
        (lost / "index.json").write_text(damaged, encoding="utf-8")
        office = write_gallery(tmp_path, params, days=[DAY])

        assert (old / "index.html").read_text(encoding="utf-8") == "kept"
        assert json.loads((lost / "index.json").read_text(encoding="utf-8"))["day"] == "2020-02-18"
        assert "已生成7份" in office.read_text(encoding="utf-8")


def test_each_date_leads_to_the_one_before_and_says_how_to_compare(tmp_path: Path, params: OfficeParams) -> None:
    """What changed since the last edition is one click, or one command, away."""
    put(tmp_path)
    put(tmp_path, date=date(2020, 2, 18))
    write_gallery(tmp_path, params)

    page = day_page(tmp_path).read_text(encoding="utf-8")
    before = data_of(day_page(tmp_path))["before"]

    assert "thongbao diff outputs/zhumadian/2020-02-18 outputs/zhumadian/2020-02-19" in page
    assert "../2020-02-18/index.html" in links(day_page(tmp_path))
    assert (before[0], before[3]) == ("2020-02-18", "../2020-02-18/")
    assert data_of(day_page(tmp_path, date(2020, 2, 18)))["before"] is None


def test_dates_beyond_the_last_thirty_are_linked_and_not_listed(tmp_path: Path, params: OfficeParams) -> None:
    """The office's page does not grow for ever."""
    for n in range(SHOWN_DATES + 3):
        (tmp_path / "zhumadian" / (DAY - timedelta(days=n)).isoformat()).mkdir(parents=True)

    office = write_gallery(tmp_path, params)

    assert len(data_of(office)["days"]) == SHOWN_DATES
    assert len([link for link in links(office) if link.endswith("/index.html")]) == SHOWN_DATES + 3


def test_an_office_without_editions_says_so(tmp_path: Path, params: OfficeParams) -> None:
    """The first page an operator opens may be the empty one."""
    assert "尚未生成任何通报。" in write_gallery(tmp_path, params).read_text(encoding="utf-8")


def test_editions_besides_the_plan_are_shown_and_copied_records_are_not(tmp_path: Path, params: OfficeParams) -> None:
    """A preview in another language has a row; a record that lies under another unit proves nothing."""
    put(tmp_path, locale="vi")
    record = put(tmp_path)
    day = tmp_path / "zhumadian" / "2020-02-19"
    (day / "411721").mkdir()
    (day / "411721" / "county_daily.zh_Hans.json").write_text(record.model_dump_json(), encoding="utf-8")
    (day / "411721" / "county_daily.vi.json").write_text("not json", encoding="utf-8")

    write_gallery(tmp_path, params)

    assert len([link for link in links(day / "index.html") if link.startswith("411702/")]) == 2
    assert rows(day / "index.html")["411721/county_daily.zh_Hans"] == "missing"
    assert "411721/county_daily.vi" not in rows(day / "index.html")


def test_units_and_bulletins_that_the_settings_no_longer_know_come_last(tmp_path: Path, params: OfficeParams) -> None:
    """Nothing that was made disappears because somebody edited a file."""
    put(tmp_path, unit="000001")
    put(tmp_path, bulletin="abolished")

    write_gallery(tmp_path, params)
    data = data_of(day_page(tmp_path))

    assert data["units"][-1] == ["000001"] * 4
    assert data["columns"][-1][3] == "abolished"


def test_each_edition_is_named_in_its_own_language_beside_its_others(tmp_path: Path, params: OfficeParams) -> None:
    """Units keep the order of the settings; the languages of one bulletin stand together."""
    for locale in ("vi", "en"):
        for unit in ("411721", "411702"):
            put(tmp_path, locale=locale, unit=unit)

    write_gallery(tmp_path, params)
    found = list(rows(day_page(tmp_path)))
    data = data_of(day_page(tmp_path))

    assert found[:7] == [
        "411700/city_rollup.zh_Hans",
        *(f"{unit}/county_daily.{locale}" for unit in ("411702", "411721") for locale in ("zh_Hans", "vi", "en")),
    ]
    assert data["units"][1] == ["411702", "驿城区", "quận Dịch Thành", "Yicheng"]
    assert [data["locales"][column[1]] for column in data["columns"][:3]] == ["zh-Hans", "vi", "en"]


def test_a_gallery_page_runs_its_own_script_only(tmp_path: Path, params: OfficeParams) -> None:
    """Its policy names the hash of the one script; names and causes are text, in the data, too."""
    hostile = "</script><img src=x onerror=alert(1)><!--<script>"
    units = [u.model_copy(update={"names": u.names.model_copy(update={"zh_Hans": hostile})}) for u in params.units]
    put(tmp_path, "failed", hostile)

    office = write_gallery(tmp_path, params.model_copy(update={"units": tuple(units)}))

    for page in (office, day_page(tmp_path)):
        text = page.read_text(encoding="utf-8")
        assert [one for one in active(text, script=True) if one != "<noscript>"] == []
        assert text.count("<script>") == 1
        assert text.count("</script>") == 2
        assert "default-src 'none'" in text
        assert "script-src 'sha256-" in text
        assert data_of(page)["units"][1][1] == hostile


def test_the_gallery_of_a_country_stays_small(tmp_path: Path, params: OfficeParams) -> None:
    """2,850 counties for 30 dates: below a megabyte a page."""
    county = params.units[2]
    units = [county.model_copy(update={"code": f"9{n:05}"}) for n in range(2850)]
    for n in range(2):
        (tmp_path / "zhumadian" / (DAY - timedelta(days=n)).isoformat()).mkdir(parents=True)

    office = write_gallery(tmp_path, params.model_copy(update={"units": (params.units[0], *units)}))
    page = day_page(tmp_path)
    a_date = len(json.dumps(data_of(office)["days"][1]))

    assert len(rows(page)) == 2851
    assert page.stat().st_size < 1_000_000
    assert office.stat().st_size + 28 * a_date < 1_000_000
