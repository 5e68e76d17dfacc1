"""Where everything of a form stands on its sheet. Rows and columns are counted from 0, as XlsxWriter does. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from thongbao.data.cells import address
from thongbao.data.printing import FIRST_COLUMN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thongbao.params.rules import Cell
    from thongbao.records import Form

HEAD_ROW, FIRST_ROW = 7, 8
"""The line of column codes, and the first line to fill in."""

NOTHING = "C6"
"""Where "nothing to report" is said."""

Here = tuple[str, str]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheet of one form.

    Attributes:
        name: of the sheet, as Excel allows it.
    """

    form: Form
    name: str

    @property
    def rows(self) -> dict[str, int]:
        """Return row code -> line."""
        return {row.code: at for at, row in enumerate(self.form.rows, start=FIRST_ROW)}

    @property
    def columns(self) -> dict[str, int]:
        """Return column code -> column: entries, then figures."""
        return {one.code: at for at, one in enumerate(self.form.measured(), start=FIRST_COLUMN)}

    @property
    def last_row(self) -> int:
        """Return the last line to fill in."""
        return FIRST_ROW + len(self.form.rows) - 1

    @property
    def last_column(self) -> int:
        """Return the last column to fill in."""
        return FIRST_COLUMN + len(self.form.measured()) - 1

    def places(self, *, outside: bool = False) -> dict[Cell, str]:
        """Return (form, column, row) -> address of every figure.

        Args:
            outside: with the name of the sheet, for formulas on other sheets.
        """
        rows, columns = self.rows, self.columns
        sheet = "'" + self.name.replace("'", "''") + "'!" if outside else ""
        return {(self.form.code, c, r): sheet + address(rows[r], columns[c]) for r, c in self.form.cells()}

    def runs(self, wanted: Callable[[Here], bool]) -> Iterator[str]:
        """Yield the areas, one column wide, of the cells that are ``wanted``: C9:C12."""
        asked = {*self.form.cells(), *self.form.entry_cells()}
        for code, column in self.columns.items():
            lines = [(at, (row, code) in asked and wanted((row, code))) for row, at in self.rows.items()]
            for taken, run in groupby(lines, key=lambda line: line[1]):
                if taken:
                    found = [at for at, _ in run]
                    yield f"{address(found[0], column)}:{address(found[-1], column)}"
