"""Which editions of a date are still right. Knows both the reports and the bulletins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import TYPE_CHECKING

from thongbao.bulletin.jobs import job, notebooks
from thongbao.bulletin.ledger import date_folder, read_record, untouched
from thongbao.bulletin.plan import plan, why_stale
from thongbao.data.slices import slice_digests
from thongbao.database import open_store
from thongbao.files import digest_in
from thongbao.warm.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from concurrent.futures import Future
    from datetime import date

    from thongbao.bulletin.job import Job
    from thongbao.bulletin.plan import Wish
    from thongbao.records import Edition, EditionRecord, OfficeParams, Slice
    from thongbao.settings import Settings

    Records = dict[Edition, EditionRecord]
    Digests = Mapping[Slice, str]


def records_of(settings: Settings, editions: Iterable[Edition]) -> Records:
    """Return what became of each edition the last time, of those of which anything is known."""
    folder = cache(partial(date_folder, settings.outputs))
    found = {e: read_record(folder(e.office, e.date), e) for e in editions}
    return {edition: record for edition, record in found.items() if record is not None}


def digests_now(settings: Settings, records: Records) -> Digests:
    """Digest every slice that the records of an office name, as the store has it now, in one look at the reports."""
    slices = {part for record in records.values() if record.receipt for part in record.receipt.slices}
    if not slices:
        return {}
    found = slice_digests(open_store(settings.store), next(iter(records)).office, slices)
    give_back()
    return found


def digests_aside(settings: Settings, records: Records) -> Future[Digests]:
    """Begin ``digests_now`` in a thread that ends with it, for a process is forked from one thread only.

    The store works outside of Python's lock: what else is to be prepared costs no time meanwhile.
    """
    one = ThreadPoolExecutor(1)
    try:
        return one.submit(digests_now, settings, records)
    finally:
        one.shutdown(wait=False)


def why_each_stale(settings: Settings, stage: list[Job], digests: Digests) -> list[str]:
    """Say of every job why its edition must be made, "" where it stands as it is.

    Args:
        digests: of the slices that the records of the jobs name, as from ``digests_now``.
    """
    helper = cache(partial(digest_in, settings.home))
    return [why_stale(one.before, one.fingerprint, digests, partial(untouched, one.folder), helper) for one in stage]


def standing(settings: Settings, params: OfficeParams, day: date, wish: Wish | None = None) -> list[tuple[Job, str]]:
    """Return every edition of ``day`` as a job, with why it is stale; nothing is run."""
    editions = plan(params, day, wish)
    ready = notebooks(settings, editions)
    held = records_of(settings, editions)
    stage = [job(settings, params, e, ready[e.notebook, e.locale], held=held) for e in editions]
    return list(zip(stage, why_each_stale(settings, stage, digests_now(settings, held)), strict=True))
