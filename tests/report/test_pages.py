"""What the blocks of a bulletin say, over a store filled by hand."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import html5lib
import pytest

from support.filled import (
    COUNTY,
    DAY,
    DIRECT,
    NOTHING,
    OTHERS,
    cases,
    isolation,
    put,
    put_course,
    put_published,
    put_refused,
    rename,
    screening,
)
from thongbao import report
from thongbao.records import LOCALES, Fault

if TYPE_CHECKING:
    from thongbao.report.blocks import Block
    from thongbao.report.day import Day
    from thongbao.settings import Settings


def blocks(day: Day) -> dict[str, Block]:
    """Every block, of a unit or of several."""
    first = (day.cases.confirmed, day.isolation.home_now, day.screening.screened)
    return {
        "completeness_banner": report.completeness_banner(day),
        "headline": report.headline(day, *first),
        "follow_up": report.follow_up(day),
        "figures_table": report.figures_table(day),
        "unit_table": report.unit_table(day, *first),
        "league_table": report.league_table(day),
        "trend": report.trend(day, *first),
        "small_multiples": report.small_multiples(day, day.isolation.home_now),
        "reporting": report.reporting(day),
        "production_log": report.production_log(day, "{}"),
        "sources": report.sources(day),
    }


def words(block: Block) -> str:
    """The text of a block's markup."""
    tree = html5lib.parseFragment(block.html, namespaceHTMLElements=False)
    return " ".join(" ".join(tree.itertext()).split())


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("unit", [COUNTY, "411700"])
def test_without_any_report_every_block_says_so_in_words(home: Settings, unit: str, locale: str) -> None:
    """An office with no reports at all gets full bulletins; no empty table, no empty picture, no nan."""
    for name, block in blocks(report.load(unit, "2020-02-19", locale)).items():
        assert block.size > 0, name
        assert words(block), name
        assert not re.search(r"\b(nan|None|NaT|inf)\b|\{\w*\}", block.html + block.text), name
        assert "<img" not in block.html


def test_before_the_first_day_nothing_is_due_and_this_is_said(home: Settings) -> None:
    """A day on which no report was due is no fault of anybody."""
    city = blocks(report.load("411700", "2020-01-02", "en"))

    assert words(city["completeness_banner"]) == "No report was due on this day."
    assert words(city["follow_up"]) == "No report was due on this day."
    assert "No report was due" in words(city["league_table"])


@pytest.mark.parametrize("unit", [COUNTY, "411700"])
def test_a_strange_name_comes_out_escaped_composed_and_whole(home: Settings, unit: str) -> None:
    """Markup, quotes, Vietnamese in parts and 400 letters in a county's name harm no block."""
    name = "<script>alert('1')</script>" + "\"'& Tha\u0302\u0301i" + "长" * 360
    rename(home, COUNTY, name)
    put_published(home)
    put_course(home, COUNTY, 9)
    for what, block in blocks(report.load(unit, "2020-02-19", "vi")).items():
        assert "<script" not in block.html, what
        assert "\u0301" not in block.html, what
    whole = unescape(blocks(report.load("411700", "2020-02-19", "vi"))["unit_table"].html)
    assert "<script>alert('1')</script>\"'& Thấi" + "长" * 360 in whole


def test_the_banner_counts_first_and_names_who_is_missing_and_for_how_long(home: Settings) -> None:
    """10 of 12, on time or not, and since when a county is silent."""
    put_course(home, COUNTY, 5, silent=(0, 1, 2))
    put_published(home, without=(COUNTY, OTHERS[0], OTHERS[1]))
    put(home, OTHERS[0], DAY, {"cases": cases((0, 0, 0), (0, 0), (0, 0))})
    put(home, OTHERS[1], DAY, NOTHING, hour=19)

    said = words(report.completeness_banner(report.load("411700", "2020-02-19", "en")))
    assert said == (
        "10 of 12 units reported, 9 on time. "
        "Missing: Yicheng (day 3 without a report). In part: Xiping. Late: Shangcai."
    )


def test_a_city_where_nobody_reported_is_told_in_one_sentence(home: Settings) -> None:
    """Twelve names with twelve counts of days would hide that all are missing."""
    said = words(report.completeness_banner(report.load("411700", "2020-02-19", "en")))

    assert said == "0 of 12 units reported, 0 on time. No report at all for 28 days."


def test_the_roll_up_prints_the_isolation_figures_as_reported_and_flags_them(home: Settings) -> None:
    """17,695 does not fit 15,075: both are printed, with the difference, and nothing is repaired."""
    put_published(home)
    city = report.load("411700", "2020-02-19", "en")

    assert "(17,695 > 15,075, by 2,620)" in words(report.follow_up(city))
    table = words(report.figures_table(city))
    for figure in ("36", "38", "8,054", "9,567", "15,075", "1,615", "4,762", "8,698", "13,751", "1,324"):
        assert figure in table.split()


def test_not_stated_stands_as_x_and_what_follows_from_the_rest_is_marked_derived(home: Settings) -> None:
    """Suspected teachers: not stated; 6 - 1 - 5 = 0 is shown only as derived."""
    put_published(home)
    block = report.figures_table(report.load(DIRECT, "2020-02-19", "en"))

    assert 'title="not stated, which is not zero">x</abbr> <span class="mark">(0 <abbr title="derived' in block.html
    assert "z not asked for" in words(block)


def test_figures_are_marked_incomplete_and_revised(home: Settings) -> None:
    """Marks say what a number is worth."""
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 5), (0, 0), (0, 0))})
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 7), (0, 0), (0, 0))}, hour=20)

    city = report.figures_table(report.load("411700", "2020-02-19", "en"))
    county = report.load(COUNTY, "2020-02-19", "en")
    assert '7 <abbr title="1 of 12 units">i</abbr> <abbr title="revised by a later report">r</abbr>' in city.html
    assert "7 r" in report.figures_table(county).text
    assert "Confirmed now, Relatives 5 7 19 Feb 2020, 20:00" in words(report.reporting(county))


def test_what_is_to_be_followed_up_is_listed_and_nothing_else(home: Settings) -> None:
    """Late, refused, missing, a fall of a cumulative, a note of the intake: each with its own class."""
    put(
        home,
        COUNTY,
        DAY - timedelta(days=1),
        {"screening": screening(5, 5, 5), "cases": cases((0,) * 3, (0, 0), (3, 0))},
    )
    note = Fault(code="odd-cell", where="D9", message="A note <b>.", severity="warning")
    put(home, COUNTY, DAY, {"cases": cases((0,) * 3, (0, 0), (2, 0))}, hour=18, warnings=[note])
    put_refused(home, COUNTY, DAY, "isolation", "‘about 168’ is not a number.")
    day = report.load(COUNTY, "2020-02-19", "en")
    html = report.follow_up(day).html

    assert '<li class="late">Cases: late</li>' in html
    assert '<li class="warning">Isolation: refused</li>' in html
    assert '<li class="missing">Screening: missing</li>' in html
    assert "Recovered and discharged (cumulative), Total is below an earlier report: 3 → 2 since 18 Feb." in html
    assert "A note &lt;b&gt;." in html
    assert "‘about 168’ is not a number." in words(report.reporting(day))


def test_a_day_without_faults_says_that_there_is_nothing_to_follow_up(home: Settings) -> None:
    """Silence would leave the reader in doubt."""
    put(home, COUNTY, DAY, {"screening": screening(5, 5, 5), "isolation": isolation(1, 1, 1, 1)})
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 0), (0, 1), (0, 0))})

    html = report.follow_up(report.load(COUNTY, "2020-02-19", "en")).html
    assert html.startswith('<ul class="flags"><li class="ok">All reports of this day came on time')


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (COUNTY, "Earlier days of which a report still lacks: 12 Feb, 14 Feb, and 15 Feb."),
        (OTHERS[8], "No report for 2 days, this one included."),
        ("411700", "Earlier days of which a report still lacks: Yicheng (12 Feb, 14 Feb, and 15 Feb)."),
    ],
)
def test_earlier_days_without_a_report_are_not_forgotten(home: Settings, unit: str, said: str) -> None:
    """A day that is in order does not make the days before it so; a silence that lasts is said once."""
    for code in (DIRECT, *OTHERS):
        put_course(home, code, 28, silent=(0, 1) if code == OTHERS[8] else ())
    put_course(home, COUNTY, 28, silent=(4, 5, 7))

    assert words(report.follow_up(report.load(unit, "2020-02-19", "en"))).endswith(said)


def test_the_league_ranks_by_reporting_and_marks_what_is_below_the_target(home: Settings) -> None:
    """Equals share a rank; the size of the epidemic has no part in it."""
    put_course(home, COUNTY, 28)
    put_course(home, OTHERS[0], 28)
    put_course(home, OTHERS[1], 28, silent=range(10))
    league = report.league_table(report.load("411700", "2020-02-19", "en"))
    lines = [line.split() for line in league.text.split("\n")[2:6]]

    assert [line[:2] for line in lines[:3]] == [["1", "Yicheng"], ["1", "Xiping"], ["3", "Shangcai"]]
    assert lines[2][4:6] == ["64.3%", "▽"]
    assert " ".join(lines[2]).partition("%")[2].partition(" on time")[0].split()[-2:] == ["10", "0"]


def test_an_older_report_that_is_taken_in_later_leaves_one_correction(home: Settings) -> None:
    """What counts is that the figure changed, not in which order the two came to be known."""
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 7), (0, 0), (0, 0))}, hour=20)
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 5), (0, 0), (0, 0))}, hour=16)
    city = report.load("411700", "2020-02-19", "en")
    line = next(line for line in report.league_table(city).text.split("\n") if "Yicheng" in line)

    assert str(city.cases.confirmed) == "7 (1 of 12 units)"
    strip = line.index("in part ")  # the days in words stand in the last column
    assert line[:strip].split()[-1] == "1"


def test_a_chart_carries_its_words_and_its_table(home: Settings) -> None:
    """Who cannot see the picture gets the same from the alt text and the table beside it."""
    put_course(home, COUNTY, 28, silent=(5, 6))
    day = report.load(COUNTY, "2020-02-19", "en")
    block = report.trend(day, day.cases.confirmed, day.screening.screened)
    tree = html5lib.parseFragment(block.html, namespaceHTMLElements=False)
    image, rows = tree.find(".//img"), tree.findall(".//tbody/tr")

    assert image.attrib["src"].startswith("data:image/png;base64,")
    assert "Confirmed now: 29 on 19 Feb" in image.attrib["alt"]
    assert "Days without a report: 2." in image.attrib["alt"]
    assert len(rows) == 28
    assert ["".join(cell.itertext()) for cell in rows[21]] == ["13 Feb", "no report", "no report", "6.0"]
    assert "18 in 3 days" in words(block)
    assert block.size == 26 + 26 - 1


def test_the_same_reports_give_the_same_bulletin(home: Settings) -> None:
    """Same input gives the same bytes."""
    put_course(home, COUNTY, 20, silent=(3,))
    one, two = (blocks(report.load("411700", "2020-02-19", "zh_Hans")) for _ in range(2))

    assert one == two


def test_a_roll_up_without_its_pictures_is_small(home: Settings) -> None:
    """60 kB without pictures is the limit of a page."""
    for unit in (COUNTY, DIRECT, *OTHERS):
        put_course(home, unit, 28)
    city = blocks(report.load("411700", "2020-02-19", "vi"))

    assert sum(len(re.sub(r"base64,[^\"]+", "", block.html).encode()) for block in city.values()) < 50_000


@pytest.mark.parametrize(
    "production", ["", "{}", "[]", "null", "{", '{"made": -1, "failed": []}', '{"made": 1, "failed": 2}']
)
def test_an_unknown_production_says_that_it_is_unknown(home: Settings, production: str) -> None:
    """A roll-up opened in JupyterLab knows of no run."""
    block = report.production_log(report.load("411700", "2020-02-19", "en"), production)

    assert 'class="none"' in block.html


def test_a_roll_up_says_in_short_how_many_reported(home: Settings) -> None:
    """The value of the headline is short enough for its box; the words stand below."""
    put_published(home, without=(DIRECT,))
    said = report.headline(report.load("411700", "2020-02-19", "zh_Hans"))

    assert '<dd class="value">11/12</dd><dd class="change">已报/应报单位；按时11个</dd>' in said.html
    assert said.text == "当日报告：11/12（已报/应报单位；按时11个）"


def test_the_legend_of_a_chinese_table_has_chinese_punctuation(home: Settings) -> None:
    """A half-width semicolon between Chinese words is a slip of the program."""
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 5), (0, 0), (0, 0))})
    block = report.figures_table(report.load("411700", "2020-02-19", "zh_Hans"))

    assert "；" in block.text.split("\n")[-1]
    assert "; " not in words(block)


def test_the_production_log_names_the_units_whose_bulletin_failed(home: Settings) -> None:
    """A county whose bulletin failed still stands in the roll-up."""
    day = report.load("411700", "2020-02-19", "en")
    block = report.production_log(day, '{"made": 11, "failed": ["411702"], "waiting": 0}')

    assert words(block) == "Bulletins made: 11 Bulletins that did not come out: 1 (Yicheng)"
