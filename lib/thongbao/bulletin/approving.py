"""Gather what whoever approves must see of a date, approve it, and file what was approved."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from thongbao.bulletin.approval import approve, content_digest, standing, subject_of, withdraw
from thongbao.bulletin.entitled import recipients_of
from thongbao.bulletin.ledger import date_folder
from thongbao.bulletin.summary import Standing, approved_stems, headline, standing_of
from thongbao.database import reading, writing
from thongbao.errors import WrongUse
from thongbao.files import publish_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from thongbao.records import Edition, EditionRecord, OfficeParams
    from thongbao.settings import Settings


def role_of(params: OfficeParams, named: str) -> str:
    """Return the role that was named, if it may approve.

    Raises:
        WrongUse: office.yml names those who may, and this is none of them; or it is no code of a role.
    """
    allowed = params.office.approvers
    if allowed and named not in allowed:
        raise WrongUse(f"{named!a} may not approve: approvers in office.yml are {', '.join(allowed)}.")
    if not (named.isascii() and named.isidentifier() and named.islower() and len(named) <= 32):
        raise WrongUse(f"{named!a} is no role. Write it in small letters, digits and _, e.g. deputy_director.")
    return named


def standings(
    settings: Settings,
    params: OfficeParams,
    day: date,
    editions: Sequence[tuple[Edition, EditionRecord | None, str]],
    engine: Engine,
    needs: int = 1,
) -> list[Standing]:
    """Return how each edition stands, with its headline numbers and those of the last date before.

    Args:
        editions: each with its record, None where it was never made, and why it is stale, "" where it is not.
        needs: roles that are asked for; the settings may demand more.
    """
    with reading(engine) as connection:
        there = standing(connection, params.office.code, day)
    folder = date_folder(settings.outputs, params.office.code, day)
    earlier = _dates_before(folder)
    found = []
    for edition, record, stale in editions:
        before = next((p for p in (_notebook(place, edition) for place in earlier) if p.is_file()), None)
        now = _notebook(folder, edition) if record and record.state == "made" else None
        numbers = (_numbers(now, edition.locale), _numbers(before, edition.locale))
        found.append(standing_of(params, edition.stem, record, stale, there, *numbers, needs))
    return found


def approve_all(
    settings: Settings,
    params: OfficeParams,
    day: date,
    seen: Sequence[Standing],
    engine: Engine,
    *,
    by: str,
    needs: int = 1,
) -> tuple[int, list[Path]]:
    """Approve every edition that can be, exactly as it was seen, and file those that are approved by now.

    Returns:
        how many approvals were new, and the files of the archive.

    Raises:
        OutputUnwritable: an archive could not be written to; the approvals stand.
    """
    records = {one.stem: one.record for one in seen if one.record is not None and not one.refused}
    contents = {subject_of(record.edition): content_digest(record) for record in records.values()}
    with writing(engine) as connection:
        new = approve(connection, params.office.code, day, contents, by=by, needs=needs)
        there = standing(connection, params.office.code, day)
    again = [standing_of(params, one.stem, one.record, one.refused, there, {}, {}, needs) for one in seen]
    filed = [path for stem in approved_stems(again) for path in file_copy(settings, params, records[stem])]
    return new, filed


def withdraw_all(
    params: OfficeParams, day: date, editions: Sequence[Edition], engine: Engine, *, by: str, why: str
) -> int:
    """Take the approvals of editions back; return of how many."""
    with writing(engine) as connection:
        return withdraw(connection, params.office.code, day, [subject_of(e) for e in editions], by=by, why=why)


def file_copy(settings: Settings, params: OfficeParams, record: EditionRecord) -> list[Path]:
    """Put an edition's page and record into each archive that is entitled to it; return the pages there.

    The name holds the revision and the beginning of the digest, so no copy ever takes the place of another.
    """
    edition = record.edition
    made = []
    for archive in recipients_of(params, edition):
        if archive.delivery != "archive":
            continue
        folder = settings.home / archive.folder if archive.folder else settings.outputs / edition.office / "archive"
        name = f"{edition.bulletin}.{edition.locale}.r{record.revision}.{content_digest(record)[:12]}"
        place = folder / edition.date.isoformat() / edition.unit
        page = place / f"{name}.html"
        made.append(page)
        if not page.exists():
            source = date_folder(settings.outputs, edition.office, edition.date) / f"{edition.stem}.html"
            publish_all({place / f"{name}.json": record.model_dump_json(indent=1), page: source.read_bytes()})
    return made


def _dates_before(folder: Path) -> list[Path]:
    """Return the folders of earlier dates, the newest first."""
    found = []
    for path in folder.parent.iterdir() if folder.parent.is_dir() else ():
        try:
            if date.fromisoformat(path.name).isoformat() < folder.name and path.is_dir():
                found.append(path)
        except ValueError:
            continue  # a folder of something else
    return sorted(found, key=lambda path: path.name, reverse=True)


def _notebook(folder: Path, edition: Edition) -> Path:
    return folder / f"{edition.stem}.ipynb"


def _numbers(path: Path | None, locale: str) -> dict[str, float]:
    if path is None:
        return {}
    try:
        nb: dict[str, Any] = json.loads(path.read_bytes())
        return headline(nb, locale)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # the summary is a help; what is approved is proven by digests
