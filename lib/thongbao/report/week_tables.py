"""The last seven days beside the seven before: what was new in them, or the state at their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data import by_week, indicators
from thongbao.errors import NotebookInvalid
from thongbao.language import percent, short_date, translator
from thongbao.report import words
from thongbao.report.blocks import Block, nothing
from thongbao.report.tables import Cell, Line, Table, header, row, table_block

if TYPE_CHECKING:
    from thongbao.report.day import Day
    from thongbao.report.measures import Measure


def week_on_week(day: Day, *measures: Measure) -> Block:
    """Compare the last seven days with the seven before: what was new in them, or of a state its last days.

    Only units that stated all days needed are in both: a silent day is no fall.

    Args:
        measures: of daily forms.

    Raises:
        NotebookInvalid: one is of a form that is not daily.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    other = next((one.form.code for one in measures if one.form.cadence != "daily"), None)
    if other is not None:
        raise NotebookInvalid(
            f"report.week_on_week compares what is reported each day, and {other} is not. Use report.weekly."
        )
    if day.public is not None:
        return nothing(t("The two weeks are not compared here: of hidden days no sum can be told."))
    last = day.scope.last
    since = [short_date((pd.Timestamp(last) - pd.Timedelta(days=back)).date(), locale) for back in (6, 7, 13)]
    now = t("{first} to {last}").format(first=since[0], last=short_date(last, locale))
    before = t("{first} to {last}").format(first=since[2], last=since[1])
    head = header([t("Figure"), now, before, t("Difference"), t("Of the week before"), t("Units in it")])
    caption = words.named(str(day.unit), t("The week beside the week before"), locale)
    table = Table(caption, (head,), tuple(_line(one, locale) for one in measures))
    return table_block(table, locale)


def _line(one: Measure, locale: str) -> Line:
    t = translator(locale)
    if one.column.basis == "stock":
        found, name = by_week.two_states(one.grid), t("{name}, on the last day").format(name=one.label)
    else:
        flow = indicators.daily_flow(one.growth) if one.column.basis == "cumulative" else one.grid
        found, name = by_week.two_weeks(flow), t("{name}, new").format(name=one.label)
    units = Cell(words.coverage(found.units, found.of, locale), "text")
    if found.now is None or found.before is None:
        return row(name, *(Cell("–") for _ in range(4)), units)
    growth = found.growth
    change = "–" if growth is None else percent(growth, locale)
    counts = [Cell(words.figure(value, locale)) for value in (found.now, found.before)]
    return row(name, *counts, Cell(words.signed(found.now - found.before, locale)), Cell(change), units)
