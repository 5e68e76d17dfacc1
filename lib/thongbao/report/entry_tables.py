"""What units wrote in one line each: a contact, a day. Unit by unit, as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.errors import NotebookInvalid
from thongbao.language import translator
from thongbao.report.blocks import Block, nothing
from thongbao.report.choice_tables import unpublished
from thongbao.report.form_tables import captioned, of_day, titled
from thongbao.report.marks import not_stated
from thongbao.report.tables import Cell, Table, header, row, table_block
from thongbao.report.writings import briefly, tongue

if TYPE_CHECKING:
    from thongbao.report.day import Day
    from thongbao.report.writings import Entry


def entries_table(day: Day, *entries: Entry) -> Block:
    """Show what each unit wrote, a line per unit; those that wrote nothing are there too.

    Args:
        entries: of one form of rows, each asked in one row, or with its row named.

    Raises:
        NotebookInvalid: they are of several forms or of a list, or a row is to be named.
    """
    t, locale, form = translator(day.scope.locale), day.scope.locale, entries[0].form
    open_ = [one.entry.code for one in entries if one.form is not form or form.lines or one.row is None]
    if open_:
        raise NotebookInvalid(
            f"report.entries_table shows entries of one form that are asked once: {', '.join(open_)} is not. "
            "Name a row, e.g. day.school_opening.status.primary, or show a list by report.lines_table."
        )
    if day.public is not None:
        return nothing(unpublished(day, form))
    told = [one.texts.get(str(one.row), {}) for one in entries]
    if not any(told):
        return nothing(t("{form}: nothing was reported ({day}).").format(form=titled(day, form), day=of_day(day, form)))
    head = header([t("Unit name"), *(one.entry.label.to(locale) for one in entries)])
    lines = []
    for unit in day.scope.members(form):
        cells = [
            Cell(briefly(one.entry, said[unit], day.scope.last, locale), "text", lang=tongue(day, one.entry))
            if unit in said
            else Cell("", "text", marks=(not_stated(locale),))
            for one, said in zip(entries, told, strict=True)
        ]
        lines.append(row(day.scope.name(unit), *cells))
    return table_block(Table(captioned(day, form), (head,), tuple(lines)), locale)
