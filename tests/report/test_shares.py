"""Shares: n/N always with the percent, over units that stated both, in prose, headline and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.days import FRIDAY, UNITS, Said, day_of
from support.weeks import devices, online, usual
from thongbao import report
from thongbao.data.rates import wilson
from thongbao.errors import NotebookInvalid

if TYPE_CHECKING:
    from thongbao.records import Locale

ONE = UNITS[0]


def test_a_share_is_over_the_units_that_stated_both() -> None:
    """The second unit states no one who attended: it is in neither n nor N."""
    half = {key: value for key, value in online(2).items() if key[1] != "attended"}
    day = day_of([Said("online_learning", ONE, FRIDAY, online(1)), Said("online_learning", UNITS[1], FRIDAY, half)])

    share = day.online_learning.attended.share_of.due_online

    assert str(share) == "9,600/12,000 (80.0%; 1 of 4 units)"
    assert str(day.online_learning.due_online) == "36,000 (2 of 4 units)"


def test_rows_groups_and_another_form_can_be_named() -> None:
    """A grade; the counties; pupils who lack both, of those due online in another form."""
    day = usual()
    share = day.online_learning.attended.share_of.due_online

    assert str(share.g1) == str(day.online_learning.attended.g1.share_of.due_online)
    assert str(share.g1) == "4,800/6,000 (80.0%; 3 of 4 units)"
    assert str(share.counties) == "57,600/72,000 (80.0%)"
    assert str(day.devices.no_both.share_of.online_learning.due_online) == "18/72,000 (0.0%; 3 of 4 units)"
    with pytest.raises(AttributeError, match="no column 'due'"):
        _ = day.online_learning.attended.share_of.due


def test_the_change_of_a_share_is_in_percentage_points() -> None:
    """70 % a week ago, 80 % now."""
    assert str(usual().online_learning.attended.share_of.due_online.change) == "+10.0 percentage points since 14 Feb"


def test_without_a_denominator_nothing_is_said() -> None:
    """Not stated, and zero, which is another thing."""
    none = {key: value for key, value in online(1).items() if key[1] != "due_online"}
    zero = online(1) | {("total", "due_online"): 0, ("total", "attended"): 0}

    silent, empty = (day_of([Said("online_learning", ONE, FRIDAY, cells)], ONE) for cells in (none, zero))

    assert str(silent.online_learning.attended.share_of.due_online) == "not stated"
    assert str(empty.online_learning.attended.share_of.due_online) == "0/0 (no share of 0)"


def test_more_than_the_whole_is_shown_and_flagged() -> None:
    """It is not clipped, and has no interval."""
    day = day_of([Said("online_learning", ONE, FRIDAY, online(1) | {("total", "attended"): 12600})], ONE)
    share = day.online_learning.attended.share_of.due_online

    assert str(share) == "12,600/12,000 (105.0%; more than the whole: check both)"
    assert "105.0% !" in report.shares_table(day, share).text


def test_a_headline_shows_the_percent_large_and_the_counts_below() -> None:
    """n/N is never far from the percent."""
    day = usual()
    block = report.headline(day, day.online_learning.attended.share_of.due_online)

    assert '<dd class="value">80.0%</dd><dd class="change">57,600/72,000; 3 of 4 units; +10' in block.html


def test_the_table_gives_wilsons_interval() -> None:
    """As computed from n and N by the formula's own module."""
    day = usual()
    low, high = wilson(240, 300)

    said = report.shares_table(day, day.online_learning.timetabled.share_of.institutions).text

    assert f"240  300  80.0%   {low:.1%}–{high:.1%}  3 of 4 units" in said


def test_unit_by_unit_the_groups_and_all_come_last() -> None:
    """The silent unit has x and no zero."""
    day = usual()
    lines = report.shares_by_unit(day, day.online_learning.attended.share_of.due_online).text.splitlines()

    assert lines[2].split() == ["Yicheng", "9,600/12,000", "(80.0%)"]
    assert lines[5].split() == ["Development", "zone", "x"]
    assert lines[8].split() == ["All", "units", "57,600/72,000", "(80.0%)", "i"]


def test_a_public_share_never_shows_what_is_hidden() -> None:
    """Nine pupils of a unit are fewer than 10: neither the count nor a percent that gives it away stands anywhere."""
    day = usual(ONE, public=True)
    share = day.devices.no_both.share_of.online_learning.due_online
    assert usual(ONE).devices.no_both.value == 3

    texts = [str(share), report.shares_table(day, share).text, report.headline(day, share).text]
    texts += [report.shares_by_unit(day, share).html, report.tiles(day, share).html]

    assert str(share) == "not published"
    assert not any("3/12,000" in text or "0.0%" in text for text in texts)


@pytest.mark.parametrize(("locale", "said"), [("zh_Hans", "3.6万"), ("en", "36,000"), ("vi", "36.000")])
def test_round_figures_in_chinese_sentences_are_in_ten_thousands(locale: Locale, said: str) -> None:
    """Tables keep their digits, and so does a figure that would lose some."""
    unit = UNITS[2]
    day = usual(unit, locale)

    assert str(day.online_learning.due_online) == said
    assert "36" in report.form_table(day, day.online_learning, day.online_learning.due_online).text
    assert "万" not in report.form_table(day, day.online_learning).text


def test_what_is_no_share_is_refused_in_a_sentence() -> None:
    """A measure, a form, and share_of without its whole."""
    day = day_of([Said("devices", ONE, FRIDAY, devices(1))], ONE)
    for wrong in (day.devices.need, day.devices, day.devices.need.share_of):
        with pytest.raises(NotebookInvalid, match=r"After day, report.shares_table takes shares"):
            report.shares_table(day, wrong)  # type: ignore[arg-type]
