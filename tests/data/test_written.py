"""Numbers and days are read only where they can mean one thing."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.cells import Cell, Odd
from thongbao.data.written import FULL_WIDTH, day_of, figure, says_nothing
from thongbao.language import number
from thongbao.records import Column, Text

NAME = Text(zh_Hans="x", vi="x", en="x")
WHOLE = Column(code="screened", label=NAME, unit=NAME, basis="flow", maximum=10_000)
SHARE = WHOLE.model_copy(update={"whole": False})


@pytest.mark.parametrize(
    ("written", "locale", "meant"),
    [
        (12.0, "zh_Hans", 12),
        ("12", "zh_Hans", 12),
        (" 12 ", "vi", 12),
        ("１２", "zh_Hans", 12),
        ("1,615", "zh_Hans", 1615),
        ("１，６１５", "zh_Hans", 1615),
        ("1.615", "vi", 1615),
        ("1 615", "vi", 1615),
        ("007", "en", 7),
        ("3.0", "en", 3),
        ("12.5", "en", "not-whole"),
        (12.5, "en", "not-whole"),
        ("1.615", "zh_Hans", "two-meanings"),
        ("1,615", "vi", "two-meanings"),
        ("12人", "zh_Hans", "not-a-number"),
        ("十二", "zh_Hans", "not-a-number"),
        ("mười hai", "vi", "not-a-number"),
        ("1e3", "en", "not-a-number"),
        ("0x10", "en", "not-a-number"),
        ("1²", "en", "not-a-number"),
        ("1_000", "en", "not-a-number"),
        ("1,61", "zh_Hans", "not-a-number"),
        ("nan", "en", "not-a-number"),
        (float("inf"), "en", "not-a-number"),
        (float("nan"), "en", "not-a-number"),
        (True, "en", "not-a-number"),
        ("-3", "zh_Hans", "negative"),
        ("－３", "zh_Hans", "negative"),
        (-0.5, "zh_Hans", "not-whole"),
        (10_001.0, "zh_Hans", "too-big"),
        ("9" * 400, "zh_Hans", "too-big"),
        (date(2020, 2, 19), "zh_Hans", "date-in-number-cell"),
        (Odd("time", "3:00"), "zh_Hans", "date-in-number-cell"),
        (Odd("error", "#REF!"), "zh_Hans", "formula-error"),
        (Odd("formula", "="), "zh_Hans", "formula-without-result"),
    ],
)
def test_a_cell_is_one_number_or_a_fault(written: Cell, locale: str, meant: float | str) -> None:
    """What could mean two things, or nothing, is refused with its reason."""
    assert figure(written, WHOLE, locale) == meant


@pytest.mark.parametrize(
    ("written", "locale", "meant"), [("1,5", "vi", 1.5), ("1.5", "zh_Hans", 1.5), ("1,5", "en", "not-a-number")]
)
def test_fractions_are_written_as_the_office_writes_them(written: str, locale: str, meant: float | str) -> None:
    """The decimal sign is that of the office's language."""
    assert figure(written, SHARE, locale) == meant


def test_a_figure_below_the_least_is_told_from_a_negative_one() -> None:
    """A column may ask for at least 5."""
    assert figure(3.0, WHOLE.model_copy(update={"minimum": 5}), "en") == "too-small"


@given(value=st.integers(0, 10_000), locale=st.sampled_from(["zh_Hans", "vi", "en"]))
def test_what_we_print_is_read_back_as_the_same_number(value: int, locale: str) -> None:
    """A figure copied from a bulletin, with or without separators, half- or full-width, is that figure."""
    wide = {half: full for full, half in FULL_WIDTH.items()}
    for written in (str(value), number(value, locale), str(value).translate(wide)):
        assert figure(written, WHOLE, locale) == value


@given(st.text(max_size=40))
def test_any_text_is_a_whole_number_in_range_or_a_fault(written: str) -> None:
    """Nothing that a clerk can type ends in anything else."""
    found = figure(written, WHOLE, "vi")

    assert isinstance(found, str) or (found.is_integer() and 0 <= found <= WHOLE.maximum)


@pytest.mark.parametrize(
    "written",
    [
        "2020-02-19",
        "2020/2/19",
        "2020.2.19",
        "2020年2月19日",
        "２０２０－０２－１９",
        "20200219",
        20200219.0,
        "43880",
        "４３８８０",
        "43880.75",
        43880.0,
        "2020-02-19 00:00:00",
        "2020/2/19 0:00",
        date(2020, 2, 19),
        datetime(2020, 2, 19, 17, tzinfo=UTC),
    ],
)
def test_the_usual_ways_of_writing_a_day_are_read(written: Cell) -> None:
    """Clerks write days in many ways that mean one day only."""
    assert day_of(written, "zh_Hans") == date(2020, 2, 19)


@pytest.mark.parametrize(
    "written", ["3/2/2020", "19/2/2020", "2020111", "4388", "99999", 25568.0, "2020-02-30", "昨天", "", None, True]
)
def test_what_could_be_two_days_or_none_is_no_day(written: Cell) -> None:
    """A guessed day would put figures under the wrong date."""
    assert day_of(written, "zh_Hans") is None


def test_vietnamese_offices_write_the_day_first() -> None:
    """There 3/2/2020 is the third of February."""
    assert day_of("3/2/2020", "vi") == date(2020, 2, 3)
    assert day_of("02/03/2020", "vi", ("%m/%d/%Y",)) == date(2020, 2, 3)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("是", True),
        ("Có", True),
        ("X", True),
        ("yes", True),
        (1.0, True),
        (None, False),
        ("", False),
        ("否", False),
        ("无", True),
        ("有", None),
        ("?", None),
    ],
)
def test_nothing_to_report_is_said_clearly_or_asked_about(written: Cell, meant: bool | None) -> None:
    """有 ("there is") could mean that there is something to report: the clerk is asked."""
    assert says_nothing(written) is meant
