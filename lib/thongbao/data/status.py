"""What became of every report that was due on one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.completeness import expected, reporting
from thongbao.data.reports import read

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd
    from sqlalchemy import Engine

    from thongbao.records import OfficeParams


def report_states(engine: Engine, params: OfficeParams, day: date) -> pd.DataFrame:
    """Return the state of each report due on ``day``: see ``completeness.reporting`` for the columns."""
    due = expected(params, day, day)
    forms = [form.code for form in params.forms]
    units = [unit.code for unit in params.reporting_units(day)]
    found = read(engine, params.office.code, forms, units, day, day)
    return reporting(due, found.reports, found.refusals)
