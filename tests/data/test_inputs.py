"""Excel asks for what the intake will understand, and says it in the unit's language."""

from __future__ import annotations

import openpyxl
import pytest

from support.everyform import CODES, DAY, every_form, office
from thongbao.data.entered import entered
from thongbao.data.inputs import LONGEST_MESSAGE, LONGEST_TITLE, allowed
from thongbao.data.workbook import write_workbook
from thongbao.records import LOCALES, Column, Locale

FORMS = {form.code: form for form in every_form()}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", CODES)
def test_every_open_cell_says_what_may_be_written(code: str, locale: Locale) -> None:
    """Title and message before, and message at a wrong value; within what Excel shows."""
    for one in FORMS[code].measured():
        how = allowed(one, locale, "=x!$A$1:$A$2")

        assert one.label.to(locale)[:LONGEST_TITLE] == how["input_title"]
        assert 0 < len(how["input_message"]) <= LONGEST_MESSAGE
        assert 0 < len(how["error_message"]) <= LONGEST_MESSAGE
        if isinstance(one, Column):
            assert (how["minimum"], how["maximum"]) == (one.minimum, one.maximum)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", ["school_opening", "teaching_mode", "duty_rota"])
def test_each_choice_of_a_drop_down_list_is_understood(tmp_path, code: str, locale: Locale) -> None:  # type: ignore[no-untyped-def]
    """The lists stand on a hidden sheet, so that a label may have a comma and a list be long."""
    params = office(locale)
    write_workbook(tmp_path / "a.xlsx", params, params.units[1], DAY, {code: {}}, locale)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    asked = {one.label.to(locale): one for one in FORMS[code].entries if one.kind == "choice"}

    rules = book.worksheets[0].data_validations.dataValidation
    lists = {rule.promptTitle: rule.formula1 for rule in rules if rule.type == "list"}
    assert book["_lists"].sheet_state == "hidden"
    assert set(asked) <= set(lists)
    for label, one in asked.items():
        area = lists[label].rpartition("!")[2].replace("$", "")
        shown = [cell.value for line in book["_lists"][area] for cell in line]
        assert [entered(text, one, locale)[0] for text in shown] == [choice.code for choice in one.choices]
