"""What a page says about itself, from the settings of the office. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.bulletin.plan import entitled
from thongbao.records import Head

if TYPE_CHECKING:
    from thongbao.records import Edition, OfficeParams, Text


def head(params: OfficeParams, edition: Edition) -> Head:
    """Return the head of an edition before it is run: what it read is filled in afterwards."""
    bulletin = next(b for b in params.bulletins if b.code == edition.bulletin)
    unit = next(u for u in params.units if u.code == edition.unit)
    locale = edition.locale
    first = bulletin.numbered_from
    return Head(
        issuer=params.office.names.to(locale),
        title=bulletin.title.to(locale),
        number=max(0, (edition.date - first).days + 1) if first else 0,
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
        distribution=tuple(
            recipient.role.to(locale) for recipient in params.recipients if entitled(recipient, edition)
        ),
        digest="",
    )


def _said(text: Text | None, locale: str) -> str:
    return text.to(locale) if text else ""
