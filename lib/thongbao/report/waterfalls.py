"""From a need to what remains of it, as a waterfall with its table; what does not fit is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.rates import share
from thongbao.language import percent, translator
from thongbao.report import words
from thongbao.report.blocks import Block, nothing
from thongbao.report.charts import drawn
from thongbao.report.form_tables import captioned
from thongbao.report.marks import figure_cell
from thongbao.report.tables import Cell, Table, header, row

if TYPE_CHECKING:
    from thongbao.report.day import Day
    from thongbao.report.measures import Measure


def waterfall(day: Day, need: Measure, delivered: Measure, pledged: Measure, remaining: Measure) -> Block:
    """Draw how far a need is met: needed, delivered, promised beyond that, and what remains.

    What was promised and not yet delivered is shown and takes nothing away. Where needed less delivered is not what was
    reported to remain, the difference is said; nothing is repaired.

    Raises:
        FigureInvalid: the font has no glyph for a letter of a label.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    title = words.begun(captioned(day, need.form))
    if need.value is None:
        return nothing(t("No chart: {name}: {value}.").format(name=need.label, value=need.figure))
    from thongbao.report.figures import png
    from thongbao.report.figures_waterfall import Step, waterfall_canvas

    promised = _promised(pledged, delivered)
    steps = [
        Step(need.label, need.value),
        Step(delivered.label, delivered.value, "less"),
        Step(t("Pledged, not yet delivered"), promised, "promised"),
        Step(remaining.label, remaining.value),
    ]
    canvas = waterfall_canvas(steps, words.begun(captioned(day, need.form, need.unit)), locale)
    told = [words.named(one.label, one.figure, locale) for one in (need, delivered, pledged, remaining)]
    said = [t("{facts}.").format(facts=words.parted(told, locale)), *_notes(need, delivered, pledged, remaining)]
    alt = words.sentences([t("{title}.").format(title=title), *said], locale)
    lines = [
        row(one.label, figure_cell(one, locale), Cell(_of_need(one, need)))
        for one in (need, delivered, pledged, remaining)
    ]
    head = header([t("Step"), need.unit, t("Share of the need")])
    caption = words.sentences(
        [t("Dashed: promised, takes nothing away yet."), *_notes(need, delivered, pledged, remaining)], locale
    )
    points = sum(one.value is not None for one in (need, delivered, pledged, remaining))
    return drawn(png(canvas), canvas, (alt, caption), Table(title, (head,), tuple(lines)), points, locale)


def _promised(pledged: Measure, delivered: Measure) -> float | None:
    if pledged.value is None or delivered.value is None:
        return None
    return max(0.0, pledged.value - delivered.value)


def _of_need(one: Measure, need: Measure) -> str:
    if one.value is None or need.value is None or not need.value:
        return "–"
    locale = one.day.scope.locale
    found = share(one.value, need.value)
    counted = f"{words.figure(one.value, locale)}/{words.figure(need.value, locale)}"
    return words.bracketed(counted, percent(found.share or 0, locale), locale)


def _notes(need: Measure, delivered: Measure, pledged: Measure, remaining: Measure) -> list[str]:
    """Say which units are in it, and where the figures do not fit each other."""
    t, locale = translator(need.day.scope.locale), need.day.scope.locale
    said = []
    if need.partial:
        said.append(t("In the figures: {units}.").format(units=need.coverage))
    if None in (need.value, delivered.value, remaining.value) or not same_units(need, delivered, remaining):
        return said
    left = (need.value or 0) - (delivered.value or 0)
    if left != remaining.value:
        text = t("Needed less delivered is {left}, reported to remain is {value}: a difference of {difference}.")
        said.append(
            text.format(
                left=words.figure(left, locale),
                value=words.figure(remaining.value, locale),
                difference=words.figure(abs(left - (remaining.value or 0)), locale),
            )
        )
    if pledged.value is not None and pledged.value < (delivered.value or 0):
        said.append(t("More was delivered than pledged."))
    return said


def same_units(*measures: Measure) -> bool:
    """Say whether sums are over the same units, so that they can be compared."""
    if measures[0].day.public is not None:
        return len({one.summed.units for one in measures}) == 1
    return len({frozenset(one.stated.index) for one in measures}) == 1
