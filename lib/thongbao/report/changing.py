"""What is other than in the edition before: figure by figure, and which reports are new."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data.corrections import changed_since
from thongbao.errors import NotebookInvalid
from thongbao.language import moment, number, short_date, translator
from thongbao.report import words
from thongbao.report.blocks import Block, note, nothing, together
from thongbao.report.local import lines_of, office_time
from thongbao.report.tables import Cell, Table, header, row, table_block
from thongbao.report.writings import said

if TYPE_CHECKING:
    from typing import Any

    from thongbao.records import Form
    from thongbao.report.day import Day

MOST_LINES = 60
NAMED = 12


def changes(day: Day, since: str) -> Block:
    """List what was corrected since the edition before had been read up to, with the reports that have come since.

    Args:
        since: ISO 8601 with a zone, as the run fills it in; "" for a first edition.

    Raises:
        NotebookInvalid: ``since`` is no such moment.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    if day.public is not None:
        return nothing(t("Every day is shown as it stood when it closed; later reports and corrections are not in it."))
    if not since:
        return nothing(t("No earlier edition is kept here to compare with."))
    then = _moment(since)
    told = moment(office_time(day, then), locale)
    found = _changed(day, then)
    news = _news(day, then, told)
    if found.empty:
        return together(nothing(t("No figure has been corrected since {when}.").format(when=told)), *news)
    head = header(
        [
            *([t("Unit name")] if day.scope.adds_up else []),
            *(t("Form"), t("Day"), t("Figure"), t("Before"), t("After"), t("Arrived")),
        ]
    )
    lines = [_line(day, line) for line in lines_of(found.head(MOST_LINES))]
    if len(found) > MOST_LINES:
        more = t("{n} more are not listed.").format(n=number(len(found) - MOST_LINES, locale))
        lines.append(row(Cell(more, "text", span=len(head.cells))))
    caption = t("Changed since {when}: {n}").format(when=told, n=number(len(found), locale))
    return together(table_block(Table(caption, (head,), tuple(lines)), locale), *news)


def _moment(since: str) -> datetime:
    try:
        then = datetime.fromisoformat(since)
    except (ValueError, TypeError) as error:
        raise NotebookInvalid(
            f"report.changes was given the moment {ascii(since)[:60]}. Leave since to the run."
        ) from error
    if then.tzinfo is None:
        raise NotebookInvalid(f"report.changes was given {since}, which has no time zone. Leave since to the run.")
    return then.astimezone(UTC)


def _changed(day: Day, then: datetime) -> pd.DataFrame:
    """Return changed figures and entries, the latest first."""
    figures = changed_since(day.data, then)
    written = changed_since(replace(day.data, revisions=day.data.entry_revisions), then)
    parts = [part.astype({"old": object, "new": object}) for part in (figures, written) if len(part)]
    if not parts:
        return figures
    forms = {form.code for form in day.scope.forms}
    both = pd.concat(parts, ignore_index=True)
    return both[both["form"].isin(forms)].sort_values("received_at", ascending=False, kind="stable", ignore_index=True)


def _line(day: Day, line: Any) -> Any:
    locale = day.scope.locale
    form = day.scope.form(line.form)
    cells = [
        Cell(form.title.to(locale), "text"),
        Cell(short_date(line.day.date(), locale), "text"),
        Cell(_name(form, line, locale), "text"),
        _value(form, line.measure, line.old, locale),
        _value(form, line.measure, line.new, locale),
        Cell(moment(office_time(day, line.received_at), locale), "text"),
    ]
    if day.scope.adds_up:
        return row(day.scope.name(line.unit), *cells)
    return row(cells[0].text, *cells[1:])


def _name(form: Form, line: Any, locale: str) -> str:
    column = next((c.label.to(locale) for c in form.measured() if c.code == line.measure), str(line.measure))
    label = next((r.label.to(locale) for r in form.rows if r.code == line.row), str(line.row))
    if form.lines:
        t = translator(locale)
        label = t("line {n}").format(n=label)
    return words.cell_name(column, label, locale)


def _value(form: Form, code: str, value: object, locale: str) -> Cell:
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return Cell(words.figure(None, locale))
    if isinstance(value, str):
        entry = next((e for e in form.entries if e.code == code), None)
        return Cell(said(entry, value, locale) if entry else value)
    return Cell(words.figure(float(str(value)), locale))


def _news(day: Day, then: datetime, told: str) -> list[Block]:
    """Count the reports of which nothing was known then."""
    t, locale = translator(day.scope.locale), day.scope.locale
    held = day.data.reports
    new = held[held["first_received_at"] > pd.Timestamp(then)]
    if new.empty:
        return [note(t("No new report has come since {when}.").format(when=told))]
    text = t("New reports since {when}: {n}.").format(when=told, n=number(len(new), locale))
    late = new[new["day"] < pd.Timestamp(day.scope.last)]
    if late.empty:
        return [note(text)]
    named = [
        words.named(
            day.scope.name(str(unit)) if day.scope.adds_up else day.scope.form(str(form)).title.to(locale),
            words.enumerated([short_date(at.date(), locale) for at in sorted(part["day"].unique())], 7, locale),
            locale,
        )
        for (unit, form), part in late.groupby(["unit", "form"], sort=False)
    ]
    earlier = t("Of earlier days: {reports}.").format(
        reports=words.enumerated(list(dict.fromkeys(named)), NAMED, locale)
    )
    return [note(words.sentences([text, earlier], locale))]
