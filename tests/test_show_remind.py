"""What reminding prints: who, of what, until when, and what is left to do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from support.silent import DAY, awaited, reminded_office, silence
from thongbao.reminders import How, Reminded
from thongbao.show_remind import NAMED, show_reminded

PARAMS = reminded_office()


def shown(found: Reminded, capsys: pytest.CaptureFixture[str], how: How | None = None) -> tuple[int, str]:
    return show_reminded(PARAMS, DAY, found, how or How()), capsys.readouterr().out


def test_each_unit_stands_with_its_forms_and_its_silence(capsys: pytest.CaptureFixture[str]) -> None:
    """What was refused and what is about another day than that of the cut-off is marked."""
    of = silence(awaited(faults=1), awaited("duty_rota", day=DAY + timedelta(2)), streak=3)

    code, text = shown(Reminded(silent=[of]), capsys)

    assert code == 0
    forms = "cases (refused), duty_rota of 2020-02-21"
    assert f"411721 西平县 by 19 Feb 2020, 17:00: {forms}; silent for 3 reporting days" in text


def test_of_many_units_only_so_many_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """The rest is a number."""
    _, text = shown(Reminded(silent=[silence()] * (NAMED + 7)), capsys)

    assert text.count("411721") == NAMED
    assert "awaited: 7 more" in text


@pytest.mark.parametrize(
    ("found", "late", "code"),
    [
        (Reminded(), False, 0),
        (Reminded(silent=[silence()], before=1), False, 0),
        (Reminded(passed=[silence()]), False, 1),
        (Reminded(passed=[silence()], silent=[silence()]), False, 0),
        (Reminded(passed=[silence()]), True, 0),
        (Reminded(silent=[silence()], nobody=[silence()]), False, 1),
        (Reminded(silent=[silence()], withheld=["x"]), False, 1),
    ],
)
def test_the_exit_code_says_whether_somebody_must_act(
    found: Reminded, late: bool, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody silent is well, too late is not; with others still to be written to it is said and no failure."""
    assert shown(found, capsys, How(late=late))[0] == code
