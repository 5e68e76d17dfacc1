"""Up to which moment the edition before had read: what has come since then is what a new edition says is changed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from thongbao.bulletin.ledger import read_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thongbao.bulletin.job import Job
    from thongbao.records import EditionRecord, Slice

PARAMETER = "since"
"""A notebook that declares it is given it; the fingerprint holds it empty, for it follows from what was made before."""

LOOKED_AT = 60
"""Dates before this one that are looked through for an edition."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def all_dated(todo: Sequence[Job], digests: Mapping[Slice, str]) -> list[Job]:
    """Return the jobs, those that ask for it with the moment that they compare with.

    Args:
        digests: of the slices that the editions before name, as the store has them now.
    """
    return [dated(one, digests) for one in todo]


def dated(job: Job, digests: Mapping[Slice, str]) -> Job:
    """Return the job with the moment that its notebook compares with, ISO 8601 with a zone; "" for a first edition.

    A revision made from other reports compares with the one before it. One made from the same reports, because the
    program or the notebook changed, says what that one said: it takes its place.

    Args:
        digests: of the slices that the edition before names, as the store has them now.
    """
    if PARAMETER not in job.parameters:
        return job
    before = job.before
    if before is not None and before.receipt is not None:
        same = all(digests.get(part) == part.digest for part in before.receipt.slices)
        moment = before.since if same else _read_to(before)
    else:
        moment = _earlier(job)
    return replace(job, parameters=job.parameters | {PARAMETER: moment})


def _read_to(record: EditionRecord | None) -> str:
    read = record.receipt.received_to if record is not None and record.receipt is not None else None
    return read.isoformat() if read else ""


def _earlier(job: Job) -> str:
    """Return up to when the last edition of an earlier date had read; "" where none is found."""
    edition = job.edition
    home = job.folder.parent
    names = sorted((path.name for path in home.glob("*-*-*") if _DATE.fullmatch(path.name)), reverse=True)
    for name in [name for name in names if name < edition.date.isoformat()][:LOOKED_AT]:
        there = edition.model_copy(update={"date": date.fromisoformat(name)})
        moment = _read_to(read_record(home / name, there))
        if moment:
            return moment
    return ""
