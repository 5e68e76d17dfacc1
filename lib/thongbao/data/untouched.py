"""Sheets of a workbook that nobody has written into: of a form that is not due they are no report. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.cells import is_blank, text
from thongbao.data.due import is_due
from thongbao.data.written import day_of
from thongbao.params.calendar import calendar_of

if TYPE_CHECKING:
    from thongbao.data.raw import RawReport
    from thongbao.records import OfficeParams


def sent_of(reports: list[RawReport], params: OfficeParams) -> list[RawReport]:
    """Return what a file was sent for: all of its reports, without untouched sheets whose form is not due on their day.

    A workbook may hold all forms of a unit; on most days those of the week, and those on event, stay as they came. An
    untouched sheet that is due stays and is refused with what is lacking. So does everything in a file of which nothing
    else was filled in: then it was not the rest that was meant.
    """
    untouched = [_untouched(report) for report in reports]
    if all(untouched) or not any(untouched):
        return reports
    return [report for report, blank in zip(reports, untouched, strict=True) if not blank or _due(report, params)]


def _untouched(report: RawReport) -> bool:
    """Say whether a sheet is as it came; a report in a CSV has no sheet, and is there because somebody wrote it."""
    return (
        bool(report.place.sheet)
        and not report.problems
        and is_blank(report.nothing.value)
        and all(is_blank(cell.value) for cell in report.cells)
    )


def _due(report: RawReport, params: OfficeParams) -> bool:
    """Say whether a report is due, or its form or day cannot be told, which is then said."""
    form, day = params.form(text(report.form.value)), day_of(report.day.value, params.office.locale, report.day_formats)
    return form is None or day is None or is_due(form, day, calendar_of(params))
