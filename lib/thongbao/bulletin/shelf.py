"""What became of every edition of a date, as the gallery shows it."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thongbao.bulletin.approval import content_digest
from thongbao.bulletin.changes import page_digest
from thongbao.bulletin.ledger import THUMBNAIL, read_record, record_of
from thongbao.bulletin.outbox import State
from thongbao.bulletin.plan import planned
from thongbao.bulletin.stages import FAILED, STAGES, STALE, Outgoing, counts_of, stage_of
from thongbao.language import N_, number, translator
from thongbao.records import LOCALES, Edition, EditionRecord

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime
    from pathlib import Path

    from thongbao.records import OfficeParams

_LETTERS = {
    State.SENT: N_("{n} sent"),
    State.QUEUED: N_("{n} waiting"),
    State.CLAIMED: N_("{n} waiting"),
    State.SENDING: N_("{n} waiting"),
    State.DEFERRED: N_("{n} deferred"),
    State.REFUSED: N_("{n} refused"),
    State.IN_DOUBT: N_("{n} in doubt"),
}
_REVISION = N_("revision {revision}")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows of a date besides the records of its editions, and when that was looked up.

    Attributes:
        at: office time; None where nobody looked.
        reports: form -> unit -> state of its report, as ``data.completeness.reporting`` names states.
        stale: stem -> why the edition no longer says what is known.
        outgoing: approvals and letters.
    """

    at: datetime | None = None
    reports: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    stale: Mapping[str, str] = field(default_factory=dict)
    outgoing: Outgoing = field(default_factory=Outgoing)


@dataclass(frozen=True, slots=True)
class Row:
    """One edition.

    Attributes:
        stage: one of STAGES.
        page: whether its page is there.
        note: its revision and its letters, in the office's language; "" where there is nothing to tell.
        cause: why it failed or is stale, in English; "" otherwise.
        picture: whether a thumbnail of its page is there.
        digest: of its page; "" where that is not there.
    """

    edition: Edition
    stage: str
    page: bool = False
    note: str = ""
    cause: str = ""
    picture: bool = False
    digest: str = ""


def shelf(
    folder: Path,
    params: OfficeParams,
    day: date,
    held: Mapping[Edition, EditionRecord] | None = None,
    seen: Seen | None = None,
) -> list[Row]:
    """Return a row for every edition that the date should have or has, as planned.

    The whole office first, then the units in their order; the languages of a bulletin stand together.

    Args:
        folder: of the date.
        params: of the office.
        day: the date.
        held: records that need not be read again.
        seen: what is known besides.
    """
    due = planned(params, day)
    known = {edition: (held or {}).get(edition) or read_record(folder, edition) for edition in due}
    there = _there(folder)
    known |= _made_besides(folder, params, day, {edition.stem for edition in due}, there)
    rank = {code: at for at, code in enumerate(unit_codes(params))}
    titles = {bulletin.code: at for at, bulletin in enumerate(params.bulletins)}

    def place(edition: Edition) -> tuple[int, str, int, str, int]:
        last = len(rank) + len(titles)  # what the settings no longer know
        at, title = rank.get(edition.unit, last), titles.get(edition.bulletin, last)
        return at, edition.unit, title, edition.bulletin, LOCALES.index(edition.locale)

    return [
        _row(params, edition, record, seen or Seen(), there)
        for edition, record in sorted(known.items(), key=lambda each: place(each[0]))
    ]


def unit_codes(params: OfficeParams) -> list[str]:
    """Return the units of an office in the order in which they are shown: the whole office, then as in units.csv."""
    return list(dict.fromkeys((params.office.root, *(unit.code for unit in params.units))))


def tally(rows: list[Row]) -> dict[str, int]:
    """Count the rows by stage; every stage is named."""
    found = Counter(row.stage for row in rows)
    return {stage: found[stage] for stage in STAGES}


def _there(folder: Path) -> frozenset[str]:
    """Return every file of a date as <unit>/<name>: a country has thousands, and asking for each takes longer."""
    found: set[str] = set()
    for unit in _names(folder):
        found.update(f"{unit}/{name}" for name in _names(folder / unit))
    return frozenset(found)


def _names(folder: Path) -> list[str]:
    """Return what stands in a folder; nothing where it is none, or can no longer be read."""
    try:
        return os.listdir(folder)  # noqa: PTH208 -- a Path for each of thousands costs more than the reading
    except OSError:
        return []


def _made_besides(
    folder: Path, params: OfficeParams, day: date, planned: set[str], there: Iterable[str]
) -> dict[Edition, EditionRecord]:
    """Find editions made on request, e.g. in another language, or of a bulletin that is no longer made, by stem."""
    found = {}
    for name in there:
        stem, dot, suffix = name.rpartition(".")
        if suffix != "json" or not dot or stem in planned or stem.rpartition(".")[2] not in LOCALES:
            continue
        record = record_of(folder, stem)
        edition = record.edition if record is not None else None
        if record and edition and (edition.stem, edition.date, edition.office) == (stem, day, params.office.code):
            found[edition] = record
    return found


def _row(
    params: OfficeParams, edition: Edition, record: EditionRecord | None, seen: Seen, there: Collection[str]
) -> Row:
    if record and record.state == "made" and f"{edition.stem}.html" not in there:
        record = None
    why = seen.stale.get(edition.stem, "")
    stage = stage_of(params, edition, record, why, seen.outgoing)
    if record is None:
        return Row(edition, stage)
    cause, note = {FAILED: record.cause, STALE: why}.get(stage, ""), _note(params, record, seen.outgoing)
    if record.state == "failed":
        return Row(edition, stage, note=note, cause=cause)
    picture = f"{edition.stem}{THUMBNAIL}" in there
    return Row(edition, stage, True, note, cause, picture, page_digest(record.files, edition.stem))


def _note(params: OfficeParams, record: EditionRecord, there: Outgoing) -> str:
    t = translator(params.office.locale)
    told = [t(_REVISION).format(revision=record.revision)] if record.revision > 1 and record.state == "made" else []
    if record.edition.stem in there.letters:
        counted = counts_of(there, record.edition.stem, content_digest(record))
        said: Counter[str] = Counter()
        for state, text in _LETTERS.items():
            said[text] += counted[state]
        told += [t(text).format(n=number(n, params.office.locale)) for text, n in said.items() if n]
    return " · ".join(told)
