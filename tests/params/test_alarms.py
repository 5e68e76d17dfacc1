"""params/alarms.yml and an office's own: rules, and which figures they watch."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.officefiles import faults_of
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings

PARAMS = Path(__file__).resolve().parents[2] / "params"
RULE = (
    "  - {code: %s, disease: influenza, place: school, at_least: %s, days: 7, source: ours, "
    "label: {zh_Hans: 甲, vi: a, en: a}}\n"
)
WATCHED = "watched:\n  - {disease: %s, place: school, form: %s, column: %s, kinds: [%s]}\n"
RIGHT = ("influenza", "screening", "screened", "county")


def write(home: Settings, text: str) -> None:
    shutil.copy(PARAMS / "alarms.yml", home.params / "alarms.yml")
    (home.params / "zhumadian" / "alarms.yml").write_text(text, encoding="utf-8")


def test_an_office_need_not_have_alarms(home: Settings) -> None:
    """No file, no rules."""
    assert not read_office(home.params, "zhumadian").alarms.rules


def test_an_offices_rule_takes_the_place_of_the_common_one(home: Settings) -> None:
    """By its code; the others stay, and new ones are added."""
    write(home, "rules:\n" + RULE % ("influenza", 4) + RULE % ("ours", 6) + WATCHED % RIGHT)
    alarms = read_office(home.params, "zhumadian").alarms

    at_least = {rule.code: rule.at_least for rule in alarms.rules}
    assert (at_least["influenza"], at_least["ours"], at_least["norovirus"]) == (4, 6, 10)
    assert [watched.form for watched in alarms.watched] == ["screening"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (WATCHED % ("influenza", "screenings", "screened", "county"), "unknown-form"),
        (WATCHED % ("influenza", "screening", "seen", "county"), "unknown-cell"),
        (WATCHED % ("influenza", "cases", "confirmed", "county"), "stock-watched"),
        (WATCHED % ("influenza", "screening", "screened", "contry"), "unknown-kind"),
        (WATCHED.replace("kinds", "rows: [nobody], kinds") % RIGHT, "unknown-row"),
        ("rules:\n" + RULE % ("a", 4) + RULE % ("a", 4), "duplicate-code"),
        ("rules:\n" + RULE % ("a", 0), "bad-number"),
    ],
)
def test_what_cannot_be_watched_is_said(text: str, code: str, home: Settings) -> None:
    """One slip, one fault, in the office's file."""
    write(home, text)

    (fault,) = faults_of(home)
    assert fault.code == code
    assert fault.where.startswith("params/zhumadian/alarms.yml line ")


def test_only_an_office_says_what_is_watched(home: Settings) -> None:
    """The common file knows no office's forms."""
    (home.params / "alarms.yml").write_text(WATCHED % RIGHT, encoding="utf-8")

    (fault,) = faults_of(home)
    assert (fault.code, fault.where) == ("watched-in-common", "params/alarms.yml line 1")
