"""One tile per unit, shaded by its figure: it stands where others put a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.language import number, translator
from thongbao.report import words
from thongbao.report.blocks import Block, note, nothing
from thongbao.report.charts import figure_block
from thongbao.report.latest import as_of
from thongbao.report.marks import figure_cell
from thongbao.report.pictures import Picture
from thongbao.report.share_tables import share_cell
from thongbao.report.shares import Share
from thongbao.report.tables import Table, header, row

if TYPE_CHECKING:
    from thongbao.report.day import Day
    from thongbao.report.measures import Measure
    from thongbao.report.tables import Cell

MOST_TILES = 24
"""More tiles than this nobody reads: the units with the greatest figures are shown."""


def tiles(day: Day, measure: Measure | Share) -> Block:
    """Draw one tile per unit with its figure, darker for more; a unit that did not state it is hatched.

    Raises:
        FigureInvalid: the font has no glyph for a letter of a unit's name.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    form = measure.part.form if isinstance(measure, Share) else measure.form
    members = measure.part.members if isinstance(measure, Share) else measure.members
    every = {unit: measure.only(unit) for unit in members}
    values = {unit: _value(one) for unit, one in every.items()}
    title = words.bracketed(measure.label, as_of(day, form) or str(day.date), locale)
    if all(value is None for value in values.values()):
        return nothing(t("No chart: no unit's {name} can be shown.").format(name=measure.label))
    if len(every) == 1:  # one tile says no more than its figure
        return note(t("{facts}.").format(facts=words.named(title, next(iter(every.values())).figure, locale)))
    from thongbao.report.figures import png
    from thongbao.report.figures_tiles import Tile, shade, tiles_canvas

    greatest = sorted(every, key=lambda unit: -_order(values[unit]))[:MOST_TILES]
    kept = [unit for unit in every if unit in frozenset(greatest)]
    known = {unit: value for unit in kept if (value := values[unit]) is not None}
    largest = 1.0 if isinstance(measure, Share) else max(known.values(), default=0.0)
    made = [
        Tile(words.begun(day.scope.name(unit)), every[unit].figure, shade(known[unit], largest) if unit in known else 0)
        for unit in kept
    ]
    canvas = tiles_canvas(made)
    said = [t("{title}.").format(title=title), *_said(day, every, known, len(every))]
    key = [t("The darker, the more; hatched: no figure.")]
    if len(kept) < len(every):
        key.append(t("The {n} units with the greatest figures are drawn.").format(n=number(len(kept), locale)))
    cells = [row(day.scope.name(unit), _cell(one, locale)) for unit, one in every.items()]
    table = Table(title, (header([t("Unit name"), measure.label]),), tuple(cells))
    alt = words.sentences(said, locale)
    caption = words.sentences([*said[:1], *key], locale)
    picture = Picture(png(canvas), canvas.width, canvas.height, alt, caption, shaded=True)
    return figure_block(picture, table, len(known), locale)


def _order(value: float | None) -> float:
    return -1.0 if value is None else value


def _value(one: Measure | Share) -> float | None:
    return (None if one.hidden else one.ratio.share) if isinstance(one, Share) else one.value


def _cell(one: Measure | Share, locale: str) -> Cell:
    return share_cell(one) if isinstance(one, Share) else figure_cell(one, locale)


def _said(day: Day, every: dict[str, Measure | Share], known: dict[str, float], units: int) -> list[str]:
    """Name the greatest and the least, and count who has no figure."""
    t, locale = translator(day.scope.locale), day.scope.locale
    most, least = max(known, key=lambda unit: known[unit]), min(known, key=lambda unit: known[unit])
    said = [t("All the same: {a}.").format(a=every[most].figure)]
    if known[most] != known[least]:
        text = t("Greatest: {a}; least: {b}.")
        ends = [words.bracketed(day.scope.name(unit), every[unit].figure, locale) for unit in (most, least)]
        said = [text.format(a=ends[0], b=ends[1])]
    if len(known) < units:
        said.append(t("In the figures: {units}.").format(units=words.coverage(len(known), units, locale)))
    return said
