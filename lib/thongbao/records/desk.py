"""What an analyst sees where a notebook's parameters are empty."""

from __future__ import annotations

import datetime as dt

from thongbao.records.base import Code, Locale, Record


class Desk(Record):
    """Whose bulletin notebooks show at the desk, in JupyterLab, preview and check: params/<office>/desk.yml.

    A run never looks at it. What is left out is chosen from the reports that are there.

    Attributes:
        county: code of a unit; left out: the first one that reported on the day.
        date: the day of the bulletin; left out: the newest day of which there is a report.
        locale: left out: the office's.
    """

    county: Code | None = None
    date: dt.date | None = None
    locale: Locale | None = None
