"""The gallery: every edition that is or should be, what became of it, and a way to it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from support.markup import active, parsed
from support.notebooks import DAY, edition
from thongbao.bulletin.gallery import write_gallery
from thongbao.bulletin.plan import plan
from thongbao.params.office import read_office
from thongbao.records import EditionRecord, OfficeParams

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings


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


def rows(page: Path) -> dict[str, list[str]]:
    """The cells of each row of the list, by unit code."""
    found = parsed(page.read_text(encoding="utf-8"))
    lists = [e for e in found.all("table") if e.attrib.get("id") == "list"]
    lines = [tr for table in lists for tr in table.iter("tr")][1:]
    return {"".join(tr[0].itertext()): [" ".join("".join(cell.itertext()).split()) for cell in tr] for tr in lines}


def test_every_planned_edition_has_a_row_with_its_state(tmp_path: Path, params: OfficeParams) -> None:
    """A county whose notebook failed still appears, in neutral words; so does one not made yet."""
    put(tmp_path)
    put(tmp_path, "failed", "KeyError 'pupils' in cell trend", unit="411721")

    write_gallery(tmp_path, params)
    found = rows(tmp_path / "zhumadian" / "2020-02-19" / "index.html")

    assert len(found) == len(plan(params, DAY)) == 13
    assert found["411702"][-1] == "已生成"
    assert found["411721"][-1] == "本次未能生成，下次运行时将重新生成 KeyError 'pupils' in cell trend"
    assert found["411722"][-1] == "尚未生成"


def test_links_are_relative_and_lead_to_pages_that_are_there(tmp_path: Path, params: OfficeParams) -> None:
    """The folder can be copied anywhere and opened from a disk."""
    put(tmp_path)
    put(tmp_path, "failed", unit="411721")
    gone = put(tmp_path, unit="411722")
    (tmp_path / "zhumadian" / "2020-02-19" / f"{gone.edition.stem}.html").unlink()

    office = write_gallery(tmp_path, params)

    for page in (office, office.parent / "2020-02-19" / "index.html"):
        links = [a.attrib["href"] for a in parsed(page.read_text(encoding="utf-8")).all("a")]
        assert [link for link in links if "county_daily" in link] == [
            f"{'2020-02-19/' if page == office else ''}411702/county_daily.zh_Hans.html"
        ]
        assert all((page.parent / link).is_file() for link in links)


def test_the_office_page_counts_each_date_and_shows_the_latest(tmp_path: Path, params: OfficeParams) -> None:
    """From one page to all editions."""
    put(tmp_path)
    put(tmp_path, date=date(2020, 2, 18))
    (tmp_path / "zhumadian" / "work").mkdir()

    office = write_gallery(tmp_path, params)
    page = parsed(office.read_text(encoding="utf-8"))

    assert [a.attrib["href"] for a in page.all("a")][-2:] == ["2020-02-19/index.html", "2020-02-18/index.html"]
    assert page.text("h1") == ["驻马店市教育局：通报一览"]
    assert "已生成1份，未能生成0份，尚未生成12份" in page.text("p")
    assert any("示例数据" in text for text in page.text("p"))


def test_only_the_dates_asked_for_are_written_anew(tmp_path: Path, params: OfficeParams) -> None:
    """A year of dates does not slow down the run of one; a count that is lost is counted again."""
    for day in (date(2020, 2, 17), date(2020, 2, 18), DAY):
        put(tmp_path, date=day)
    write_gallery(tmp_path, params)
    old = tmp_path / "zhumadian" / "2020-02-17"
    lost = tmp_path / "zhumadian" / "2020-02-18"
    (old / "index.html").write_text("kept", encoding="utf-8")
    (old / "index.json").write_text(json.dumps({"made": 7, "failed": 0, "missing": 0}), encoding="utf-8")
    (lost / "index.json").write_text("{", encoding="utf-8")

    office = write_gallery(tmp_path, params, days=[DAY])

    assert (old / "index.html").read_text(encoding="utf-8") == "kept"
    assert json.loads((lost / "index.json").read_text(encoding="utf-8"))["made"] == 1
    assert "已生成7份" in office.read_text(encoding="utf-8")


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
    page = parsed((day / "index.html").read_text(encoding="utf-8"))

    assert len([a for a in page.all("a") if a.attrib["href"].startswith("411702/")]) == 2
    assert rows(day / "index.html")["411721"][-1] == "尚未生成"


def test_each_edition_is_named_in_its_own_language_beside_its_others(tmp_path: Path, params: OfficeParams) -> None:
    """Units keep the order of the settings; the languages of one bulletin stand together."""
    for locale in ("vi", "en"):
        for unit in ("411721", "411702"):
            put(tmp_path, locale=locale, unit=unit)

    write_gallery(tmp_path, params)
    found = parsed((tmp_path / "zhumadian" / "2020-02-19" / "index.html").read_text(encoding="utf-8"))
    lines = [tr for tr in found.all("tr") if len(tr) == 5][1:8]

    assert [("".join(tr[0].itertext()), tr[3].attrib["lang"]) for tr in lines] == [
        ("411700", "zh-Hans"),
        *((unit, lang) for unit in ("411702", "411721") for lang in ("zh-Hans", "vi", "en")),
    ]
    assert ["".join(tr[1].itertext()) for tr in lines[1:4]] == ["驿城区", "quận Dịch Thành", "Yicheng"]
    assert [tr[1].attrib.get("lang") for tr in lines[1:4]] == [None, "vi", "en"]


def test_a_gallery_page_runs_its_own_script_only(tmp_path: Path, params: OfficeParams) -> None:
    """Its policy names the hash of the one script; names and causes are text."""
    hostile = "</script><img src=x onerror=alert(1)>"
    units = [u.model_copy(update={"names": u.names.model_copy(update={"zh_Hans": hostile})}) for u in params.units]
    put(tmp_path, "failed", hostile)

    office = write_gallery(tmp_path, params.model_copy(update={"units": tuple(units)}))

    for page in (office, office.parent / "2020-02-19" / "index.html"):
        text = page.read_text(encoding="utf-8")
        assert active(text, script=True) == []
        assert text.count("<script>") == text.count("</script>") == 1
        assert "default-src 'none'" in text
        assert "script-src 'sha256-" in text


def test_the_gallery_of_a_country_stays_small(tmp_path: Path, params: OfficeParams) -> None:
    """2,850 counties: below a megabyte, and whole without its script."""
    county = params.units[2]
    units = [county.model_copy(update={"code": f"9{n:05}"}) for n in range(2850)]

    (tmp_path / "zhumadian" / "2020-02-19").mkdir(parents=True)
    write_gallery(tmp_path, params.model_copy(update={"units": (params.units[0], *units)}))
    page = tmp_path / "zhumadian" / "2020-02-19" / "index.html"

    assert len(rows(page)) == 2851
    assert page.stat().st_size < 1_000_000
