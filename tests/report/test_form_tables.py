"""Blocks about forms: rows, lists, choices, heat, capacity, rota; in three languages, and for the public."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from support.days import CITY, FRIDAY, UNITS, Said, day_of
from support.weeks import devices, hours, network, online, opening, rota, tasks, usual
from thongbao import report
from thongbao.errors import NotebookInvalid
from thongbao.records import LOCALES, Locale
from thongbao.report.heat import shade

if TYPE_CHECKING:
    from thongbao.report.blocks import Block
    from thongbao.report.day import Day

ONE = UNITS[0]


def every_block(day: Day) -> dict[str, Block]:
    """Every block for forms that are not daily."""
    online, devices = day.online_learning, day.devices
    share = online.attended.share_of.due_online
    return {
        "form_table": report.form_table(day, online),
        "devices": report.form_table(day, devices, devices.need, devices.delivered.share_of.need),
        "shares_table": report.shares_table(day, share),
        "shares_by_unit": report.shares_by_unit(day, share),
        "waterfall": report.waterfall(day, devices.need, devices.delivered, devices.pledged, devices.remaining),
        "tiles": report.tiles(day, share),
        "lines_table": report.lines_table(day, day.directive_tasks),
        "choices_table": report.choices_table(day, day.school_opening),
        "heat_table": report.heat_table(day, day.teaching_mode, day.teaching_mode.live.share_of.planned),
        "capacity": report.capacity(day, day.network),
        "rota": report.rota(day, day.duty_rota),
        "alarms": report.alarms(day),
        "changes": report.changes(day, ""),
    }


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("unit", [CITY, ONE])
def test_every_block_says_something_with_and_without_reports(unit: str, locale: Locale) -> None:
    """No nan, no English left over, no empty table; without reports a sentence."""
    for day in (day_of([], unit, locale), usual(unit, locale)):
        for name, block in every_block(day).items():
            assert block.size > 0, name
            assert not re.search(r"\b(nan|None(?!, pupils)|NaT|inf)\b|\{\w*\}", block.text), name
            if locale == "zh_Hans":
                english = set(re.findall(r"[a-z]{4,}", re.sub(r"<[^>]*>", " ", block.text.lower())))
                assert english <= {"mbps", "ward", "disinfect", "office"}, name


@pytest.mark.parametrize("unit", [CITY, ONE])
def test_every_block_stands_in_a_public_edition(unit: str) -> None:
    """What was written is not published, and this is said; figures are as the office decided."""
    blocks = every_block(usual(unit, public=True))

    assert "57,600" in blocks["shares_table"].text or unit == ONE
    for name in ("lines_table", "choices_table", "heat_table", "capacity", "rota"):
        assert blocks[name].text.endswith("what was written is not published."), name
    assert not any("Disinfect" in block.html or "Ward 1" in block.html for block in blocks.values())


def test_rows_are_added_up_over_units_and_marked() -> None:
    """1,000 + 2,000 + 3,000; one unit lacks; what no one stated is x, and what is not asked z."""
    lines = report.form_table(usual(), usual().online_learning).text.splitlines()

    assert re.match(r"Grade 1 +6,300 i +6,000 i +4,800 i", lines[2])
    assert lines[-2].startswith("Total")
    assert "x = not stated" in lines[-1]


def test_a_form_table_refuses_lists_and_columns_of_other_forms() -> None:
    """With what to do instead."""
    day = day_of([], ONE)
    with pytest.raises(NotebookInvalid, match=r"report.lines_table\(day, day.network\)"):
        report.form_table(day, day.network)
    with pytest.raises(NotebookInvalid, match="a column is of devices"):
        report.form_table(day, day.online_learning, day.devices.need)


def test_overdue_lines_come_first_and_closed_ones_last() -> None:
    """By deadline; a line without one comes before those that are done with; done is never overdue."""
    told = tasks(("A", "2020-03-01", "in_progress"), ("B", "2020-02-01", "done"), ("C", "", "not_started"),
                 ("D", "2020-02-20", "not_started"), ("E", "2020-02-21", "in_progress"))  # fmt: skip
    day = day_of([Said("directive_tasks", ONE, FRIDAY, told)], ONE)

    lines = report.lines_table(day, day.directive_tasks).text.splitlines()

    assert "overdue: 1 of 5" in lines[0]
    assert [line[0] for line in lines[2:7]] == ["D", "E", "A", "C", "B"]
    assert [line[0] for line in lines if "▲" in line] == ["D", "▲"]


def test_of_a_long_list_the_first_sixty_lines_are_shown_and_the_rest_counted() -> None:
    """Four units with thirty tasks each."""
    told = tasks(*((f"Task {n}", "", "in_progress") for n in range(30)))
    block = report.lines_table(
        day := day_of([Said("directive_tasks", u, FRIDAY, told) for u in UNITS]), day.directive_tasks
    )

    assert block.size == 61
    assert "60 more are not listed." in block.text


def test_answers_are_counted_over_units_and_silent_ones_too() -> None:
    """Two closed, one open, one silent."""
    said = [Said("school_opening", unit, FRIDAY, opening("closed")) for unit in UNITS[:2]]
    day = day_of([*said, Said("school_opening", UNITS[2], FRIDAY, opening("open"))])

    assert re.search(r"Primary +1 +0 +0 +0 +2 +0 +1\n", report.choices_table(day, day.school_opening).text)


def test_answers_of_a_list_are_counted_by_line_with_their_share() -> None:
    """Three lines in each of two units."""
    told = tasks(("A", "", "done"), ("B", "", "in_progress"), ("C", "", "in_progress"))
    day = day_of([Said("directive_tasks", unit, FRIDAY, told) for unit in UNITS[:2]])

    assert re.search(r"In progress +4/6 +66.7%", report.choices_table(day, day.directive_tasks).text)


def test_a_matrix_adds_up_lines_of_one_subject_and_grade_over_units() -> None:
    """10 + 20 + 30 of 120 hours are a half, which is the third of five shades."""
    day = usual()
    block = report.heat_table(day, day.teaching_mode, day.teaching_mode.live.share_of.planned)

    assert re.search(r"Mathematics +60/120 \(50%\) +60/120 \(50%\) +120/240 \(50%\)", block.text)
    assert '<td class="n s3">60/120 (50%)</td>' in block.html


@pytest.mark.parametrize(("value", "depth"), [(None, 0), (0, 1), (0.2, 1), (0.21, 2), (1, 5), (1.4, 5)])
def test_shades_are_fifths(value: float | None, depth: int) -> None:
    """Beyond all is as dark as all."""
    assert shade(value, 1) == depth


@pytest.mark.parametrize(("mbps", "said"), [(129.9, "More needed than there is ▲"), (130, "80% used or more △"),
                                            (162.5, "80% used or more △"), (163, "Sufficient")])  # fmt: skip
def test_a_line_is_flagged_from_80_percent_and_above_100(mbps: float, said: str) -> None:
    """100 learners live at 1 Mbps and 30 % headroom need 130 Mbps."""
    day = day_of([Said("network", ONE, FRIDAY, network(mbps))], ONE)

    assert report.capacity(day, day.network).text.splitlines()[2].endswith(said)


def test_a_line_that_was_not_stated_cannot_be_judged_and_the_narrowest_comes_first() -> None:
    """Counted with n/N and percent below the table."""
    day = day_of([Said("network", ONE, FRIDAY, network(500, None, 100, 50))], ONE)
    text = report.capacity(day, day.network).text

    assert re.findall(r"Ward (\d)", text) == ["4", "3", "2", "1"]
    assert '<span lang="zh-Hans">Ward 4</span> <small>Ward or commune</small>' in report.capacity(day, day.network).html
    assert "more needed than there is: 2/4 (50.0%); sufficient: 1/4 (25.0%); cannot be said: 1/4 (25.0%)" in text


def test_a_rota_shows_the_week_after_its_friday_and_what_it_leaves_open() -> None:
    """Neither on Wednesday; sent and approved too late; one unit sent none."""
    late = rota("head", "deputy", "neither", "both", "head", submitted="2020-02-21T17:01", approved="2020-02-22T08:00")
    others = [Said("duty_rota", unit, FRIDAY, rota(*["both"] * 5)) for unit in UNITS[1:3]]
    text = report.rota(day := day_of([Said("duty_rota", ONE, FRIDAY, late), *others]), day.duty_rota).text

    assert "Monday (24 Feb)" in text
    assert "Working days led on site by the head or a deputy: 14/15 (93.3%)." in text
    assert "Nobody leads on site: Yicheng (26 Feb)." in text
    assert "No rota was sent: Development zone." in text
    assert "Not submitted by the cut-off: Yicheng." in text
    assert "Not approved by the end of the day of the cut-off: Yicheng." in text


def test_holidays_of_a_rota_are_no_working_days() -> None:
    """The week of Qingming 2020: Monday, 6 April is a holiday, by the calendar and by the rota."""
    friday = FRIDAY + timedelta(days=42)
    said = [Said("duty_rota", ONE, friday, rota("holiday", *["head"] * 4, submitted="2020-04-03T12:00", approved=""))]
    block = report.rota(day := day_of(said, ONE, last=friday), day.duty_rota)

    assert "4/4 (100.0%)" in block.text
    assert block.html.count("s1") == 9  # Monday and the weekend, three cells each


@pytest.mark.parametrize("form", ["network", "online_learning"])
def test_what_is_no_rota_is_refused(form: str) -> None:
    """With what it takes to be one."""
    day = day_of([], ONE)
    with pytest.raises(NotebookInvalid, match="is no rota"):
        report.rota(day, getattr(day, form))


def test_a_waterfall_says_what_does_not_fit() -> None:
    """1,000 less 400 is 600; 590 were reported to remain. 200 are pledged and have not come."""
    day = day_of([Said("devices", ONE, FRIDAY, devices(1, remaining=590))], ONE)
    d = day.devices
    block = report.waterfall(day, d.need, d.delivered, d.pledged, d.remaining)

    assert "Needed less delivered is 600, reported to remain is 590: a difference of 10." in block.text
    assert "400/1,000 (40.0%)" in block.html
    assert block.html.count("<img") == 1


def test_tiles_name_the_greatest_and_the_least() -> None:
    """The picture's alternative is made of the same figures as its table."""
    day = usual()
    block = report.tiles(day, day.online_learning.due_online)

    assert "Greatest: Shangcai (36,000); least: Yicheng (12,000). In the figures: 3 of 4 units." in block.text
    assert '<td class="n">24,000</td>' in block.html


def test_what_was_written_reads_in_sentences() -> None:
    """A choice by its label; of several units how many gave each answer."""
    day = day_of(
        [Said("online_learning", ONE, FRIDAY, online(1)), Said("school_opening", ONE, FRIDAY, opening("open"))]
    )

    assert str(day.school_opening.status.primary) == "Open: 1; not stated: 3"
    with pytest.raises(NotebookInvalid, match="Name a row"):
        str(day.school_opening.status)


def test_hours_of_other_subjects_do_not_mix() -> None:
    """A grade without a line has a dash."""
    day = day_of([Said("teaching_mode", ONE, FRIDAY, hours(g7=(1, 4)))], ONE)

    assert "1/4 (25%)" in report.heat_table(day, day.teaching_mode, day.teaching_mode.live.share_of.planned).text
