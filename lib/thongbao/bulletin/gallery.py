"""Write the pages from which all editions of an office are found: one for each date, and one for the office.

A page on a disk is a snapshot: it is written anew when something was made, approved, sent or released, and says as of
when it holds. What is kept of each date for the others is its index.json.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from thongbao.bulletin.changes import NAME as CHANGES
from thongbao.bulletin.changes import Changes, changes_of, kept_changes, written
from thongbao.bulletin.gallery_page import Shown, gallery_page, letter
from thongbao.bulletin.shelf import Row, Seen, shelf, tally
from thongbao.bulletin.stages import STAGES
from thongbao.files import publish, publish_all
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from thongbao.records import Edition, EditionRecord, OfficeParams

_SHOWN = TypeAdapter(Shown)

SHOWN_DATES = 30
"""Dates that the office's page searches; older ones are linked by their date."""


def write_gallery(
    outputs: Path,
    params: OfficeParams,
    days: Collection[date] | None = None,
    known: Mapping[Edition, EditionRecord] | None = None,
    seen: Mapping[date, Seen] | None = None,
) -> Path:
    """Write the gallery of an office and return its page, outputs/<office>/index.html.

    Args:
        outputs: the folder that holds <office>/<date>/<unit>/<bulletin>.<locale>.html and .json.
        params: of the office: what each date should have, and the names.
        days: whose pages are written anew; None for all. Others keep theirs, and what their index.json says of them;
            the date after one of them tells anew what changed since.
        known: records that have just been read or written, so that they need not be read again.
        seen: what is known of the dates besides their editions' records: reports, staleness, approvals, letters.

    Raises:
        OutputUnwritable: a page could not be written.
    """
    office = outputs / params.office.code
    dated = sorted(_dates(office) | set(days or ()), reverse=True)
    shown: dict[date, Shown] = {}
    before, renewed = None, False
    for day in reversed(dated):  # the older first: each is compared with the one before it
        folder, looked = office / day.isoformat(), Seen() if seen is None else seen.get(day, Seen())
        kept = None if days is None or day in days else _kept(folder, day)
        pages = _pages_of(folder) if kept and renewed else None
        renewed = kept is None
        if kept is None:
            rows = shelf(folder, params, day, known, looked)
            kept, pages = _looked(rows, day, looked), {row.edition.stem: row.digest for row in rows if row.digest}
        if pages is not None:
            _write_day(office, params, kept, before, pages)
        shown[day] = before = kept
    page = office / "index.html"
    every = [shown[day] for day in dated]
    publish(page, gallery_page(params, every[:SHOWN_DATES], every=every))
    return page


def _pages_of(folder: Path) -> dict[str, str]:
    return (kept_changes(folder) or Changes()).pages


def _write_day(office: Path, params: OfficeParams, shown: Shown, before: Shown | None, pages: dict[str, str]) -> None:
    folder = office / shown.day.isoformat()
    changes = changes_of(folder, pages, office / before.day.isoformat() if before else None)
    publish_all(
        {
            folder / CHANGES: written(changes),
            folder / "index.json": _SHOWN.dump_json(shown),
            folder / "index.html": gallery_page(params, [shown], before=before, changes=changes),
        }
    )


def last_shown(outputs: Path, office: str, day: date) -> Shown | None:
    """Return what the gallery shows of a date; None where it shows nothing."""
    return _kept(outputs / office / day.isoformat(), day)


def _dates(office: Path) -> set[date]:
    found = set()
    for path in office.iterdir() if office.is_dir() else ():
        try:
            if path.is_dir():
                found.add(date.fromisoformat(path.name))
        except ValueError:
            continue  # a folder of something else
    return found


def _looked(rows: list[Row], day: date, seen: Seen) -> Shown:
    stages: dict[str, dict[str, str]] = {}
    notes: dict[str, tuple[str, str]] = {}
    pictures: dict[str, list[str]] = {}
    for row in rows:
        edition = row.edition
        stages.setdefault(f"{edition.bulletin}.{edition.locale}", {})[edition.unit] = letter(row.stage, page=row.page)
        if row.picture:
            pictures.setdefault(f"{edition.bulletin}.{edition.locale}", []).append(edition.unit)
        if row.note or row.cause:
            notes[edition.stem] = row.note, row.cause
    reports = {form: dict(states) for form, states in seen.reports.items()}
    return Shown(day, tally(rows), stages, notes, reports, seen.at, pictures)


def _kept(folder: Path, day: date) -> Shown | None:
    """Read what was kept of a date; None where it is lost, damaged or of an older version."""
    try:
        kept = _SHOWN.validate_json((folder / "index.json").read_bytes())
    except (OSError, ValidationError):
        return None
    named = all(column.partition(".")[2] in LOCALES for column in kept.stages)
    return kept if kept.day == day and set(kept.counts) == set(STAGES) and named else None
