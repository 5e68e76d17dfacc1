"""Charts with what they show in words and as a table, all from the same series.

What draws is imported where something is drawn: a bulletin without reports never pays for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.errors import NotebookInvalid
from thongbao.language import number, short_date, translator
from thongbao.report import words
from thongbao.report.blocks import Block, clean, escaped, nothing
from thongbao.report.courses import course, unit_courses
from thongbao.report.pictures import Picture
from thongbao.report.tables import Cell, Table, header, row, table_html

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from thongbao.report.day import Day
    from thongbao.report.figures import Canvas
    from thongbao.report.measures import Measure
    from thongbao.report.series import Series

MOST_PANELS = 12
"""More little panels than this no sheet can hold: the units with the greatest values are shown."""


def trend(day: Day, *measures: Measure) -> Block:
    """Draw 28 days of each measure: bars of what is new with its 7-day mean, or a line for a state.

    Args:
        measures: at least one, one panel each.

    Raises:
        NotebookInvalid: one is not reported each day.
        FigureInvalid: the font has no glyph for a letter of a label.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    _check_daily("trend", measures)
    panels = [course(measure) for measure in measures]
    days = t("{first} to {last}").format(
        first=short_date(day.scope.first, locale), last=short_date(day.scope.last, locale)
    )
    if all(panel.empty for panel in panels):
        names = words.parted([measure.label for measure in measures], locale)
        if any(panel.hidden for panel in panels):
            return nothing(
                t("No chart: from {days} none of these may be published: {names}.").format(days=days, names=names)
            )
        return nothing(t("No chart: from {days} none of these was stated: {names}.").format(days=days, names=names))
    from thongbao.report.figures import png
    from thongbao.report.figures_trend import trend_canvas

    canvas = trend_canvas(panels, locale)
    alt = t("Chart of {unit}, {days}.").format(unit=day.unit, days=days)
    alt = words.sentences([alt, *(_said(panel, locale) for panel in panels)], locale)
    picture = Picture(png(canvas), canvas.width, canvas.height, alt, _key(panels, locale))
    return _figure(picture, panels, locale)


def _check_daily(call: str, measures: Sequence[Measure]) -> None:
    """Refuse what is not reported each day: 28 days would hold four points, and a mean of 7 days none."""
    other = next((one.form.code for one in measures if one.form.cadence != "daily"), None)
    if other is not None:
        raise NotebookInvalid(
            f"report.{call} draws what is reported each day, and {other} is not. Show it by "
            f"report.form_table(day, day.{other}), report.tiles or report.waterfall; .change tells how it changed."
        )


def small_multiples(day: Day, measure: Measure) -> Block:
    """Draw 28 days of one measure for each unit, all on one scale.

    Raises:
        FigureInvalid: the font has no glyph for a letter of a unit's name.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    _check_daily("small_multiples", [measure])
    every = unit_courses(measure)
    if all(panel.empty for panel in every):
        if any(panel.hidden for panel in every):
            return nothing(t("No chart: {name} of single units may not be published.").format(name=measure.label))
        return nothing(t("No chart: no unit stated {name} in these 28 days.").format(name=measure.label))
    panels = _largest(every)
    from thongbao.report.figures import png
    from thongbao.report.figures_multiples import multiples_canvas

    canvas = multiples_canvas(panels, locale)
    greatest = max(panels, key=lambda panel: panel.values[-1] or 0)
    said = [t("{name} in {n} units, all on one scale.").format(name=measure.label, n=len(panels))]
    if greatest.values[-1] is not None and not any(panel.letters and panel.letters[-1] for panel in every):
        value = words.figure(greatest.values[-1], locale)
        said.append(t("Greatest on the last day: {unit}, {value}.").format(unit=clean(greatest.title), value=value))
    if len(every) > len(panels):
        said.append(t("Only the {n} units with the greatest values are drawn.").format(n=len(panels)))
    alt, key = words.sentences(said, locale), _key(panels, locale, units=True)
    caption = words.sentences([alt, key], locale) if key else alt
    return _figure(Picture(png(canvas), canvas.width, canvas.height, alt, caption), panels, locale)


def _largest(panels: list[Series]) -> list[Series]:
    kept = sorted(range(len(panels)), key=lambda at: -panels[at].largest())[:MOST_PANELS]
    return [panels[at] for at in sorted(kept)]


def _figure(picture: Picture, panels: Sequence[Series], locale: str) -> Block:
    points = sum(value is not None for panel in panels for value in panel.values)
    return figure_block(picture, _data(panels, locale), points, locale)


def drawn(content: bytes, canvas: Canvas, said: tuple[str, str], data: Table, points: int, locale: str) -> Block:
    """Return a picture with its figures as a table under it.

    Args:
        content: PNG of the canvas.
        said: the same in words for who cannot see it, and what stands under it.
        points: how many figures are in it.
    """
    alt, caption = said
    return figure_block(Picture(content, canvas.width, canvas.height, alt, caption), data, points, locale)


def figure_block(picture: Picture, data: Table, points: int, locale: str) -> Block:
    """Return a picture with its data, which can be unfolded."""
    t = translator(locale)
    summary = t("The figures of this chart")
    html = (
        f'<figure class="chart">{picture.html()}<figcaption>{escaped(picture.caption)}</figcaption>'
        f"<details><summary>{escaped(summary)}</summary>{table_html(data)}</details></figure>"
    )
    return Block("figure", points, html, clean(picture.alt))


def _data(panels: Sequence[Series], locale: str) -> Table:
    t, head, columns = translator(locale), [], []
    for panel in panels:
        head.append(panel.title)
        columns.append([_point(panel, at, locale) for at in range(len(panel.days))])
        if panel.mean and len(panels) <= 6:
            head.append(t("7-day mean"))
            columns.append([Cell("–" if mean is None else number(mean, locale, 1)) for mean in panel.mean])
    days = [short_date(day, locale) for day in panels[0].days]
    lines = [row(day, *cells) for day, *cells in zip(days, *columns, strict=True)]
    return Table(t("Day by day"), (header([t("Day"), *head]),), tuple(lines))


def _point(panel: Series, at: int, locale: str) -> Cell:
    t, value = translator(locale), panel.values[at]
    if value is None and panel.letters and panel.letters[at]:
        return Cell(panel.letters[at])
    if value is None:
        return Cell(t("no report") if panel.missing(at) else "–")
    text = words.figure(value, locale)
    if panel.spans[at] > 1:
        text = t("{change} in {n} days").format(change=text, n=panel.spans[at])
    elif panel.partial(at):
        text = words.bracketed(text, f"{panel.counted[at]}/{panel.expected[at]}", locale)
    return Cell(text)


def _said(panel: Series, locale: str) -> str:
    """Put a panel into words: its last value, its greatest, and the days without a report."""
    t = translator(locale)
    known = [(value, day) for value, day in zip(panel.values, panel.days, strict=True) if value is not None]
    if panel.hidden:
        return _said_in_public(panel, known, locale)
    if not known:
        return t("{title}: not stated on any day.").format(title=panel.title)
    most, most_day = max(known, key=lambda pair: pair[0])
    said = t("{title}: {last} on {last_day}, at most {most} on {most_day}.").format(
        title=panel.title,
        last=words.figure(known[-1][0], locale),
        last_day=short_date(known[-1][1], locale),
        most=words.figure(most, locale),
        most_day=short_date(most_day, locale),
    )
    missing = sum(panel.missing(at) for at in range(len(panel.days)))
    if missing:
        said = words.sentences([said, t("Days without a report: {n}.").format(n=missing)], locale)
    return said


def _said_in_public(panel: Series, known: list[tuple[float, date]], locale: str) -> str:
    """Say the last published value: which is the greatest is not known to who sees only some."""
    t = translator(locale)
    if not known:
        return t("{title}: not published on any day.").format(title=panel.title)
    return t("{title}: {last} on {last_day}; published on {n} of {days} days.").format(
        title=panel.title,
        last=words.figure(known[-1][0], locale),
        last_day=short_date(known[-1][1], locale),
        n=number(len(known), locale),
        days=number(len(panel.days), locale),
    )


def _key(panels: Sequence[Series], locale: str, *, units: bool = False) -> str:
    """Say what the signs of the chart mean; only those that are in it."""
    t, days = translator(locale), range(len(panels[0].days))
    bars, sums = any(panel.kind == "bars" for panel in panels), any(max(panel.expected) > 1 for panel in panels)
    partial = any(panel.partial(at) for panel in panels for at in days)
    said = []
    if bars and not units and sums:
        said.append(t("Bars: new each day; line over them: mean of 7 days, at least 5 of them reported by every unit."))
    elif bars and not units:
        said.append(t("Bars: new each day; line over them: mean of 7 days of which at least 5 were reported."))
    if any(panel.spans[at] > 1 for panel in panels for at in days):
        said.append(t("Dashed block: what was added over several days, spread evenly."))
    if any(panel.missing(at) for panel in panels for at in days):
        said.append(t("Hatched: no report."))
    if not units and partial:
        said.append(t("Light or with an open dot: not all units are in the figure."))
    if not units and bars and partial:
        said.append(t("What a unit added over several days stands in no bar."))
    hidden = sorted({letter for panel in panels for letter in panel.hidden})
    if hidden:
        said.append(
            t("{letters}: not published, to protect people; on such days nothing is drawn.").format(
                letters=words.enumerated(hidden, 9, locale)
            )
        )
    if not units or bars:
        said.append(t("The last two days are provisional and drawn lighter or dotted."))
    return words.sentences(said, locale) if said else ""
