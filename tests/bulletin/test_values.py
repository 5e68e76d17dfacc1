"""The figures of a page by where they stand: the same place the next day, in the next unit, in each language."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.tables_of_pages import page, table
from thongbao.bulletin.values import Place, figures, read, undated, written
from thongbao.language import long_date, short_date, span

DAY = date(2020, 2, 19)
CAPTIONS = {
    "zh_Hans": ("驿城区：{}上报数据（人员排查）", "驿城区", "上报数据（人员排查）"),
    "vi": ("Yicheng: Cách ly ngày {}", "Yicheng", "Cách ly"),
    "en": ("Yicheng: isolation of {}", "Yicheng", "isolation"),
}


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9)), max_size=12))
def test_no_figure_is_lost_where_captions_and_rows_repeat(rows: list[tuple[str, int]]) -> None:
    """As many places as there are numbers."""
    html = "".join(table(str(value), caption) for caption, value in rows)

    assert len(figures(page(html))) == 2 * len(rows)


@given(st.sampled_from(sorted(CAPTIONS)), st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 40))
def test_a_caption_is_the_same_whatever_day_it_names(locale: str, day: date, length: int) -> None:
    """Every way in which the package writes days: in full, without weekday, short, as a span of time."""
    caption, unit, rest = CAPTIONS[locale]
    last = day + timedelta(days=length)
    ways = (
        long_date(day, locale),
        long_date(day, locale, "long"),
        long_date(day, locale, "medium"),
        short_date(day, locale),
        span(day, last, locale),
    )

    assert {undated(caption.format(way), unit) for way in ways} == {rest}


@pytest.mark.parametrize(
    ("caption", "rest"),
    [
        ("两处数字对照（2020年2月19日星期三）", "两处数字对照"),
        ("一周新增确诊占在册人数（截至2月14日）", "一周新增确诊占在册人数"),
        ("Ca xác nhận mới trong tuần trên số người (tính đến 3/9)", "Ca xác nhận mới trong tuần trên số người"),
        ("重点学校人员（2020年2月19日；人）", "重点学校人员（人）"),
        ("Isolated (19 February 2020; people)", "Isolated (people)"),
        ("28 days of reporting; target 80%", "28 days of reporting; target 80%"),
        ("Các đơn vị ngày Thứ Sáu, 10 tháng 9, 2021", "Các đơn vị"),
        ("19 Feb", "19 Feb"),
        ("", ""),
    ],
)
def test_only_days_are_left_out_of_a_caption(caption: str, rest: str) -> None:
    """Other numbers belong to what a table is about; a caption that is nothing but a day stays."""
    assert undated(caption) == rest


def test_the_unit_of_a_page_is_left_out_of_its_captions_and_charts() -> None:
    """So a figure stands at one place in the bulletins of all units; rows of units keep their names."""
    unit = '<p class="about"><strong class="unit"><bdi>Yicheng</bdi></strong></p>'
    picture = '<img src="data:image/png;base64,AAAA" alt="Yicheng: trend. At most 3.">'
    html = page(f'<figure class="chart">{picture}{table("3", "Day by day", "Yicheng")}</figure>', prose=unit)

    assert list(figures(html)) == [
        Place("trend: Day by day", "Yicheng Confirmed", "All Teachers"),
        Place("trend: Day by day", "Yicheng Confirmed", "All Total"),
    ]


def test_marks_notes_and_pictures_in_a_cell_belong_to_its_text() -> None:
    """A figure that only got another mark has changed."""
    cell = '26 <span class="mark">z</span><img src="data:image/png;base64,AAAA" alt="up">'

    assert list(figures(page(table(cell))).values()) == ["1", "26 z up"]


texts = st.text(max_size=5)


@given(st.dictionaries(st.builds(Place, texts, texts, texts), texts, max_size=20))
def test_what_is_written_is_read_again(found: dict[Place, str]) -> None:
    """Whatever stands in it, of the page whose digest it names only."""
    content = written(found, "digest").encode("utf-8", "surrogatepass")

    again = read(content, "digest")

    assert again is not None
    assert list(again.items()) == list(found.items())
    assert read(content, "another") is None


@pytest.mark.parametrize(
    "figures_said",
    [{"a": 1}, [["a"]], [["a", [["b", 1]]]], [["a", [["b", [["c", 1]]]]]], [["a", [["b", [["c", None]]]]]], None, 1],
)
def test_a_damaged_file_is_not_believed(figures_said: object) -> None:
    """The page is read instead."""
    assert read(json.dumps({"page": "x", "figures": figures_said}).encode(), "x") is None
    for content in (b"", b"{", b"[]", b"1", b"\xff", b'{"page": "x"}'):
        assert read(content, "x") is None
