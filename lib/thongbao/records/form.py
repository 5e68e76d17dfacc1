"""Forms as data: what a unit reports, how often, until when, and the rules its figures keep."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, FiniteFloat, StringConstraints

from thongbao.records.base import Basis, Clock, Name, Record, RuleCode, Severity, Text


class Row(Record):
    """A row of a form, e.g. teachers."""

    code: Name
    label: Text


class Column(Record):
    """A column of a form: one measure.

    Attributes:
        basis: stock, flow or cumulative; never guessed from the label.
        unit: what is counted, e.g. people.
        rows: the rows in which it is asked; empty means all.
        required: an empty cell is refused; otherwise it is "not stated".
        definition: what is counted exactly; printed in the foot of the bulletin.
    """

    code: Name
    label: Text
    definition: Text | None = None
    unit: Text
    basis: Basis
    rows: tuple[Name, ...] = ()
    required: bool = True
    whole: bool = True
    minimum: FiniteFloat = 0
    maximum: FiniteFloat = 10_000_000


class Rule(Record):
    """``left operator right`` over the figures of one unit and day.

    Attributes:
        check: e.g. ``"screened.total == screened.teachers + screened.students"``; a figure of another form is written
            ``form.column.row``. Sums and differences only.
        missing: what to do where a figure is not stated: skip the rule if any, or if all are missing, or read it as 0.
        message: what a broken rule says to the reader.
    """

    code: RuleCode
    check: str
    severity: Severity = "error"
    missing: Literal["skip_if_any", "skip_if_all", "zero"] = "skip_if_any"
    message: Text


class Form(Record):
    """What a unit reports, how often, until when: params/forms/<form>.yml.

    Attributes:
        filled_by: the kinds of unit that owe it.
        cut_off: local time until which a report of the day is on time.
        cut_off_days: days after the reported day on which the cut-off falls, 0 for the same day.
        reporting_days: the days for which a report is due; an epidemic knows no weekend, a school may.
        total_row: the row that is the sum of the others, if there is one.
        zero_report: whether "nothing to report" may be said; it states 0 in every cell.
    """

    code: Name
    version: Annotated[str, StringConstraints(min_length=1, max_length=16)]
    title: Text
    filled_by: tuple[Name, ...] = Field(min_length=1)
    cadence: Literal["daily"] = "daily"
    cut_off: Clock
    cut_off_days: Annotated[int, Field(ge=0, le=31)] = 0
    reporting_days: Literal["all", "weekdays"] = "all"
    zero_report: bool = True
    rows: tuple[Row, ...] = Field(min_length=1)
    columns: tuple[Column, ...] = Field(min_length=1)
    total_row: Name | None = None
    rules: tuple[Rule, ...] = ()

    def cells(self) -> tuple[tuple[str, str], ...]:
        """Return every (row, column) that is asked, row by row."""
        return tuple((r.code, c.code) for r in self.rows for c in self.columns if not c.rows or r.code in c.rows)
