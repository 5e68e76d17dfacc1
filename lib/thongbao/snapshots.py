"""Write the gallery of a date with all that is known at that moment. Knows both the reports and the bulletins."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.bulletin.gallery import write_gallery
from thongbao.bulletin.shelf import Seen
from thongbao.bulletin.stages import outgoing
from thongbao.data.status import report_states
from thongbao.database import open_store, reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from thongbao.bulletin.job import Job
    from thongbao.records import Edition, EditionRecord, OfficeParams
    from thongbao.settings import Settings


def seen_of(settings: Settings, params: OfficeParams, day: date, stale: Mapping[str, str]) -> Seen:
    """Return what is known of a date now, besides the records of its editions.

    Args:
        stale: stem -> why the edition no longer says what is known.
    """
    engine = open_store(settings.store)
    at = datetime.now(ZoneInfo(params.office.timezone)).replace(microsecond=0)
    with reading(engine) as connection:
        out = outgoing(connection, params.office.code, day)
    states = report_states(engine, params, day)
    reports: dict[str, dict[str, str]] = {}
    for form, unit, state in zip(states["form"], states["unit"], states["state"], strict=True):
        reports.setdefault(str(form), {})[str(unit)] = str(state)
    return Seen(at, reports, stale, out)


def write_snapshot(
    settings: Settings,
    params: OfficeParams,
    day: date,
    stale: Mapping[str, str],
    known: Mapping[Edition, EditionRecord] | None = None,
) -> Path:
    """Write the page of a date and that of the office; return the office's.

    Args:
        stale: stem -> why the edition no longer says what is known.
        known: records that have just been read or written.

    Raises:
        OutputUnwritable: a page could not be written.
    """
    return write_gallery(settings.outputs, params, [day], known, {day: seen_of(settings, params, day, stale)})


def stale_of(standings: Sequence[tuple[Job, str]]) -> dict[str, str]:
    """Return of editions that are there why they no longer say what is known: stem -> why."""
    return {job.edition.stem: why for job, why in standings if why and job.before and job.before.state == "made"}
