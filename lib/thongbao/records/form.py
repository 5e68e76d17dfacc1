"""Forms as data: what a unit reports, how often, until when, and the rules its figures keep."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, FiniteFloat, StringConstraints, model_validator

from thongbao.records.base import Basis, Clock, Name, Record, RuleCode, Severity, Text, Weekday

MOST_LINES = 200
"""Lines of a list; a longer one is a register, not a report."""

LineNumber = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$|^[1-9][0-9]{0,2}$")]


class Row(Record):
    """A row of a form, e.g. teachers.

    Attributes:
        code: a name; of a list the number of the line.
        optional: may be left empty as a whole; once anything stands in it, what is required must stand there too.
    """

    code: LineNumber
    label: Text
    optional: bool = False


class Choice(Record):
    """One answer of a closed list.

    Attributes:
        needs: the columns and entries of the row that must be filled in with this answer.
        closes: with this answer a line is done with, and no longer overdue.
    """

    code: Name
    label: Text
    needs: tuple[Name, ...] = ()
    closes: bool = False


class EntryColumn(Record):
    """A column of a form that is written and not counted. Never for names of people: write a role.

    Attributes:
        kind: one of ``choices``; a day; a moment, which is a day with its hour; or a short text of one line.
        choices: the closed list, for kind choice only.
        longest: characters of a text.
        rows: the rows in which it is asked; empty means all.
        required: an empty cell is refused; otherwise it is "not stated".
        needs: the columns and entries of the row that must be filled in where this one is.
        deadline: a day until which the line is to be done; afterwards it is shown as overdue.
        closes: where it is filled in the line is done with, and no longer overdue.
    """

    code: Name
    kind: Literal["choice", "day", "moment", "text"]
    label: Text
    definition: Text | None = None
    choices: tuple[Choice, ...] = ()
    longest: Annotated[int, Field(ge=1, le=1000)] = 200
    rows: tuple[Name, ...] = ()
    required: bool = True
    needs: tuple[Name, ...] = ()
    deadline: bool = False
    closes: bool = False


class Column(Record):
    """A column of a form: one measure.

    Attributes:
        basis: stock, flow or cumulative; never guessed from the label.
        unit: what is counted, e.g. people.
        rows: the rows in which it is asked; empty means all.
        required: an empty cell is refused; otherwise it is "not stated".
        definition: what is counted exactly; printed in the foot of the bulletin.
        privacy: ``people`` where a small number could point at somebody and a public bulletin hides it; ``none`` for
            what is no count of people, e.g. megabits per second.
        adds: whether figures may be added up: over rows and units, over units only (other things are in other rows), or
            not at all, as a rate or a mean.
        zeroed: "nothing to report" states 0 here; otherwise it leaves the figure as it is written, e.g. how many
            institutions there are.
        needs: the columns and entries of the row that must be filled in where this one is.
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
    privacy: Literal["people", "none"] = "people"
    adds: Literal["all", "units", "none"] = "all"
    zeroed: bool = True
    needs: tuple[Name, ...] = ()


class Rule(Record):
    """``left operator right`` over the figures of one unit and day.

    Attributes:
        check: e.g. ``"screened.total == screened.teachers + screened.students"``; a figure of another form is written
            ``form.column.row``. Sums and differences only. ``column.parts`` is the sum of all rows but the total;
            with ``*`` for a row or a column the rule is held in each that asks all of its cells.
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
        cadence: daily; weekly, for the one day of each week that ``due_on`` names; or event: never owed, taken when
            something happened.
        due_on: the day of the week whose report is due; for weekly forms only.
        cut_off: local time until which a report of the day is on time.
        cut_off_days: days after the reported day on which the cut-off falls, 0 for the same day.
        holiday_rule: where the cut-off falls on a public holiday: it stays, or is moved to the working day before or
            after; before only as far as the report can be made by then.
        reporting_days: the days for which a daily report is due; an epidemic knows no weekend, a school may.
            working_days need the office's country, school_days the terms in its calendar.csv too.
        total_row: the row that is the sum of the others, if there is one.
        zero_report: whether "nothing to report" may be said; it states 0 in every figure.
        rows: what the figures are stated for; not for a list.
        lines: instead of rows, a list of up to so many numbered lines, each of which may be left empty.
        columns: what is counted or measured.
        entries: what is written: choices, days, texts; they stand before the figures.
        key: the entries by which a line of a list is told from the others; no two lines have the same.
    """

    code: Name
    version: Annotated[str, StringConstraints(min_length=1, max_length=16)]
    title: Text
    filled_by: tuple[Name, ...] = Field(min_length=1)
    cadence: Literal["daily", "weekly", "event"] = "daily"
    due_on: Weekday | None = None
    cut_off: Clock
    cut_off_days: Annotated[int, Field(ge=0, le=31)] = 0
    holiday_rule: Literal["same_day", "before", "after"] = "same_day"
    reporting_days: Literal["all", "weekdays", "working_days", "school_days"] = "all"
    zero_report: bool = True
    rows: tuple[Row, ...] = ()
    lines: Annotated[int, Field(ge=0, le=MOST_LINES)] = 0
    columns: tuple[Column, ...] = ()
    entries: tuple[EntryColumn, ...] = ()
    key: tuple[Name, ...] = ()
    total_row: Name | None = None
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _numbered(cls, data: Any) -> Any:
        """Make the rows of a list."""
        told = str(data.get("lines")) if isinstance(data, dict) else ""
        count = int(told) if told.isascii() and told.isdecimal() else 0
        if "rows" in (data or ()) or not 0 < count <= MOST_LINES:
            return data
        return {**data, "rows": [_line(str(n)) for n in range(1, count + 1)]}

    def cells(self) -> tuple[tuple[str, str], ...]:
        """Return (row, column) of every figure that is asked, row by row."""
        return tuple((r.code, c.code) for r in self.rows for c in self.columns if not c.rows or r.code in c.rows)

    def entry_cells(self) -> tuple[tuple[str, str], ...]:
        """Return (row, entry) of everything that is asked in words, row by row."""
        return tuple((r.code, e.code) for r in self.rows for e in self.entries if not e.rows or r.code in e.rows)

    def measured(self) -> tuple[EntryColumn | Column, ...]:
        """Return entries and columns in the order in which they stand on a sheet."""
        return (*self.entries, *self.columns)


def _line(number: str) -> dict[str, Any]:
    return {"code": number, "label": dict.fromkeys(("zh_Hans", "vi", "en"), number), "optional": True}
