"""Field completeness: how many of the cells that reports should state they do state. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data.rates import shares

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongbao.records import Form


def field_completeness(
    forms: Iterable[Form], reports: pd.DataFrame, figures: pd.DataFrame, *, required_only: bool = True
) -> pd.DataFrame:
    """Return the cells that are filled in, of those asked, over all accepted reports of each unit.

    A required cell that is empty refuses a report today; it can be lacking in reports taken in under an earlier version
    of the form. Cells that may be left out tell how much more a unit could say.

    Args:
        reports: form, unit, day of the accepted reports, as ``Reports.reports``.
        figures: form, unit, day, row, column, as ``Reports.figures``; not stated = no line.
        required_only: count required cells alone; otherwise every cell that is asked. Lines of a list, which may be
            left empty as a whole, count in neither.

    Returns:
        By unit: n (cells filled in), of (cells asked), share, over.
    """
    asked = [(form.code, row, column) for form in forms for row, column in _cells(form, required_only)]
    cells = pd.DataFrame(asked, columns=["form", "row", "column"])
    due = reports["form"].map(cells.groupby("form").size()).fillna(0)
    stated = figures.merge(reports[["form", "unit", "day"]], on=["form", "unit", "day"]).merge(cells)
    units = pd.Index(reports["unit"].drop_duplicates(), name="unit")
    filled = stated.groupby("unit").size().reindex(units, fill_value=0).astype(float)
    return shares(filled, due.groupby(reports["unit"]).sum().reindex(units).astype(float))


def _cells(form: Form, required_only: bool) -> list[tuple[str, str]]:
    optional = {row.code for row in form.rows if row.optional}
    columns = {column.code for column in form.columns if column.required or not required_only}
    return [(row, column) for row, column in form.cells() if column in columns and row not in optional]
