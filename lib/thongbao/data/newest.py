"""Which report came last: by it two machines find out whether they look at the same store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from thongbao.database import reading, reports

if TYPE_CHECKING:
    from sqlalchemy import Engine


def newest_report(engine: Engine, office: str, number: int | None = None) -> tuple[int, str]:
    """Return the number in the store and the digest of an office's newest report; (0, "") where there is none.

    Args:
        number: of the report that is meant instead: reports are never changed, so a store that has it with the same
            digest is the same one or an equal copy.
    """
    asked = select(reports.c.id, reports.c.digest).where(reports.c.office == office)
    asked = asked.order_by(reports.c.id.desc()).limit(1) if number is None else asked.where(reports.c.id == number)
    with reading(engine) as connection:
        found = connection.execute(asked).first()
    return (found.id, found.digest) if found else (0, "")
