"""Weekly figures over the last weeks: a chart by week with its table; shares in percent, or rates per 10,000."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from thongbao.data import by_week, rates
from thongbao.data.suppress import COVER, SHOWN
from thongbao.errors import NotebookInvalid
from thongbao.language import number, percent, short_date, translator
from thongbao.report import published, words
from thongbao.report.blocks import Block, nothing
from thongbao.report.charts import drawn
from thongbao.report.marks import incomplete, not_stated, unreliable
from thongbao.report.tables import Cell, Mark, Table, header, row, table_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from thongbao.report.day import Day
    from thongbao.report.figures_weeks import Panel
    from thongbao.report.shares import Share

WEEKS = 8
"""So many weeks are shown, those without a report among them."""


class _Week(NamedTuple):
    """A week of a share.

    Attributes:
        n, of: over the units that stated both; NaN where none did, or where it may not be shown.
        value: the share (1 for all) or the rate per 10,000; None where there is none, or it rests on too few.
        units, due: how many units are in it, and how many should be.
        hidden: the mark that stands instead, for the public; None where nothing is hidden.
        few: whether there are figures, and too few for a rate.
    """

    day: pd.Timestamp
    n: float
    of: float
    value: float | None
    units: int
    due: int
    hidden: Mark | None
    few: bool

    @property
    def known(self) -> bool:
        """Say whether n and N were stated and may be shown."""
        return not np.isnan(self.n)


def weekly(day: Day, *shares: Share) -> Block:
    """Draw shares of weekly forms in percent, one bar per week for the last 8 weeks; n/N are in the table.

    Raises:
        NotebookInvalid: a share is not of weekly forms that are due on one day of the week.
        FigureInvalid: the font has no glyph for a letter of a label.
    """
    return _chart(day, shares, rate=False)


def weekly_incidence(day: Day, *shares: Share) -> Block:
    """Draw new cases of a week per 10,000 persons, one bar per week for the last 8 weeks.

    A week with fewer than 5 cases or 100 persons has no bar: one case more would change its rate beyond use.

    Raises:
        NotebookInvalid: a share is not of weekly forms that are due on one day of the week.
        FigureInvalid: the font has no glyph for a letter of a label.
    """
    return _chart(day, shares, rate=True)


def _chart(day: Day, shares: Sequence[Share], *, rate: bool) -> Block:
    t, locale = translator(day.scope.locale), day.scope.locale
    for one in shares:
        _check(one, "weekly_incidence" if rate else "weekly")
    courses = [_course(one, rate=rate) for one in shares]
    titles = [_title(one, locale, rate=rate) for one in shares]
    if not any(week.known for weeks in courses for week in weeks):
        names = words.parted([one.label for one in shares], locale)
        return nothing(
            t("No chart by week: none of these was stated or may be published: {names}.").format(names=names)
        )
    data = _table(titles, courses, locale, rate=rate)
    if not any(week.value is not None for weeks in courses for week in weeks):  # nothing to draw: the counts alone
        return table_block(data, locale)
    from thongbao.report.figures import png
    from thongbao.report.figures_weeks import weeks_canvas

    panels = [_panel(title, weeks, locale, rate=rate) for title, weeks in zip(titles, courses, strict=True) if weeks]
    canvas = weeks_canvas(panels, locale)
    told = [_said(title, weeks, locale, rate=rate) for title, weeks in zip(titles, courses, strict=True)]
    alt = words.sentences([t("Chart by week of {unit}.").format(unit=day.unit), *told], locale)
    points = sum(week.known for weeks in courses for week in weeks)
    return drawn(png(canvas), canvas, (alt, _key(courses, locale)), data, points, locale)


def _check(one: Share, call: str) -> None:
    part, whole = one.part.form, one.whole.form
    if part.cadence != "weekly" or whole.cadence != "weekly" or part.due_on != whole.due_on:
        raise NotebookInvalid(
            f"report.{call} draws shares of weekly forms that are due on one day of the week; {part.code} and "
            f"{whole.code} are not. Show a daily form by report.trend, others by report.shares_table."
        )


def _course(one: Share, *, rate: bool) -> list[_Week]:
    """Return the last weeks, from the first in which a report was due or came."""
    n, of = one.part.grid, one.whole.grid
    found = by_week.shares_by_week(n, of)
    expected = one.day.expected
    lines = expected[(expected["form"] == one.part.form.code) & expected["unit"].isin(one.part.members)]
    due = lines.groupby("day")["unit"].size().reindex(n.index, fill_value=0)
    hidden, units = _hidden(one), _units(one, found)
    rated = rates.incidence(found["n"], found["of"]) if rate else rates.shares(found["n"], found["of"])
    weeks = []
    for at, when in list(enumerate(n.index))[-WEEKS:]:
        line, mark = rated.iloc[at], hidden[at]
        few = bool(rate and line["withheld"] and not np.isnan(line["n"]))
        value = None if mark or few or np.isnan(line.iloc[2]) else float(line.iloc[2])
        n_of = (np.nan, np.nan) if mark else (float(line["n"]), float(line["of"]))
        weeks.append(_Week(when, *n_of, value, units[at], max(int(due.iloc[at]), units[at]), mark, few and not mark))
    first = next((at for at, week in enumerate(weeks) if week.due), len(weeks))
    return weeks[first:]


def _hidden(one: Share) -> list[Mark | None]:
    """Return by week what stands instead of a share that may not be published; as ``Share.hidden`` does for the day."""
    public, locale = one.day.public, one.day.scope.locale
    if public is None:
        return [None] * len(one.part.grid)
    found: list[Mark | None] = []
    columns = (published.marks(one.part), published.marks(one.whole), *map(published.stated, (one.part, one.whole)))
    for part, whole, units, of in zip(*columns, strict=True):
        mark = part if part != SHOWN else whole
        if mark != SHOWN:
            found.append(published.hidden_mark(mark, public, locale))
        else:
            apart = units != of and 0 not in (units, of)
            found.append(published.hidden_mark(COVER, public, locale) if apart else None)
    return found


def _units(one: Share, found: pd.DataFrame) -> list[int]:
    if one.day.public is None:
        return [int(units) for units in found["units"]]
    return [min(pair) for pair in zip(published.stated(one.part), published.stated(one.whole), strict=True)]


def _title(one: Share, locale: str, *, rate: bool) -> str:
    t = translator(locale)
    if rate:
        return t("{name}, per {n}").format(name=one.part.label, n=number(rates.PER, locale))
    return t("{title}, {unit}").format(title=one.label, unit="%")


def _figure(week: _Week, locale: str, *, rate: bool) -> str:
    """Say the share or rate by itself, or the letter that stands for it."""
    t = translator(locale)
    if week.value is not None:
        return number(week.value, locale, 1) if rate else percent(week.value, locale)
    if week.hidden:
        return week.hidden.letter
    if week.few:
        return unreliable(locale).letter
    return t("no report") if week.due and not week.units else "–"


def _panel(title: str, weeks: Sequence[_Week], locale: str, *, rate: bool) -> Panel:
    from thongbao.report.figures_weeks import Panel, Week

    bars = tuple(
        Week(
            week.day.date(),
            week.value,
            _figure(week, locale, rate=rate),
            partial=0 < week.units < week.due,
            missing=week.due > 0 and week.units == 0,
        )
        for week in weeks
    )
    return Panel(title, bars, 0.0 if rate else 1.0)


def _said(title: str, weeks: Sequence[_Week], locale: str, *, rate: bool) -> str:
    """Put a panel into words: every week of it."""
    told = [words.named(short_date(w.day.date(), locale), _figure(w, locale, rate=rate), locale) for w in weeks]
    t = translator(locale)
    return t("{facts}.").format(facts=words.named(title, words.parted(told, locale), locale)) if told else ""


def _table(titles: Sequence[str], courses: Sequence[Sequence[_Week]], locale: str, *, rate: bool) -> Table:
    t = translator(locale)
    days = sorted({week.day for weeks in courses for week in weeks})
    by_day = [{week.day: week for week in weeks} for weeks in courses]
    lines = [
        row(short_date(when.date(), locale), *(_cell(weeks.get(when), locale, rate=rate) for weeks in by_day))
        for when in days
    ]
    return Table(t("Week by week"), (header([t("Week reported on"), *titles]),), tuple(lines))


def _cell(week: _Week | None, locale: str, *, rate: bool) -> Cell:
    if week is None:
        return Cell("–")
    if week.hidden:
        return Cell("", marks=(week.hidden,))
    if not week.known:
        return Cell("", marks=(not_stated(locale),))
    marks = [unreliable(locale)] if week.few else []
    marks += [incomplete(week.units, week.due, locale)] if week.units < week.due else []
    counted = f"{words.figure(week.n, locale)}/{words.figure(week.of, locale)}"
    text = counted if week.value is None else words.bracketed(counted, _figure(week, locale, rate=rate), locale)
    return Cell(text, marks=tuple(marks))


def _key(courses: Sequence[Sequence[_Week]], locale: str) -> str:
    """Say what the signs of the chart mean; only those that are in it."""
    t, every = translator(locale), [week for weeks in courses for week in weeks]
    said = [t("One bar for each week, by the day on which it is reported.")]
    if any(0 < week.units < week.due for week in every):
        said.append(t("Light: not all units are in it."))
    if any(week.due and not week.units for week in every):
        said.append(t("Hatched: no report."))
    marks = [week.hidden for week in every if week.hidden] + [unreliable(locale)] * any(week.few for week in every)
    said += [
        t("{units}.").format(units=words.named(letter, meaning, locale))
        for letter, meaning in {m.letter: m.meaning for m in marks}.items()
    ]
    return words.sentences(said, locale)
