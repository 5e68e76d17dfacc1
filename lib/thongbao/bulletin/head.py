"""What a page says about itself, from the settings of the office. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from thongbao.bulletin.entitled import distribution
from thongbao.records import Head

if TYPE_CHECKING:
    from thongbao.records import Edition, OfficeParams, Text


def head(params: OfficeParams, edition: Edition) -> Head:
    """Return the head of an edition before it is run: what it read is filled in afterwards.

    A weekly bulletin is about its ISO week, from Monday to the day of its figures.
    """
    bulletin = next(b for b in params.bulletins if b.code == edition.bulletin)
    unit = params.unit(edition.unit)
    if unit is None:
        raise ValueError(f"{params.office.code} has no unit {edition.unit}")
    locale, weekly = edition.locale, bulletin.cadence == "weekly"
    return Head(
        issuer=params.office.names.to(locale),
        title=bulletin.title.to(locale),
        number=bulletin.number(edition.date),
        revision=1,
        unit=unit.names.to(locale),
        unit_code=unit.code,
        date=edition.date,
        locale=locale,
        received_to=None,
        audience=bulletin.audience,
        notice=_said(params.office.notice, locale),
        sources=_said(params.office.sources, locale),
        contact=_said(params.office.contact, locale),
        distribution=distribution(params, edition),
        digest="",
        bulletin=bulletin.code,
        period=(edition.date - timedelta(days=edition.date.weekday()), edition.date) if weekly else None,
    )


def _said(text: Text | None, locale: str) -> str:
    return text.to(locale) if text else ""
