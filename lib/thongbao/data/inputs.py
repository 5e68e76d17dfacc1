"""What Excel lets a clerk put into a cell, and what it says before and when something else is put there. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from thongbao.data.entered import FIRST_YEAR, LAST_YEAR, MOMENT_SAMPLE
from thongbao.data.written import day_sample
from thongbao.language import N_, number, translator
from thongbao.records import Column

if TYPE_CHECKING:
    from thongbao.records import EntryColumn

YES = N_("yes")
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
"""Characters, by Excel's own limits."""


def nothing_choice(locale: str) -> dict[str, Any]:
    """Return the drop-down list of "nothing to report"."""
    t = translator(locale)
    return {
        "validate": "list",
        "source": [t(YES)],
        "input_title": t("Nothing to report"),
        "input_message": t('Choose "{yes}" if nothing happened, and leave the figures empty.').format(yes=t(YES)),
        "error_title": t("Nothing to report"),
        "error_message": t('Choose "{yes}" or leave the cell empty.').format(yes=t(YES)),
    }


def allowed(asked: Column | EntryColumn, locale: str, choices: str = "") -> dict[str, Any]:
    """Return the data validation of a cell of ``asked``.

    Args:
        choices: where the labels of its choices stand: =lists!$A$1:$A$6.
    """
    t = translator(locale)
    rule, how = _number(asked, locale) if isinstance(asked, Column) else _written(asked, locale, choices)
    empty = t("Every cell must be filled; write 0 for none.") if isinstance(asked, Column) else t("Must be filled in.")
    if not asked.required:
        empty = t("Leave empty if not known.")
    definition = asked.definition.to(locale) if asked.definition else ""
    message = f"{how} {empty}"
    if len(message) + len(definition) < LONGEST_MESSAGE:
        message = f"{message}\n{definition}".strip()
    return {
        **rule,
        "input_title": asked.label.to(locale)[:LONGEST_TITLE],
        "input_message": message[:LONGEST_MESSAGE],
        "error_title": t("This cannot be right"),
        "error_message": how[:LONGEST_MESSAGE],
    }


def _number(asked: Column, locale: str) -> tuple[dict[str, Any], str]:
    t = translator(locale)
    least, most = number(asked.minimum, locale), number(asked.maximum, locale)
    how = t("Write a whole number from {least} to {most}.") if asked.whole else t("Write a number, {least} to {most}.")
    rule = {
        "validate": "integer" if asked.whole else "decimal",
        "criteria": "between",
        "minimum": int(asked.minimum) if asked.whole else asked.minimum,
        "maximum": int(asked.maximum) if asked.whole else asked.maximum,
    }
    return rule, how.format(least=least, most=most)


def _written(asked: EntryColumn, locale: str, choices: str) -> tuple[dict[str, Any], str]:
    t = translator(locale)
    if asked.kind == "choice":
        return {"validate": "list", "source": choices}, t("Choose one of the list.")
    if asked.kind == "text":
        how = t("Write one line of at most {n} characters; no names of people.").format(n=asked.longest)
        return {"validate": "length", "criteria": "between", "minimum": 1, "maximum": asked.longest}, how
    sample = day_sample() if asked.kind == "day" else MOMENT_SAMPLE
    how = t("Write a day as {sample}.") if asked.kind == "day" else t("Write a day and time as {sample}.")
    last = date(LAST_YEAR + 1, 1, 1)  # a moment of the last day is after its midnight
    rule = {"validate": "date", "criteria": "between", "minimum": date(FIRST_YEAR, 1, 1), "maximum": last}
    return rule, how.format(sample=sample)
