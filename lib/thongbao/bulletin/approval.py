"""Who approved exactly which content. An approval holds for one digest, and a withdrawal is an event, not a deletion.

What is approved has a subject, the name under which it stays known when its content changes: an edition or a report.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from thongbao.bulletin.audit import note_all
from thongbao.database import approvals
from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from thongbao.records import Edition, EditionRecord, OfficeParams, ReportKey


@dataclass(frozen=True, slots=True)
class Approval:
    """One role's approval of one content that was not withdrawn since.

    Attributes:
        digest: of the content that was approved.
        needs: how many roles whoever approved asked for, 1 or more.
        at: UTC.
    """

    digest: str
    role: str
    needs: int
    at: datetime


def subject_of(edition: Edition) -> str:
    """Return the name under which an edition is approved, whatever its content: ``2020-02-19/<unit>/<bulletin>.…``."""
    return f"{edition.date}/{edition.stem}"


def report_subject(key: ReportKey) -> str:
    """Return the name under which a report is approved, whatever its revision."""
    return f"report/{key.form}/{key.day}/{key.unit}"


def content_digest(record: EditionRecord) -> str:
    """Return the digest of what is approved and sent: the edition, its revision, what it read, and every file of it.

    Args:
        record: of an edition that came out.
    """
    said = [
        record.edition.model_dump(mode="json"),
        record.revision,
        record.receipt.digest if record.receipt else "",
        record.files,
    ]
    return sha256(json.dumps(said, sort_keys=True))


def needed(params: OfficeParams, bulletin: str) -> int:
    """Return how many different roles must approve an edition of ``bulletin``: its own number, else the office's."""
    own = next((b.approvals for b in params.bulletins if b.code == bulletin), None)
    return own or params.office.approvals


def approve(
    connection: Connection,
    office: str,
    day: date,
    contents: Mapping[str, str],
    *,
    by: str,
    needs: int = 1,
    at: datetime | None = None,
) -> int:
    """Record that a role approves contents; those that it has approved already are left as they are.

    Args:
        connection: alone in writing.
        contents: subject -> digest of the content.
        by: the role.
        needs: how many roles whoever approves asks for; more than the settings demand, never less.
        at: now, unless given.

    Returns:
        how many approvals were new.
    """
    there = standing(connection, office, day)
    said = {
        subject: digest
        for subject, digest in contents.items()
        if not any((a.digest, a.role) == (digest, by) and a.needs >= needs for a in there.get(subject, ()))
    }
    row = {"office": office, "day": day, "verdict": "approved", "role": by, "needs": needs}
    _record(connection, [{**row, "subject": s, "digest": d} for s, d in said.items()], at)
    return len(said)


def withdraw(
    connection: Connection,
    office: str,
    day: date,
    subjects: Sequence[str],
    *,
    by: str,
    why: str = "",
    at: datetime | None = None,
) -> int:
    """Record that a role takes all approvals of some subjects back, whoever gave them and for whatever content.

    Whoever sees that a bulletin is wrong can stop it; from then on it must be approved anew.

    Returns:
        how many subjects had an approval to be taken back.
    """
    there = standing(connection, office, day)
    row = {"office": office, "day": day, "verdict": "withdrawn", "role": by, "needs": 1, "digest": ""}
    rows = [{**row, "subject": subject} for subject in subjects if there.get(subject)]
    _record(connection, rows, at, why)
    return len(rows)


def standing(connection: Connection, office: str, day: date) -> dict[str, tuple[Approval, ...]]:
    """Return the approvals of a day by subject, in their order; those before a withdrawal are not among them."""
    return _counting(connection, approvals.c.office == office, approvals.c.day == day)


def approved(connection: Connection, office: str, subject: str, digest: str, needs: int = 1) -> bool:
    """Say whether a content stands approved now.

    Args:
        subject: as ``subject_of`` names it.
        digest: as ``content_digest`` gives it.
        needs: different roles that must have approved, as ``needed`` says.
    """
    there = _counting(connection, approvals.c.office == office, approvals.c.subject == subject)
    return is_approved(there.get(subject, ()), digest, needs)


def is_approved(there: Sequence[Approval], digest: str, needs: int = 1) -> bool:
    """Say whether enough different roles approved exactly ``digest``; the highest number that was asked for counts."""
    return not missing_roles(there, digest, needs)


def missing_roles(there: Sequence[Approval], digest: str, needs: int = 1) -> int:
    """Return how many more roles must approve ``digest``; 0 where it is approved."""
    same = [approval for approval in there if approval.digest == digest]
    wanted = max([needs, *(approval.needs for approval in same)])
    return max(0, wanted - len({approval.role for approval in same}))


def _counting(connection: Connection, *of: object) -> dict[str, tuple[Approval, ...]]:
    c = approvals.c
    found: dict[str, tuple[Approval, ...]] = {}
    # In the order of their numbers: the clock of a machine may be set back, the store's one writer is never passed.
    for row in connection.execute(select(approvals).where(*of).order_by(c.id)):  # type: ignore[arg-type]
        if row.verdict == "withdrawn":
            found[row.subject] = ()
        else:
            said = Approval(row.digest, row.role, row.needs, row.at)
            found[row.subject] = (*found.get(row.subject, ()), said)
    return found


def _record(connection: Connection, rows: list[dict[str, object]], at: datetime | None, why: str = "") -> None:
    if not rows:
        return
    moment = at or datetime.now(UTC)
    connection.execute(insert(approvals), [{**row, "at": moment} for row in rows])
    note_all(
        connection,
        [
            {
                "office": row["office"],
                "day": row["day"],
                "action": row["verdict"],
                "actor": row["role"],
                "subject": row["subject"],
                "digest": row["digest"],
                "detail": why,
            }
            for row in rows
        ],
        at=moment,
    )
