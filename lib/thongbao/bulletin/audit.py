"""The audit trail: who did what to which edition, report or letter, and when. Lines are only ever added."""

from __future__ import annotations

import getpass
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from thongbao.database import audit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection, Row


def note(
    connection: Connection,
    *,
    office: str,
    action: str,
    actor: str,
    day: date | None = None,
    subject: str = "",
    digest: str = "",
    detail: str = "",
    at: datetime | None = None,
) -> None:
    """Add one line to the audit trail, in the transaction of what it tells.

    Args:
        connection: alone in writing.
        action: what was done, e.g. ``approved``, ``withdrawn``, ``sent``, ``released``; at most 32 letters.
        actor: the role that did it; at most 32 letters. The system's account is recorded beside it.
        day: of the editions or reports it was about.
        subject: what it was done to, as ``thongbao.bulletin.approval`` names it, or a letter's Message-ID.
        digest: of the content it was done to.
        detail: one line more, e.g. the reason. Never an address with a password, a token or a text of a letter.
        at: now, unless given.
    """
    line = {"office": office, "day": day, "action": action, "actor": actor, "subject": subject}
    note_all(connection, [{**line, "digest": digest, "detail": detail}], at=at)


def note_all(connection: Connection, lines: Sequence[Mapping[str, Any]], *, at: datetime | None = None) -> None:
    """Add several lines that were done at one moment; each has the keys of ``note``, all but ``at``."""
    moment = {"at": at or datetime.now(UTC), "account": _account()}
    rows = [{"day": None, "subject": "", "digest": "", **line, **moment} for line in lines]
    if rows:
        connection.execute(insert(audit), [{**row, "detail": _one_line(row.get("detail", ""))} for row in rows])


def trail(connection: Connection, office: str, day: date | None = None) -> Sequence[Row[Any]]:
    """Return the lines of an office in the order in which they were written, of one day's editions or of all."""
    asked = select(audit).where(audit.c.office == office).order_by(audit.c.id)
    return connection.execute(asked if day is None else asked.where(audit.c.day == day)).all()


def _account() -> str:
    try:
        return getpass.getuser()[:64]
    except (OSError, KeyError):  # a container may run under a number that has no name
        return ""


def _one_line(text: str) -> str:
    """Return ``text`` without what could forge another line where the trail is printed."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    return " ".join(shown.split())[:1000]
