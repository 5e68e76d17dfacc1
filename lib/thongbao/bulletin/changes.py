"""Which figures of a date's editions are not those of the date before: found once per pair of pages, and kept.

The figures of a page stand beside it since it was made. What was found is kept in changes.json of the date, so that a
country's pages are compared when they are new and not whenever the gallery is written.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from thongbao.bulletin.compare import Change, came_or_went_with_its_day, changed_figures
from thongbao.bulletin.ledger import FIGURES, record_of
from thongbao.bulletin.values import Place, figures, read
from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NAME = "changes.json"
"""Of the file in the folder of a date."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed on a date.

    Attributes:
        places: where figures stand: table, row, column.
        pages: stem -> digest of its page, of every edition that stands.
        compared: stem -> digest of the page it was compared with, and of each figure that changed: the number of its
            place, the old text and the new one; "" where a page does not have it.
    """

    places: tuple[tuple[str, str, str], ...] = ()
    pages: dict[str, str] = field(default_factory=dict)
    compared: dict[str, tuple[str, tuple[tuple[int, str, str], ...]]] = field(default_factory=dict)


_CHANGES = TypeAdapter(Changes)


def kept_changes(folder: Path) -> Changes | None:
    """Read what was kept of a date; None where it is lost, damaged or of an older version."""
    try:
        kept = _CHANGES.validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None
    known = range(len(kept.places))
    return kept if all(at in known for _, found in kept.compared.values() for at, _, _ in found) else None


def written(changes: Changes) -> bytes:
    """Return what ``kept_changes`` reads."""
    return _CHANGES.dump_json(changes)


def changes_of(folder: Path, pages: Mapping[str, str], before: Path | None) -> Changes:
    """Return what changed from the editions of one date to those of another.

    Figures of a day that only one of two pages tells of are left out: they came or went with the window of a table.

    Args:
        folder: of the date.
        pages: stem -> digest of its page, of the editions that stand.
        before: folder of the date to compare with; None where there is none.
    """
    kept = kept_changes(folder) or Changes()
    older = _pages_before(before, pages) if before else {}
    places: dict[tuple[str, str, str], int] = {}
    compared: dict[str, tuple[str, tuple[tuple[int, str, str], ...]]] = {}
    for stem, digest in pages.items():
        with_ = older.get(stem, "")
        if not with_ or before is None:
            continue
        if kept.pages.get(stem) == digest and kept.compared.get(stem, ("",))[0] == with_:
            found: Iterable[tuple[tuple[str, str, str], str, str]] = (
                (kept.places[at], old, new) for at, old, new in kept.compared[stem][1]
            )
        else:
            one, other = _figures_of(before, stem, with_), _figures_of(folder, stem, digest)
            if one is None or other is None:
                continue
            found = (((*c.place,), c.old, c.new) for c in _told(one, other))
        compared[stem] = with_, tuple((places.setdefault(place, len(places)), old, new) for place, old, new in found)
    return Changes(tuple(places), dict(pages), compared)


def _told(old: Mapping[Place, str], new: Mapping[Place, str]) -> Iterable[Change]:
    return (change for change in changed_figures(old, new) if not came_or_went_with_its_day(change))


def _pages_before(before: Path, wanted: Iterable[str]) -> dict[str, str]:
    """Return stem -> digest of the page: as the gallery of that date saw it, or else by the records."""
    kept = kept_changes(before)
    if kept is not None:
        return kept.pages
    found = {}
    for stem in wanted:
        record = record_of(before, stem)
        if record is not None and record.state == "made":
            found[stem] = page_digest(record.files, stem)
    return found


def page_digest(files: Mapping[str, str], stem: str) -> str:
    """Return the digest of an edition's page from those of its files, "" where it has none."""
    return files.get(f"{stem.rpartition('/')[2]}.html", "")


def _figures_of(folder: Path, stem: str, digest: str) -> dict[Place, str] | None:
    """Return the figures of a page: those beside it, or where they are gone those in it.

    None where the page itself is gone or another one.
    """
    try:
        found = read((folder / f"{stem}{FIGURES}").read_bytes(), digest)
    except OSError:
        found = None
    if found is not None:
        return found
    try:
        content = (folder / f"{stem}.html").read_bytes()
    except OSError:
        return None
    return figures(content.decode(errors="replace")) if sha256(content) == digest else None
