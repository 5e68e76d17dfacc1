"""What every fault of a file says: a stable code, where it stands, what was found and what to write instead. Pure."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from thongbao.language import N_, translator
from thongbao.records import LOCALES, Fault, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from thongbao.data.cells import Place, Problem
    from thongbao.records import Severity

    Values = tuple[tuple[str, str], ...]

LONGEST_SHOWN = 60
"""Characters of what was found that are shown; nobody reads more of it."""

OUR_OWN = frozenset({"message", "expected", "tried", "sample", "near"})
"""Values that come from the params or from us, not from the file; they are shown whole."""

FILE_FAULTS = {
    "not-there": N_("The file was not there any more when it was to be read. Send it again if it is still wanted."),
    "not-a-file": N_("This is not a file with content of its own. Send an Excel workbook or a CSV."),
    "no-permission": N_("The file could not be opened: {reason}. Allow this account to read it."),
    "changed-while-reading": N_("The file was still being written. Wait until it is complete, then take it in again."),
    "file-unreadable": N_(
        "The program failed at this file ({reason}), and nothing of it was taken in. Send it to whoever looks after "
        "the program."
    ),
    "file-empty": N_("The file was empty. Save the form again and send it again."),
    "file-too-big": N_("The file was larger than {limit} MB. Send the form alone, without pictures and other sheets."),
    "not-a-table": N_("This is not a workbook or CSV but something else ({kind}). Send the Excel form itself."),
    "html-page": N_("This is a web page, whatever its name ends in. Open it in Excel, save it as .xlsx and send that."),
    "password-protected": N_(
        "The workbook was protected with a password. Save it without a password and send it again."
    ),
    "workbook-broken": N_(
        "The workbook was damaged and could not be opened. Open it in Excel, save it under a new name and send that."
    ),
    "workbook-too-big": N_(
        "The workbook would unpack to far more than a report needs. Copy the figures into a fresh form and send that."
    ),
    "took-too-long": N_(
        "Reading took more than {limit} seconds and was ended. Copy the figures into a fresh form and send that."
    ),
    "too-many-rows": N_(
        "There were more than {limit} rows, or as many cells. Send the form alone, or several smaller files."
    ),
    "too-many-columns": N_("There were more than {limit} columns. Send the form alone."),
    "encoding-unknown": N_("The letters could not be read (tried {tried}). Save the file as “CSV UTF-8”."),
    "csv-broken": N_("A quotation mark was not closed, or a field had no end. Save the file as CSV from Excel again."),
    "no-form": N_(
        "No sheet of this workbook is one of the office's forms. Fill in the form that the office sent, and do "
        "not delete column A."
    ),
    "header-unknown": N_(
        "The first line was “{found}”. It must name the columns {expected}, separated by commas, semicolons or tabs."
    ),
    "column-name-twice": N_("The first line names the column “{found}” twice. Delete or rename one of the two."),
    "no-lines": N_("There was no line under the header. Write one line per figure."),
}
"""Faults for which a whole file is refused."""

REPORT_FAULTS = {
    "form-unknown": N_("“{found}” is not a form of this office; it has {expected}. Use the form that the office sent."),
    "form-version": N_("This is version {found} of the form; version {expected} is in use. Fill in the current form."),
    "codes-missing": N_(
        "The line with the column codes was not found. Use the form that the office sent, and do not delete column A."
    ),
    "unit-unknown": N_(
        "“{found}” is not a unit of this office. Write the unit's code or name as the office's list has it."
    ),
    "unit-not-there": N_("{unit} did not exist on {day}. Correct the day, or ask the office which unit reports now."),
    "form-not-owed": N_("{unit} does not fill in this form. Use the form that the office sent to it."),
    "day-unreadable": N_("“{found}” could not be read as a day. Write it as {sample}."),
    "day-before-start": N_("{day} is before {start}, the first day of which reports are taken. Correct the day."),
    "day-not-of-week": N_(
        "This form is reported once a week, and {found} is not its day. Write {sample}, its day in that week."
    ),
    "day-in-future": N_("{day} had not come yet when the report arrived. Correct the day."),
    "arrival-unreadable": N_("“{found}” could not be read as a time of arrival. Write it as {sample}."),
    "arrival-in-future": N_("The report is said to have arrived at {found}, which has not come yet. Correct the time."),
    "nothing-unclear": N_(
        "“{found}” was not understood. Write “yes” if there is nothing to report, or leave the cell empty."
    ),
    "zero-not-allowed": N_("This form does not know “nothing to report”. Fill in its figures."),
    "zero-with-figures": N_("“Nothing to report” was said, but {found} stands here. Delete one of the two."),
    "row-unknown": N_("The form has no row “{found}”. Use the form that the office sent, and do not change column A."),
    "column-unknown": N_(
        "The form has no column “{found}”. Use the form that the office sent, and do not change its codes."
    ),
    "row-without-code": N_(
        "A figure stands beside a row without a code. Use the form that the office sent, and do not insert rows."
    ),
    "cell-twice": N_("This figure stands here a second time. Delete one of the two."),
    "cell-not-asked": N_("No figure is asked here, but “{found}” was written. Empty the cell."),
    "cell-empty": N_("The cell was empty. Write the number; write 0 if there is none."),
    "entry-empty": N_("The cell was empty. Write {expected}."),
    "needed-too": N_("The cell was empty, and what was written beside it cannot stand without it. Fill it in."),
    "lines-empty": N_("No line was filled in. Fill in at least one, or say that there is nothing to report."),
    "line-twice": N_("This line stands already as line {expected}. Make one of the two, or correct one of them."),
    "not-a-choice": N_("“{found}” is not one of the answers. Write {expected}."),
    "not-a-day": N_("“{found}” could not be read as a day. Write {expected}."),
    "not-a-moment": N_("“{found}” could not be read as a day and time. Write {expected}."),
    "text-too-long": N_("“{found}” was too long. Write {expected}."),
    "text-not-plain": N_("“{found}” had line breaks or characters that cannot be seen. Write {expected}."),
    "not-a-number": N_("“{found}” is not a number. Write digits only, such as 1615."),
    "two-meanings": N_("“{found}” could mean two numbers. Write it without separators, such as 1615."),
    "formula-error": N_("The formula gave the error {found}. Write the number itself."),
    "formula-without-result": N_(
        "A formula had no stored result. Write the number itself, or open the file in Excel and save it."
    ),
    "date-in-number-cell": N_(
        "A date or time ({found}) stood where a number is asked. Write the number, and set the cell's format to "
        "“General”."
    ),
    "not-whole": N_("{found} is not a whole number. Write a whole number."),
    "negative": N_("{found} is below 0. A correction is made by sending the form again with the right figure."),
    "too-small": N_("{found} is below the least that can be, {limit}. Check the figure."),
    "too-big": N_("{found} is above the most that can be, {limit}. Check the figure."),
    "report-twice": N_("The same report stands twice in this file. Delete one of the two."),
    "rule-broken": N_("{message} Found: {left} {operator} {right} does not hold. Check these figures."),
}
"""Faults for which one report is refused; a broken rule has the code of the rule."""

TEXTS = FILE_FAULTS | REPORT_FAULTS


def in_words(
    problem: Problem,
    file: str,
    locale: str,
    *,
    label: str = "",
    code: str = "",
    severity: Severity = "error",
    values: Callable[[str], Values] | None = None,
) -> Fault:
    """Put a problem into words for the person who can mend it.

    Args:
        file: the file's name as it can be shown.
        label: what people call the cell: its row and column.
        code: where it differs from the problem's, as for rules.
        values: locale -> the problem's values, where they are not the same in every language.
    """

    def message(to: str) -> str:
        said = values(to) if values else problem.values
        shown = {name: value if name in OUR_OWN else visible(value) for name, value in said}
        t = translator(to)
        text = t(TEXTS[problem.code]).format_map(shown)
        if not shown.get("near"):
            return text
        return text + ("" if to == "zh_Hans" else " ") + t("Did you mean {near}?").format(near=shown["near"])

    return Fault(
        code=code or problem.code,
        where=where(problem.place, file, locale, label),
        message=message(locale),
        said=Text.model_validate({to: message(to) for to in LOCALES}),
        severity=severity,
    )


def where(place: Place, file: str, locale: str, label: str = "") -> str:
    """Return the place in words: file, sheet, cell and what people call the cell."""
    t = translator(locale)
    parts = [file]
    if place.sheet:
        parts.append(t("sheet {sheet}").format(sheet=visible(place.sheet)))
    if place.cell:
        parts.append(t("cell {cell}").format(cell=place.cell))
    if place.line:
        parts.append(t("line {line}").format(line=place.line))
    if place.column:
        parts.append(t("column {column}").format(column=visible(place.column)))
    return t(", ").join(parts) + (t(" ({label})").format(label=visible(label)) if label else "")


def visible(found: str, longest: int = LONGEST_SHOWN) -> str:
    """Return text from outside as it can stand in one line: cut, with control characters written out."""
    found = found.replace("“", '"').replace("”", '"')  # it is quoted in these
    shown = found[: longest + 1]
    if not shown.isprintable():  # nothing that is so has a character of those
        shown = "".join(ch if printable(ch) else f"\\u{ord(ch):04x}" for ch in shown)
    return shown[:longest] + "…" if len(shown) > longest else shown


def printable(ch: str) -> bool:
    """Say whether a character is seen and leaves its neighbours alone: no controls, no turning of the direction."""
    return unicodedata.category(ch) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
