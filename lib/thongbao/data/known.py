"""What the store knows already of a file or a report that is taken in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, select

from thongbao.database import refusals, reports, sources

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import BindParameter, Connection


# The values as one: SQLAlchemy would look at each of them at length.
_SOME: BindParameter[list[str]] = bindparam("some", expanding=True)
_BECAME = select(sources.c.digest, sources.c.outcome).where(
    sources.c.office == bindparam("of"), sources.c.digest.in_(_SOME)
)
_CAME = (
    select(refusals.c.source, func.min(refusals.c.received_at))
    .where(refusals.c.office == bindparam("of"), refusals.c.source.in_(_SOME))
    .group_by(refusals.c.source)
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows of some files, each by its sha256.

    Attributes:
        accepted: all that they say was taken in.
        first_arrivals: when those that were refused before first came: mended params do not make them late.
    """

    accepted: frozenset[str]
    first_arrivals: Mapping[str, datetime]


def known_files(connection: Connection, office: str, digests: Collection[str]) -> Known:
    """Return what became of files when they were last taken in.

    Args:
        digests: sha256 of each file, hexadecimal; some hundreds at most.
    """
    became = dict(tuple(line) for line in connection.execute(_BECAME, {"of": office, "some": list(digests)}))
    accepted = frozenset(digest for digest, outcome in became.items() if outcome == "accepted")
    before = [digest for digest in became if digest not in accepted]
    came = connection.execute(_CAME, {"of": office, "some": before}) if before else ()
    return Known(accepted, dict(tuple(line) for line in came))


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
