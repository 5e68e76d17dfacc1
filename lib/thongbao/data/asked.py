"""What a form asks: its cells by row and column, which of them must be filled in, and when. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.records import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from thongbao.records import EntryColumn, Form, Row

Here = tuple[str, str]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form, laid out so that its cells are found at once.

    Attributes:
        cells: (row, column) -> the column or entry, in the order of a sheet.
        required: the cells that must be filled in once their row counts.
        zeroed: the figures that are 0 when there is nothing to report.
        needing: the cells that may need others beside them.
        answers: (entry, choice) -> what else that answer needs.
        only_optional: every row may be left empty, so that an empty sheet would pass for a report.
        plain: nothing else than a required cell can be lacking, and no line can stand twice.
    """

    form: Form
    rows: Mapping[str, Row]
    columns: Mapping[str, Column | EntryColumn]
    cells: Mapping[Here, Column | EntryColumn]
    required: tuple[Here, ...]
    zeroed: frozenset[Here]
    needing: tuple[Here, ...]
    answers: Mapping[Here, tuple[str, ...]]
    only_optional: bool
    plain: bool

    def label(self, here: Here, locale: str) -> str:
        """Return the labels of row and column that people see, "" where the form has no such cell."""
        row, column = self.rows.get(here[0]), self.columns.get(here[1])
        return f"{row.label.to(locale)} · {column.label.to(locale)}" if row and column else ""

    def lacking(
        self, entries: Mapping[Here, str], stated: Collection[Here], begun: Collection[str]
    ) -> Iterator[tuple[Here, str]]:
        """Yield each cell that must be filled in and is not, with the code of what is wrong.

        Args:
            entries: (row, entry) -> what was written.
            stated: every cell that was filled in rightly.
            begun: the rows in which anything stands; of the others only those count that are not optional.
        """
        said = set()
        for here in self.required:
            if here not in stated and (here[0] in begun or not self.rows[here[0]].optional):
                said.add(here)
                yield here, "cell-empty" if isinstance(self.cells[here], Column) else "entry-empty"
        for row, column in (here for here in self.needing if here in stated):
            needs = (*self.columns[column].needs, *self.answers.get((column, entries.get((row, column), "")), ()))
            for other in needs:
                there = (row, other)
                if there in self.cells and there not in stated and there not in said:
                    said.add(there)
                    yield there, "needed-too"

    def twice(self, entries: Mapping[Here, str]) -> Iterator[tuple[Here, str]]:
        """Yield each line that has the key of an earlier one: its first key cell, and the number of that one."""
        firsts: dict[tuple[str, ...], str] = {}
        for row in self.rows if self.form.key else ():
            key = tuple(entries.get((row, code), "") for code in self.form.key)
            if all(key) and firsts.setdefault(key, row) != row:
                yield (row, self.form.key[0]), firsts[key]


def asked_of(form: Form) -> Asked:
    """Lay out a form."""
    columns: dict[str, Column | EntryColumn] = {one.code: one for one in form.measured()}
    wanted = {(row, code) for row, code in (*form.cells(), *form.entry_cells())}
    cells = {(row.code, code): columns[code] for row in form.rows for code in columns if (row.code, code) in wanted}
    answers = {(one.code, choice.code): choice.needs for one in form.entries for choice in one.choices}
    needing = {code for code, one in columns.items() if one.needs} | {
        code for (code, _), needs in answers.items() if needs
    }
    only_optional = all(row.optional for row in form.rows)
    return Asked(
        form=form,
        rows={row.code: row for row in form.rows},
        columns=columns,
        cells=cells,
        required=tuple(here for here, one in cells.items() if one.required),
        zeroed=frozenset(here for here, one in cells.items() if isinstance(one, Column) and one.zeroed),
        needing=tuple(here for here in cells if here[1] in needing),
        answers=answers,
        only_optional=only_optional,
        plain=not (needing or only_optional or form.key),
    )
