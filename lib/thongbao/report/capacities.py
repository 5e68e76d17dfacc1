"""Whether the lines of schools and wards carry the lessons of those who learn at the same time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from thongbao.data import bandwidth
from thongbao.errors import NotebookInvalid
from thongbao.language import number, percent, translator
from thongbao.report import words
from thongbao.report.blocks import Block, note, nothing, together
from thongbao.report.choice_tables import unpublished
from thongbao.report.form_tables import captioned
from thongbao.report.line_tables import MOST_LINES, check_list, list_lines, name_cell, nothing_listed
from thongbao.report.marks import not_stated
from thongbao.report.tables import Cell, Line, Mark, Table, header, row, table_block

if TYPE_CHECKING:
    from thongbao.records import Form, LineRates
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures

ORDER = {"red": 0, "amber": 1, "": 2, "green": 3}


def capacity(day: Day, form: FormMeasures) -> Block:
    """Show for each school or ward who learns at once, what that needs, what there is, and how much of it is used.

    Needed = learners at once, by mode, times the mode's Mbps, plus headroom: ``lines`` in office.yml says which column
    is which mode and what it needs. The narrowest line comes first.

    Raises:
        NotebookInvalid: the form is no list, or has none of the columns that ``lines`` names.
    """
    t, locale, asked = translator(day.scope.locale), day.scope.locale, form.form
    check_list(asked, "capacity")
    settings = day.scope.params.office.lines
    columns = {column.code for column in asked.columns}
    modes = [mode for mode in settings.modes if mode in columns]
    if not modes or settings.down not in columns:
        raise NotebookInvalid(
            f"report.capacity needs columns of {asked.code} that `lines` in office.yml names: one of "
            f"{', '.join(settings.modes)} as a mode, and {settings.down} as what there is. Correct lines there."
        )
    if day.public is not None:
        return nothing(unpublished(day, asked))
    found = _needs(day, asked, modes, settings)
    if found.empty:
        return nothing(nothing_listed(day, asked))
    found = found.sort_values(["order", "share"], ascending=[True, False], kind="stable")
    up = settings.cameras > 0 and settings.up in columns
    names = [t("Place"), t("Learners at once"), t("Needed, Mbps"), t("There is, Mbps"), t("Used")]
    names += [t("Needed uplink, Mbps"), t("There is uplink, Mbps"), t("Uplink used")] if up else []
    head = header([*([t("Unit name")] if day.scope.adds_up else []), *names, t("Status")])
    body = [_line(day, line, locale, up=up) for line in found.head(MOST_LINES).to_dict("records")]
    if len(found) > MOST_LINES:
        more = t("{n} more are not listed.").format(n=number(len(found) - MOST_LINES, locale))
        body.append(row(Cell(more, "text", span=len(head.cells))))
    told = note(words.sentences([_counted(found, locale), *_method(settings, asked, modes, locale)], locale))
    return together(table_block(Table(captioned(day, asked), (head,), tuple(body)), locale), told)


def _needs(day: Day, form: Form, modes: list[str], settings: LineRates) -> pd.DataFrame:
    """Return by place: unit, its name as a cell, at_once, n (needed), of (there, Mbps), share, status; uplink: up_…"""
    lines = list_lines(day, form)
    figures = pd.DataFrame([line.figures for line in lines], columns=[c.code for c in form.columns], dtype=float)
    learners = figures[modes]
    rates = {mode: bandwidth.Rate(rate.up, rate.down) for mode, rate in settings.modes.items()}
    needed = bandwidth.required(learners, rates=rates, headroom=settings.headroom, cameras=settings.cameras)
    down = bandwidth.utilisation(needed["down"], figures[settings.down])
    told = figures[settings.up] if settings.up in figures else pd.Series(float("nan"), figures.index)
    up = bandwidth.utilisation(needed["up"], told).add_prefix("up_")
    names = [name_cell(day, form, line, "text" if day.scope.adds_up else "row") for line in lines]
    found = down.join(up).assign(unit=[line.unit for line in lines], name=pd.Series(names, figures.index, dtype=object))
    worst = found["status"].map(ORDER)
    if settings.cameras > 0 and settings.up in figures:
        worst = pd.concat([worst, found["up_status"].map(ORDER)], axis=1).min(axis=1)
    return found.assign(at_once=learners.sum(axis=1, skipna=False), order=worst)


def _line(day: Day, line: dict[Any, Any], locale: str, *, up: bool) -> Line:
    cells = [Cell(day.scope.name(line["unit"]), "row")] if day.scope.adds_up else []
    cells.append(line["name"])
    cells.append(_number(line["at_once"], locale))
    for side in ("", "up_") if up else ("",):
        needed, there, used = (line[f"{side}{name}"] for name in ("n", "of", "share"))
        cells += [_number(needed, locale), _number(there, locale)]
        cells.append(Cell("–" if pd.isna(used) else percent(used, locale, 0)))
    cells.append(_status(line["order"], locale))
    return Line(tuple(cells))


def _number(value: float, locale: str) -> Cell:
    if pd.isna(value):
        return Cell("", marks=(not_stated(locale),))
    return Cell(words.figure(round(value, 1), locale))


def _status(order: float, locale: str) -> Cell:
    t = translator(locale)
    said = {
        0: t("more needed than there is"),
        1: t("80% used or more"),
        2: t("cannot be said"),
        3: t("sufficient"),
    }
    marks = {0: (Mark("▲", t("more needed than there is")),), 1: (Mark("△", t("80% used or more")),)}
    return Cell(words.begun(said[int(order)]), "text", marks=marks.get(int(order), ()))


def _counted(found: pd.DataFrame, locale: str) -> str:
    """Count the places by what was found, n/N with percent."""
    t, total = translator(locale), len(found)
    counts = {
        t("more needed than there is"): int((found["order"] == 0).sum()),
        t("80% used or more"): int((found["order"] == 1).sum()),
        t("sufficient"): int((found["order"] == 3).sum()),
        t("cannot be said"): int((found["order"] == 2).sum()),
    }
    told = [
        words.named(
            name,
            words.bracketed(f"{number(n, locale)}/{number(total, locale)}", words.share(n, total, locale), locale),
            locale,
        )
        for name, n in counts.items()
        if n
    ]
    return t("Places: {counts}.").format(counts=words.parted(told, locale))


def _method(settings: LineRates, form: Form, modes: list[str], locale: str) -> list[str]:
    t = translator(locale)
    labels = {column.code: column.label.to(locale) for column in form.columns}
    needs = {mode: f"{words.decimal(settings.modes[mode].down, locale)} Mbps" for mode in modes}
    told = [words.named(labels[mode], need, locale) for mode, need in needs.items()]
    said = t("Needed per learner at once: {rates}; headroom {headroom}.")
    return [said.format(rates=words.parted(told, locale), headroom=percent(settings.headroom, locale, 0))]
