"""Who reported when, what was refused, and which figures were corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from thongbao.data import completeness
from thongbao.language import moment, number, short_date, translator
from thongbao.report import words
from thongbao.report.blocks import Block, flags, note, nothing, together
from thongbao.report.local import arrival, lines_of, office_time
from thongbao.report.tables import Cell, Line, Table, header, row, table_block

if TYPE_CHECKING:
    from thongbao.report.blocks import FlagClass
    from thongbao.report.day import Day

RECENT_DAYS = 7
MOST_LINES = 20
"""So many corrections and refusals are listed, the newest first; the others are counted."""


def reporting(day: Day) -> Block:
    """Show when reports came, over the last week for a unit, on the day for several; then refusals and corrections."""
    t, locale = translator(day.scope.locale), day.scope.locale
    if day.reporting.empty:
        return nothing(t("No report was due in these {n} days.").format(n=28))
    table = table_block(_units(day) if day.scope.adds_up else _last_week(day), locale)
    return together(table, note(_rates(day)), *_refusals(day), _corrections(day, locale))


def _last_week(day: Day) -> Table:
    t, locale = translator(day.scope.locale), day.scope.locale
    since = day.scope.last - timedelta(days=RECENT_DAYS - 1)
    recent = day.reporting[day.reporting["day"] >= since.isoformat()]
    lines = []
    for stamp, of_day in recent.groupby("day", sort=True):
        by_form = {line.form: line for line in lines_of(of_day)}
        cells = [_arrival(day, by_form.get(form.code)) for form in day.scope.forms]
        lines.append(row(short_date(pd.Timestamp(str(stamp)).date(), locale), *cells))
    caption = t("Reports of the last {n} days and when they came").format(n=RECENT_DAYS)
    head, cut_offs = [f.title.to(locale) for f in day.scope.forms], [words.cut_off(f, locale) for f in day.scope.forms]
    if len(set(cut_offs)) == 1:
        caption = t("{form}: on time until {cut_off}.").format(form=caption, cut_off=cut_offs[0])
    else:
        head = [words.bracketed(title, until, locale) for title, until in zip(head, cut_offs, strict=True)]
    return Table(caption, (header([t("Day"), *head]),), tuple(lines))


def _arrival(day: Day, line: Any) -> Cell:
    locale = day.scope.locale
    if line is None:
        return Cell(words.begun(words.state("not_due", locale)), "text")
    said = words.begun(words.state(line.state, locale))
    came = line.received_at
    if pd.notna(came):
        said = f"{said} · {arrival(day, came, line.day.date())}"
    return Cell(said, "text")


def _units(day: Day) -> Table:
    t, locale = translator(day.scope.locale), day.scope.locale
    came = day.reporting[day.reporting["day"] == day.scope.last.isoformat()].groupby("unit")["received_at"].max()
    lines: list[Line] = []
    for line in lines_of(day.of_date):
        last = came.get(line.unit)
        when = "–" if last is None or pd.isna(last) else arrival(day, last, day.scope.last)
        forms = t("{n} of {total}").format(n=line.received, total=line.expected)
        said = Cell(words.begun(words.state(line.state, locale)), "text")
        lines.append(row(day.scope.name(line.unit), said, Cell(forms, "text"), Cell(when, "text")))
    head = header([t("Unit name"), t("Report"), t("Forms"), t("Last arrival")])
    return Table(t("Reports of {day}").format(day=day.date), (head,), tuple(lines))


def _rates(day: Day) -> str:
    t, locale = translator(day.scope.locale), day.scope.locale
    sums = completeness.rates(day.reporting, day.data.revisions)[
        ["expected", "received", "on_time", "zero", "refused"]
    ].sum()
    return t(
        "Reports due in {days} days: {expected}; received: {received} ({complete}); on time: {on_time} ({timely}); "
        "zero reports: {zero}."
    ).format(
        days=28,
        expected=number(int(sums["expected"]), locale),
        received=number(int(sums["received"]), locale),
        complete=words.share(sums["received"], sums["expected"], locale),
        on_time=number(int(sums["on_time"]), locale),
        timely=words.share(sums["on_time"], sums["expected"], locale),
        zero=number(int(sums["zero"]), locale),
    )


def _shown_only(day: Day, lines: pd.DataFrame) -> pd.DataFrame:
    since = lines[lines["day"] >= day.scope.first.isoformat()]
    return since.sort_values("received_at", ascending=False, kind="stable")


def _refusals(day: Day) -> list[Block]:
    found = _shown_only(day, day.data.refusals)
    if found.empty or day.public is not None:
        return []
    t, locale = translator(day.scope.locale), day.scope.locale
    said: list[tuple[FlagClass, str]] = []
    for line in lines_of(found.head(MOST_LINES)):
        reasons = words.sentences([message[locale] for message in line.messages[:2]] or [""], locale)
        text = t("{form} of {day}, refused {when}: {reasons}").format(
            form=_whose(day, line.unit, line.form),
            day=short_date(line.day.date(), locale),
            when=moment(office_time(day, line.received_at), locale),
            reasons=reasons or t("no reason was kept"),
        )
        said.append(("warning", text))
    if len(found) > MOST_LINES:
        said.append(("warning", t("{n} more are not listed.").format(n=number(len(found) - MOST_LINES, locale))))
    return [flags(said)]


def _whose(day: Day, unit: str, form: str) -> str:
    title = day.scope.form(form).title.to(day.scope.locale)
    return words.named(day.scope.name(unit), title, day.scope.locale) if day.scope.adds_up else title


def _corrections(day: Day, locale: str) -> Block:
    t, found = translator(locale), _shown_only(day, day.data.revisions)
    if day.public is not None:
        return note(t("Every day is shown as it stood when it closed; later reports and corrections are not in it."))
    if found.empty:
        return nothing(t("No figure was corrected in these {n} days.").format(n=28))
    lines = []
    for line in lines_of(found.head(MOST_LINES)):
        form = day.scope.form(line.form)
        column = next((c.label.to(locale) for c in form.columns if c.code == line.column), str(line.column))
        label = next((r.label.to(locale) for r in form.rows if r.code == line.row), str(line.row))
        name = words.cell_name(column, label, locale)
        lines.append(
            row(
                short_date(line.day.date(), locale),
                words.begun(words.named(day.scope.name(line.unit), name, locale)) if day.scope.adds_up else name,
                _value(line.before, locale),
                _value(line.after, locale),
                Cell(moment(office_time(day, line.received_at), locale), "text"),
            )
        )
    if len(found) > MOST_LINES:
        more = t("{n} more are not listed.").format(n=number(len(found) - MOST_LINES, locale))
        lines.append(row(Cell(more, "text", span=5)))
    head = header([t("Day"), t("Figure"), t("Before"), t("After"), t("Arrived")])
    return table_block(Table(t("Figures corrected in these {n} days").format(n=28), (head,), tuple(lines)), locale)


def _value(value: float, locale: str) -> Cell:
    return Cell(words.figure(None if pd.isna(value) else value, locale))
