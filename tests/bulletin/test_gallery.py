"""The gallery: every edition that is or should be, what became of it, and a way to it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from support.markup import active, parsed
from support.notebooks import DAY, edition
from support.tables_of_pages import page, table
from thongbao.bulletin.gallery import SHOWN_DATES, write_gallery
from thongbao.bulletin.gallery_page import letter
from thongbao.bulletin.ledger import publish_edition
from thongbao.bulletin.plan import plan
from thongbao.bulletin.run import from_the_page
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
    for path in (office, day_page(tmp_path)):
        assert all((path.parent / link).is_file() for link in links(path))


def test_the_office_page_counts_each_date_and_lists_all_of_them(tmp_path: Path, params: OfficeParams) -> None:
    """From one page to all editions."""
    put(tmp_path)
    put(tmp_path, date=date(2020, 2, 18))
    (tmp_path / "zhumadian" / "work").mkdir()

    office = write_gallery(tmp_path, params)
    shown = parsed(office.read_text(encoding="utf-8"))

    assert links(office)[-2:] == ["2020-02-19/index.html", "2020-02-18/index.html"]
    assert shown.text("h1") == ["驻马店市教育局：通报一览"]
    assert "已生成1份，未能生成0份，尚未生成12份" in shown.text("p")
    assert any("示例数据" in text for text in shown.text("p"))
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

    content = day_page(tmp_path).read_text(encoding="utf-8")
    before = data_of(day_page(tmp_path))["before"]

    assert "thongbao diff outputs/zhumadian/2020-02-18 outputs/zhumadian/2020-02-19" in content
    assert "../2020-02-18/index.html" in links(day_page(tmp_path))
    assert (before[0], before[3]) == ("2020-02-18", "../2020-02-18/")
    assert data_of(day_page(tmp_path, date(2020, 2, 18)))["before"] is None


def told(outputs: Path, figure: str, **changes: Any) -> None:
    """Leave an edition with one figure, and a picture, as a run would."""
    content = page(table(figure, **({"caption": changes.pop("caption")} if "caption" in changes else {})))
    record = EditionRecord(edition=edition(**changes), state="made")
    folder = outputs / "zhumadian" / record.edition.date.isoformat()
    publish_edition(folder, record, {".html": content, ".png": b"picture"} | from_the_page(content))


def figures_of(path: Path) -> dict[str, list[Any]]:
    """The figures that a page hands to its script, folded."""
    (found,) = re.findall(r'<script id="changes" type="text/plain">(.*?)</script>', path.read_text(encoding="utf-8"))
    of: dict[str, list[Any]] = json.loads(zlib.decompress(base64.b64decode(found)))["of"]
    return of


def test_what_changed_since_the_date_before_stands_on_the_page(tmp_path: Path, params: OfficeParams) -> None:
    """How many figures by unit and bulletin, each of them on demand, and which changed in most units."""
    before = date(2020, 2, 18)
    for unit, old, new in (("411702", "1", "2"), ("411721", "3", "3"), ("411722", "", "5")):
        if old:
            told(tmp_path, old, date=before, unit=unit)
        told(tmp_path, new, unit=unit)

    office = write_gallery(tmp_path, params)
    data = data_of(day_page(tmp_path))
    at = {unit[0]: n for n, unit in enumerate(data["units"])}
    counted = dict(zip((column[0] for column in data["columns"]), data["changed"], strict=True))["county_daily.zh_Hans"]
    said = parsed(day_page(tmp_path).read_text(encoding="utf-8")).text("p")

    assert [counted[at[unit]] for unit in ("411702", "411721", "411722")] == [1, 0, None]
    assert figures_of(day_page(tmp_path)) == {"411702/county_daily.zh_Hans": [0, "1", "2"]}
    assert "已比较2份通报：1份有数字变化，1份无变化。" in said
    assert "数字没有变化的单位：西平县。" in said
    assert "changed" not in data_of(day_page(tmp_path, before))
    assert "2020-02-19/index.html#changed" in links(office)


def test_the_date_after_tells_anew_what_changed(tmp_path: Path, params: OfficeParams) -> None:
    """A county corrected yesterday's figure: today's page is compared with the new one, all else of it is kept."""
    before = date(2020, 2, 18)
    told(tmp_path, "1", date=before)
    told(tmp_path, "2")
    at = datetime(2020, 2, 19, 17, 55)  # noqa: DTZ001 -- the office's own time
    write_gallery(tmp_path, params, seen={DAY: Seen(at, {"screening": {"411702": "zero"}})})

    told(tmp_path, "7", date=before)
    write_gallery(tmp_path, params, days=[before])

    assert figures_of(day_page(tmp_path)) == {"411702/county_daily.zh_Hans": [0, "7", "2"]}
    assert "截至2020年2月19日 17:55" in day_page(tmp_path).read_text(encoding="utf-8")
    assert data_of(day_page(tmp_path))["reports"]


def test_an_attack_in_a_figure_is_text(tmp_path: Path, params: OfficeParams) -> None:
    """In the sum of the page, and folded for its script."""
    hostile = "</script><img src=x onerror=alert(1)>"
    for day, figure in ((date(2020, 2, 18), "1"), (DAY, hostile)):
        told(tmp_path, figure.replace("<", "&lt;"), date=day, caption=hostile.replace("<", "&lt;"))

    write_gallery(tmp_path, params)
    content = day_page(tmp_path).read_text(encoding="utf-8")

    assert figures_of(day_page(tmp_path))["411702/county_daily.zh_Hans"] == [0, "1", hostile]
    assert [one for one in active(content, script=True) if one != "<noscript>"] == []
    assert f"{hostile} / Cases Confirmed / All Total" in parsed(content).text("th")


def test_a_page_says_which_editions_have_a_picture(tmp_path: Path, params: OfficeParams) -> None:
    """No address is asked for in vain: a failed edition, one made before there were any, one that was removed."""
    told(tmp_path, "1")
    told(tmp_path, "1", unit="411721")
    put(tmp_path, unit="411722")
    put(tmp_path, "failed", unit="411723")
    (day_page(tmp_path).parent / "411723" / "county_daily.zh_Hans.png").write_bytes(b"old")

    office = write_gallery(tmp_path, params)
    data = data_of(office)
    at = {unit[0]: n for n, unit in enumerate(data["units"])}
    columns = dict(zip((column[0] for column in data["columns"]), data["days"][0][5], strict=True))

    assert [columns["county_daily.zh_Hans"][at[f"4117{n}"]] for n in ("02", "21", "22", "23")] == ["1", "1", "0", "0"]
    assert columns["city_rollup.zh_Hans"] == 0
    assert "img-src 'self' file:;" in office.read_text(encoding="utf-8")


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

    for path in (office, day_page(tmp_path)):
        text = path.read_text(encoding="utf-8")
        assert [one for one in active(text, script=True) if one != "<noscript>"] == []
        assert text.count("<script>") == 1
        assert text.count("</script>") == 2
        assert "default-src 'none'" in text
        assert "script-src 'sha256-" in text
        assert data_of(path)["units"][1][1] == hostile


def test_the_gallery_of_a_country_stays_small(tmp_path: Path, params: OfficeParams) -> None:
    """2,850 counties for 30 dates: below a megabyte a page."""
    county = params.units[2]
    units = [county.model_copy(update={"code": f"9{n:05}"}) for n in range(2850)]
    for n in range(2):
        (tmp_path / "zhumadian" / (DAY - timedelta(days=n)).isoformat()).mkdir(parents=True)

    office = write_gallery(tmp_path, params.model_copy(update={"units": (params.units[0], *units)}))
    path = day_page(tmp_path)
    a_date = len(json.dumps(data_of(office)["days"][1]))

    assert len(rows(path)) == 2851
    assert path.stat().st_size < 1_000_000
    assert office.stat().st_size + 28 * a_date < 1_000_000
