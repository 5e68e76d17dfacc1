"""What the store knows already of a file or a report that is taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from thongbao.database import refusals, reports

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from thongbao.records import ReportKey


def first_arrival(connection: Connection, office: str, digest: str) -> datetime | None:
    """Return when a file that was refused before first came: mended params do not make it late.

    Args:
        digest: sha256 of the file, hexadecimal.
    """
    theirs = (refusals.c.office == office, refusals.c.source == digest)
    first: datetime | None = connection.execute(select(func.min(refusals.c.received_at)).where(*theirs)).scalar()
    return first


def latest(connection: Connection, key: ReportKey) -> datetime | None:
    """Return when the last report of the key came: what comes now comes after it, even if the clock was put back."""
    theirs = (
        reports.c.office == key.office,
        reports.c.form == key.form,
        reports.c.unit == key.unit,
        reports.c.day == key.day,
    )
    last: datetime | None = connection.execute(select(func.max(reports.c.received_at)).where(*theirs)).scalar()
    return last


def superseded(connection: Connection, office: str) -> set[str]:
    """Return the sha256 of each file with a report that says something else than the one in force."""
    key = (reports.c.form, reports.c.unit, reports.c.day)
    corrected = select(*key).where(reports.c.office == office, reports.c.revision == 2).subquery()
    same = [reports.c[name] == corrected.c[name] for name in ("form", "unit", "day")]
    found = connection.execute(
        select(*key, reports.c.digest, reports.c.source)
        .join(corrected, and_(*same))
        .where(reports.c.office == office)
        .order_by(reports.c.received_at, reports.c.revision)
    ).all()
    in_force = {(form, unit, day): digest for form, unit, day, digest, _ in found}
    return {source for form, unit, day, digest, source in found if digest != in_force[form, unit, day]}
