"""What whoever approves sees first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from support.editions import block, edition, office_params, receipt
from thongbao.bulletin.approval import Approval, content_digest, subject_of
from thongbao.bulletin.summary import Standing, approved_stems, changed_most, edge_cases, headline, standing_of
from thongbao.records import EditionRecord, Unit

NOON = datetime(2020, 2, 19, 4, tzinfo=UTC)


def made(unit: str = "411702", **changes: Any) -> EditionRecord:
    about = edition(unit)
    return EditionRecord(edition=about, state="made", receipt=receipt(about)).model_copy(update=changes)


def one(unit: str, values: dict[str, float], before: dict[str, float] | None = None) -> Standing:
    return Standing(edition(unit).stem, made(unit), "", 1, values, before or {})


@pytest.mark.parametrize(
    ("locale", "text", "values"),
    [
        ("zh_Hans", "现有确诊：2（与2月18日持平）\n当日报告：按时（16:45收到）", {"现有确诊": 2}),
        ("zh_Hans", "累计排查：15,075（较2月18日 +22）", {"累计排查": 15075}),
        ("vi", "Đang cách ly: 8.054 (−542)\nTỷ lệ: 2,5", {"Đang cách ly": 8054, "Tỷ lệ": 2.5}),
        ("en", "Now: 26 (+1)\nNow: 27\nChange: −3\nReports: 12/13", {"Now": 26, "Change": -3, "Reports": 12}),
        ("en", "a sentence without a number: none", {}),
    ],
)
def test_the_numbers_of_a_headline_are_read_as_the_edition_prints_them(
    locale: str, text: str, values: dict[str, float]
) -> None:
    """With the separators of its language; what is no number is left out."""
    nb = new_notebook(cells=[new_code_cell("", outputs=[block("<dl></dl>", text, "headline")])])

    assert headline(nb, locale) == values


def test_only_headlines_are_read() -> None:
    """A table of a thousand rows is not what a leader reads first."""
    nb = new_notebook(cells=[new_code_cell("", outputs=[block("<table></table>", "a: 1", "table")])])

    assert headline(nb, "en") == {}


def test_what_changed_most_stands_first() -> None:
    """None to three in a small county is more than nine hundred to nine hundred and fifty in a large one."""
    standings = [
        one("411702", {"now": 950, "same": 5}, {"now": 900, "same": 5}),
        one("411721", {"now": 3, "new": 9}, {"now": 0}),
        one("411722", {"now": 10}),
    ]

    assert changed_most(standings) == [
        ("411721/county_daily.zh_Hans", "now", 0, 3),
        ("411702/county_daily.zh_Hans", "now", 900, 950),
    ]


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 99)), st.integers(0, 4))
def test_no_more_are_named_than_asked_and_all_of_them_changed(values: dict[str, float], many: int) -> None:
    """The list can be read in a breath."""
    moves = changed_most([one("411702", values, dict.fromkeys(values, 7))], many)

    assert len(moves) == min(many, sum(value != 7 for value in values.values()))
    assert all(before != now for _, _, before, now in moves)


def test_the_edges_are_the_smallest_all_zero_and_the_longest_name() -> None:
    """These pages break first."""
    params = office_params()
    names = params.units[1].names
    units = [
        Unit(code=code, parent="411700", kind="county", names=names.model_copy(update={"zh_Hans": name}), pupils=pupils)
        for code, name, pupils in (("1", "甲", 500), ("2", "乙乙乙乙", None), ("3", "丙", 20))
    ]
    standings = [one("1", {"now": 1}), one("2", {"now": 0, "more": 0}), one("3", {})]

    assert edge_cases(params.model_copy(update={"units": tuple(units)}), standings) == [
        ("smallest", "3/county_daily.zh_Hans"),
        ("all zero", "2/county_daily.zh_Hans"),
        ("longest name", "2/county_daily.zh_Hans"),
    ]
    assert edge_cases(params, []) == []


def test_without_pupils_the_smallest_is_the_one_with_the_smallest_figures() -> None:
    """Zero is an edge of its own."""
    standings = [one("411700", {"now": 0}), one("411702", {"now": 9, "more": 1}), one("411721", {"now": 4})]

    found = edge_cases(office_params(), standings)

    assert ("smallest", "411721/county_daily.zh_Hans") in found
    assert ("all zero", "411700/county_daily.zh_Hans") in found


@pytest.mark.parametrize(
    ("record", "stale", "why"),
    [
        (None, "", "not made"),
        (made(state="failed", cause="it hung"), "", "failed: it hung"),
        (made(receipt=None), "", "no receipt"),
        (made(), "reports changed", "stale: reports changed"),
        (made(), "", ""),
    ],
)
def test_what_does_not_stand_is_refused_with_its_reason(record: EditionRecord | None, stale: str, why: str) -> None:
    """Nobody approves what is missing, failed or overtaken."""
    standing = standing_of(office_params(), "x", record, stale, {}, {}, {})

    assert bool(standing.refused) == bool(why)
    assert why in standing.refused
    assert approved_stems([standing]) == []


def test_an_edition_is_approved_when_nobody_is_lacking() -> None:
    """The settings and whoever asks: the higher number counts."""
    record = made()
    there = {subject_of(record.edition): (Approval(content_digest(record), "director", 1, NOON),)}

    lacking = [standing_of(office_params(), "x", record, "", there, {}, {}, needs).lacking for needs in (1, 2, 3)]
    assert lacking == [0, 1, 2]
