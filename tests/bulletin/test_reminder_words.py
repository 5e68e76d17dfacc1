"""What a reminder says: each report with its time, what was refused and where, that silence is not zero."""

from __future__ import annotations

from datetime import timedelta

import pytest

from support.silent import AT, UNTIL, awaited, reminded_office, silence
from thongbao.bulletin.neutral import alarming
from thongbao.bulletin.reminder_words import BOX, MOST_FAULTS, YES, Said, say
from thongbao.data.inputs import YES as YES_OF_THE_WORKBOOK
from thongbao.data.inputs import nothing_choice
from thongbao.language import translator
from thongbao.records import LOCALES, Letters, Text

OFFICE = reminded_office().office


def everything(said: Said) -> str:
    faults = [line for about, lines in said.refused for line in (about, *lines)]
    parts = [said.subject, said.opening, *said.head, *(cell for row in said.rows for cell in row), said.streak, *faults]
    return "\n".join([*parts, said.zero[0], *said.zero[1], *said.sending, said.closing, *said.foot])


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("late", [False, True])
def test_nothing_is_left_in_another_language_and_no_word_is_alarming(locale: str, late: bool) -> None:
    """Whoever is reminded reads it in their language, calmly."""
    whole = silence(awaited(faults=5), awaited("duty_rota"), streak=3)
    said = everything(say(OFFICE, whole, locale, AT, late=late))  # type: ignore[arg-type]
    english = everything(say(OFFICE, whole, "en", AT, late=late))

    assert not alarming(said, locale)
    ours = [line for line in english.split("\n") if len(line) > 12 and "Illustrative" not in line]
    assert locale == "en" or not [line for line in ours if line in said]


@pytest.mark.parametrize(("locale", "by"), [("zh_Hans", "2020年2月19日 17:00"), ("vi", "17:00 ngày 19/2/2020")])
def test_each_report_stands_with_its_cut_off_in_local_time(locale: str, by: str) -> None:
    """Also where two forms have different ones; the subject says the first."""
    later = awaited("duty_rota", until=UNTIL + timedelta(hours=2))
    said = say(OFFICE, silence(awaited(), later), locale, AT, late=False)  # type: ignore[arg-type]

    assert said.rows[0][2] == by
    assert said.rows[1][2] == by.replace("17:00", "19:00")
    assert by in said.subject


def test_the_box_is_called_as_in_the_workbook() -> None:
    """The very words that the clerk sees there; they are translated in one place."""
    for locale in LOCALES:
        t = translator(locale)
        said = say(OFFICE, silence(), locale, AT, late=False)
        choice = nothing_choice(locale)
        assert choice["source"] == [t(YES)] == [t(YES_OF_THE_WORKBOOK)]
        assert choice["input_title"] == t(BOX)
        assert t(BOX) in said.zero[1][0]
        assert f"“{t(YES)}”" in said.zero[1][0]


def test_a_form_without_a_zero_report_is_to_be_filled_in() -> None:
    """And where no form knows the box, nothing is said of it."""
    both = say(OFFICE, silence(awaited(), awaited("duty_rota")), "en", AT, late=False)
    rota = say(OFFICE, silence(awaited("duty_rota")), "en", AT, late=False)

    assert "Nothing to report" in both.zero[1][0]
    assert (
        both.zero[1][1] == rota.zero[1][0] == "To be filled in, also where nothing has changed: Duty rota of next week."
    )
    assert len(rota.zero[1]) == 1


def test_a_refused_report_is_said_to_be_and_where() -> None:
    """The first faults, each with its place; how many more there are."""
    said = say(OFFICE, silence(awaited(faults=MOST_FAULTS + 2)), "en", AT, late=False)
    ((about, lines),) = said.refused

    assert said.rows[0][3] == "refused"
    assert about.startswith("Cases came in 0219.xlsx and was refused.")
    assert lines[0] == "0219.xlsx, D0: “十二” is not a number."
    assert len(lines) == MOST_FAULTS + 1
    assert lines[-1] == "and 2 more"


@pytest.mark.parametrize(("streak", "words"), [(0, ""), (1, ""), (2, "for 2 reporting days"), (28, "for 28 reporting")])
def test_a_silence_of_more_than_a_day_is_counted(streak: int, words: str) -> None:
    """One day is what the letter is about."""
    assert words in say(OFFICE, silence(streak=streak), "en", AT, late=False).streak
    assert bool(words) == bool(say(OFFICE, silence(streak=streak), "en", AT, late=False).streak)


def test_after_the_cut_off_other_words_are_used() -> None:
    """Nobody is told that they can still be on time."""
    timely, late = (say(OFFICE, silence(), "en", AT, late=late) for late in (False, True))

    assert timely.subject.startswith("Reminder: ")
    assert late.subject.startswith("Overdue: ")
    assert "is over" in late.opening
    assert "all the same" in late.closing
    assert not set(timely.rows[0]) - set(late.rows[0])


def test_the_office_says_how_to_send() -> None:
    """And where it does not, the way is the usual one."""
    how = Text(zh_Hans="存入文件夹", vi="Lưu vào thư mục", en="Put it into the folder")
    office = OFFICE.model_copy(update={"letters": Letters(how_to_report=how), "contact": how})

    assert say(office, silence(), "vi", AT, late=False).sending == ("Cách gửi", "Lưu vào thư mục")
    assert "the way you always do" in say(OFFICE, silence(), "en", AT, late=False).sending[1]
    assert "Contact: Put it into the folder" in say(office, silence(), "en", AT, late=False).foot
