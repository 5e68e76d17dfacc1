"""Whose bulletin an analyst is shown where nobody was named: what desk.yml says, and what the reports suggest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from thongbao.database import open_store, reading, reports
from thongbao.errors import StoreInvalid

if TYPE_CHECKING:
    from collections.abc import Collection

    from thongbao.records import Bulletin, Locale, OfficeParams, Unit


class Sample(NamedTuple):
    """What the parameters of a notebook are filled in with.

    Attributes:
        unit: its code; the office's root for a bulletin of the whole office.
    """

    unit: str
    date: dt.date
    locale: Locale


def bulletin_of(params: OfficeParams, notebook: str) -> Bulletin | None:
    """Return the bulletin that a notebook is for, one per unit before one of the whole office; None where it is none's.

    Args:
        notebook: name of its file.
    """
    made = [bulletin for bulletin in params.bulletins if bulletin.notebook == notebook]
    return min(made, key=lambda bulletin: bulletin.scope == "office", default=None)


def sample(params: OfficeParams, store: str, bulletin: Bulletin | None = None, date: dt.date | None = None) -> Sample:
    """Choose a unit, a day and a language.

    Args:
        store: its address; one that is not there is an office without reports.
        bulletin: units that it is not made for are not chosen; None for any unit that owes a form.
        date: the day, where it is known already.
    """
    desk = params.desk
    newest, reported = _newest(params, store, date or desk.date)
    day = date or desk.date or newest or _today(params)
    locale = desk.locale or params.office.locale
    if bulletin is not None and bulletin.scope == "office":
        return Sample(params.office.root, day, locale)
    units = _units(params, bulletin, day)
    wanted = [unit.code for unit in units if unit.code == desk.county]
    there = [unit.code for unit in units if unit.code in reported]
    first = [*wanted, *there, *(unit.code for unit in units), params.office.root]
    return Sample(first[0], day, locale)


def _units(params: OfficeParams, bulletin: Bulletin | None, day: dt.date) -> list[Unit]:
    if bulletin is None:
        return list(params.reporting_units(day))
    return [unit for unit in params.units if unit.kind in bulletin.kinds and unit.exists(day)]


def _newest(params: OfficeParams, store: str, day: dt.date | None) -> tuple[dt.date | None, Collection[str]]:
    """Return the newest day of which there is a report, and who reported on ``day``, or where it is None on that."""
    c, ours = reports.c, reports.c.office == params.office.code
    try:
        with reading(open_store(store)) as connection:
            newest = connection.execute(select(func.max(c.day)).where(ours)).scalar()
            units = connection.execute(select(c.unit).distinct().where(ours, c.day == (day or newest))).scalars()
            return newest, frozenset(units)
    except StoreInvalid:  # before the first report there is none
        return None, frozenset()


def _today(params: OfficeParams) -> dt.date:
    return dt.datetime.now(ZoneInfo(params.office.timezone)).date()
