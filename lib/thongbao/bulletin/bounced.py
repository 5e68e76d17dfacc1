"""What reports of non-delivery say about addresses: kept once each, believed only for letters that were sent."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from thongbao.bulletin.audit import note
from thongbao.bulletin.bounces import LARGEST, read_report, verdict
from thongbao.bulletin.outbox import State
from thongbao.database.mailing import addresses, bounces, outbox
from thongbao.errors import WrongUse
from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Row

    from thongbao.bulletin.bounces import Report


@dataclass(slots=True)
class Read:
    """What came of reading reports.

    Attributes:
        failed, noted: one line for each address: letters to it came back, or were late.
        unknown: names of files that report nothing about a letter of the office.
        before: files that were read before.
        unreadable: names of files that could not be opened, or are too long.
    """

    failed: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    before: int = 0
    unreadable: list[str] = field(default_factory=list)


def messages(folder: Path) -> Iterator[Path]:
    """Yield the messages in a folder, or in the ``new`` and ``cur`` of a Maildir; nothing is moved or changed.

    Raises:
        WrongUse: there is no such folder.
    """
    if not folder.is_dir():
        raise WrongUse(f"{folder} is no folder. Name the folder or Maildir that reports of non-delivery come to.")
    inside = [folder / name for name in ("new", "cur") if (folder / name).is_dir()] or [folder]
    for each in inside:
        yield from sorted(path for path in each.iterdir() if path.is_file() and not path.is_symlink())


def take_in(connection: Connection, office: str, folder: Path, now: datetime) -> Read:
    """Read every message that was not read before, and update the addresses.

    Args:
        connection: alone in writing.
    """
    told = Read()
    for path in messages(folder):
        try:
            content = path.read_bytes() if path.stat().st_size <= LARGEST else b""
        except OSError:
            content = b""
        if not content:
            told.unreadable.append(path.name)
            continue
        digest = sha256(content)
        known = (bounces.c.office == office) & (bounces.c.digest == digest)
        if connection.execute(select(bounces.c.digest).where(known)).first():
            told.before += 1
            continue
        _take_one(connection, office, path.name, digest, read_report(content), told, now)
    return told


def _take_one(
    connection: Connection, office: str, name: str, digest: str, reports: list[Report], told: Read, now: datetime
) -> None:
    found = [(report, letter) for report in reports if (letter := _letter_of(connection, office, report)) is not None]
    row: dict[str, Any] = {"office": office, "digest": digest, "read_at": now}
    if not found:
        told.unknown.append(name)
        connection.execute(insert(bounces).values({**row, "letter": None, "action": "", "status": "", "said": ""}))
        return
    for report, letter in found:
        means = verdict(report)
        said = f"{report.action} {report.status} {report.said}".strip()
        if means and _set(connection, office, letter.recipient, means, said, now):
            (told.failed if means == "failed" else told.noted).append(f"{letter.recipient}: {said}")
            note(
                connection,
                office=office,
                day=letter.day,
                action=f"address {means}",
                actor="",
                subject=letter.message_id,
                detail=f"{letter.recipient}: {said}",
                at=now,
            )
    report, letter = found[0]
    values = {"letter": letter.id, "action": report.action, "status": report.status, "said": report.said}
    connection.execute(insert(bounces).values({**row, **values}))


def _letter_of(connection: Connection, office: str, report: Report) -> Row[Any] | None:
    """Return the letter that a report is about: that of its Message-ID, if it was to the reported address."""
    c = outbox.c
    asked = select(outbox).where(c.office == office, c.message_id == report.message_id)
    gone_out = c.state.in_([State.SENT, State.IN_DOUBT, State.SENDING])
    rows = connection.execute(asked.where(gone_out)).all() if report.message_id else []
    return next((row for row in rows if row.recipient in report.addresses), None)


def _set(connection: Connection, office: str, address: str, state: str, said: str, now: datetime) -> bool:
    """Set the state of an address; False where it is known as worse, or the same."""
    mine = (addresses.c.office == office) & (addresses.c.address == address)
    before = connection.execute(select(addresses.c.state).where(mine)).scalar()
    if before == state or (before == "failed" and state == "noted"):
        return False
    values = {"state": state, "said": said, "since": now}
    if before is None:
        connection.execute(insert(addresses).values(office=office, address=address, **values))
    else:
        connection.execute(update(addresses).where(mine).values(values))
    return True


def failed_addresses(connection: Connection, office: str) -> dict[str, str]:
    """Return the addresses that get no letters until somebody clears them: address -> why."""
    return {row.address: row.said for row in known_addresses(connection, office) if row.state == "failed"}


def known_addresses(connection: Connection, office: str) -> Sequence[Row[Any]]:
    """Return the addresses that are not simply good, the failed ones first."""
    asked = select(addresses).where(addresses.c.office == office, addresses.c.state != "good")
    return connection.execute(asked.order_by(addresses.c.state, addresses.c.address)).all()


def clear(connection: Connection, office: str, address: str, by: str, now: datetime) -> None:
    """Let letters go to an address again.

    Args:
        connection: alone in writing.
        by: the role that decided.

    Raises:
        WrongUse: nothing is known against it.
    """
    address = address.casefold()
    if address not in {row.address for row in known_addresses(connection, office)}:
        raise WrongUse(f"Nothing is known against {address!a}. `thongbao bounces` lists what is.")
    _set(connection, office, address, "good", f"cleared by {by}", now)
    note(connection, office=office, action="address cleared", actor=by, detail=address, at=now)
