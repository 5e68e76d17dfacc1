"""A rule is shown in the words of the form."""

from __future__ import annotations

import pytest

from support.everyform import every_form
from thongbao.data.equations import equation
from thongbao.records import LOCALES

FORMS = {form.code: form for form in every_form()}


def said(form: str, rule: str, locale: str = "en") -> str:
    found = next(one for one in FORMS[form].rules if one.code == rule)
    return equation(found, FORMS[form], FORMS, locale)


@pytest.mark.parametrize(
    ("form", "rule", "words"),
    [
        ("screening", "screened-adds-up", "Screened (cumulative): Total = Teachers + Students + Relatives"),
        ("online_learning", "due-within-enrolled", "Due online ≤ Enrolled"),
        ("online_learning", "totals-add-up", "Total = sum of the other rows"),
        ("devices", "remaining-is-the-rest", "Remaining = Needed − Delivered (cumulative)"),
        ("cases", "cases-fit-hospital", "Confirmed now + Suspected now ≤ In hospital isolation now [Isolation]"),
    ],
)
def test_a_rule_reads_as_a_person_would_say_it(form: str, rule: str, words: str) -> None:
    """Labels, not codes; what all cells share is said once or not at all."""
    assert said(form, rule) == words


@pytest.mark.parametrize("locale", LOCALES)
def test_no_code_of_a_row_or_column_is_left(locale: str) -> None:
    """In no language."""
    for form in FORMS.values():
        for rule in form.rules:
            words = said(form.code, rule.code, locale)
            assert "_" not in words
            assert "*" not in words
            assert "parts" not in words
