"""Choices, days, moments and texts are understood as people write them, and never guessed."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.everyform import same
from thongbao.data.cells import Cell, Odd
from thongbao.data.entered import entered, expected
from thongbao.data.faults import REPORT_FAULTS
from thongbao.records import LOCALES, Choice, EntryColumn, Text

STATE = EntryColumn(
    code="state", kind="choice", label=same("s"),
    choices=(
        Choice(code="open", label=Text(zh_Hans="正常开学", vi="Mở cửa", en="Open")),
        Choice(code="partly_open", label=Text(zh_Hans="部分开学", vi="Mở một phần", en="Partly open")),
    ),
)  # fmt: skip
DAY_ASKED = EntryColumn(code="d", kind="day", label=same("d"))
MOMENT = EntryColumn(code="m", kind="moment", label=same("m"))
TEXT = EntryColumn(code="t", kind="text", label=same("t"), longest=10)


@pytest.mark.parametrize("written", ["Mở một phần", "mo mot phan", " 部分开学 ", "PARTLY  OPEN", "partly_open"])
def test_a_choice_is_known_by_its_code_and_its_label_in_every_language(written: str) -> None:
    """A clerk may type it, without accents too."""
    assert entered(written, STATE, "zh_Hans") == ("partly_open", "")


@pytest.mark.parametrize("written", ["partly", "关", 1.0, True, datetime(2020, 2, 19)])  # noqa: DTZ001 -- as sheets have it
def test_anything_else_is_no_choice(written: Cell) -> None:
    """Half a word may be another answer tomorrow."""
    assert entered(written, STATE, "vi") == ("", "not-a-choice")


@pytest.mark.parametrize(
    ("written", "locale", "kept"),
    [
        (date(2020, 2, 19), "en", "2020-02-19"),
        (datetime(2020, 2, 19, 0, 0), "en", "2020-02-19"),  # noqa: DTZ001 -- as sheets have it
        ("２０２０年２月１９日", "zh_Hans", "2020-02-19"),
        ("19/02/2020", "vi", "2020-02-19"),
        ("03/02/2020", "en", None),  # two days
        (date(202, 2, 19), "en", None),  # a slip
        (43880.0, "en", "2020-02-19"),  # Excel's serial number
        ("tomorrow", "en", None),
    ],
)
def test_days_are_read_as_those_of_reports_are(written: Cell, locale: str, kept: str | None) -> None:
    """And a year that cannot be meant is refused."""
    assert entered(written, DAY_ASKED, locale) == ((kept, "") if kept else ("", "not-a-day"))


@pytest.mark.parametrize(
    ("written", "locale", "kept"),
    [
        (datetime(2020, 2, 19, 16, 29, 59, 999999), "en", "2020-02-19T16:30"),  # noqa: DTZ001 -- a fraction of a day
        ("2020-02-19 16:30", "en", "2020-02-19T16:30"),
        ("2020-02-19T16:30", "en", "2020-02-19T16:30"),
        ("2020年2月19日 16时30分", "zh_Hans", "2020-02-19T16:30"),
        ("2020年2月19日 16：30", "zh_Hans", "2020-02-19T16:30"),
        ("19/2/2020 16h30", "vi", "2020-02-19T16:30"),
        ("19/2/2020 8 giờ", "vi", "2020-02-19T08:00"),
        ("2020-02-19 25:00", "en", None),
        ("2020-02-19 16:75", "en", None),
        ("2020-02-19", "en", None),
        ("16:30", "en", None),
        ("2020-02-19 " + "1" * 10_000, "en", None),
        (date(2020, 2, 19), "en", None),
    ],
)
def test_a_moment_needs_its_hour(written: Cell, locale: str, kept: str | None) -> None:
    """A day alone does not say whether it was before the cut-off."""
    assert entered(written, MOMENT, locale) == ((kept, "") if kept else ("", "not-a-moment"))


@pytest.mark.parametrize(
    ("written", "kept", "code"),
    [
        (" Tổ 1 ", "Tổ 1", ""),
        ("To\u0302\u0309 1", "Tổ 1", ""),  # composed
        (12.0, "12", ""),
        (datetime(2020, 2, 19), "2020-02-19", ""),  # noqa: DTZ001 -- as sheets have it
        ("=1+1", "=1+1", ""),
        ("x" * 11, "", "text-too-long"),
        ("a\nb", "", "text-not-plain"),
        ("a\u202eb", "", "text-not-plain"),
        (Odd("error", "#REF!"), "", "formula-error"),
        (Odd("formula", "="), "", "formula-without-result"),
    ],
)
def test_a_text_is_one_plain_line(written: Cell, kept: str, code: str) -> None:
    """Line breaks and characters that turn the direction would disturb the table in which it is shown."""
    assert entered(written, TEXT, "vi") == (kept, code)


ODD = st.builds(Odd, st.text(), st.text())
CELLS = st.one_of(st.text(max_size=50), st.floats(), st.booleans(), st.dates(), st.datetimes(), ODD)


@given(cell=CELLS, asked=st.sampled_from([STATE, DAY_ASKED, MOMENT, TEXT]), locale=st.sampled_from(LOCALES))
def test_whatever_stands_in_a_cell_is_understood_or_refused(cell: Cell, asked: EntryColumn, locale: str) -> None:
    """One of the two, with a code that has words; what was kept is understood as itself."""
    kept, code = entered(cell, asked, locale)

    assert bool(kept) != bool(code)
    assert not code or code in REPORT_FAULTS
    if kept:
        assert entered(kept, asked, locale) == (kept, "")


@pytest.mark.parametrize("locale", LOCALES)
def test_what_may_be_written_is_said(locale: str) -> None:
    """The labels in the office's language, or a sample that is understood."""
    assert STATE.choices[1].label.to(locale) in expected(STATE, locale)
    assert "2020-02-19" in expected(DAY_ASKED, locale)
    assert "2020-02-19 16:30" in expected(MOMENT, locale)
    assert "10" in expected(TEXT, locale)
