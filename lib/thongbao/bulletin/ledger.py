"""What became of each edition, on disk: <stem>.json beside its files, and batch.json for the whole date."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from thongbao.files import ASIDE, publish, publish_all, sha256
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from thongbao.records import Edition

OF_THE_BATCH = ("batch.json", "index.html", "index.json", "changes.json")
"""What a run writes beside editions, in the folder of its date and of the latest one."""

SUFFIXES = (".html", ".ipynb", ".failed.ipynb")
THUMBNAIL, FIGURES = FROM_THE_PAGE = (".png", ".figures.json")
"""Files that say again what the page says. The record does not vouch for them: nothing is approved or sent of them, and
an edition that lost one is no less right."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one run did.

    Attributes:
        planned: every edition of the date that was asked for, in order.
        made, failed: records of what this run made or failed to make.
        skipped: editions that stood as they were.
        stale: stem -> why an edition that was there had to be made again.
        seconds: wall time of the whole run.
        interrupted: whether the run was stopped before its end.
        stopped: whether it stopped by itself after too many failures.
    """

    planned: tuple[Edition, ...]
    made: list[EditionRecord] = field(default_factory=list)
    failed: list[EditionRecord] = field(default_factory=list)
    skipped: list[EditionRecord] = field(default_factory=list)
    stale: dict[str, str] = field(default_factory=dict)
    seconds: float = 0
    interrupted: bool = False
    stopped: bool = False


def date_folder(outputs: Path, office: str, day: date) -> Path:
    """Return the folder of a date's editions."""
    return outputs / office / day.isoformat()


def read_record(folder: Path, edition: Edition) -> EditionRecord | None:
    """Return what became of an edition, None where nothing readable is known."""
    record = record_of(folder, edition.stem)
    # A record that was copied here from another unit or date proves nothing.
    return record if record is not None and record.edition == edition else None


def record_of(folder: Path, stem: str) -> EditionRecord | None:
    """Return the record that lies under a stem, whatever edition it is of; None where nothing readable does."""
    try:
        return EditionRecord.model_validate_json(_content_of(f"{folder}/{stem}.json"))
    except (OSError, ValidationError):
        return None


def publish_edition(folder: Path, record: EditionRecord, contents: Mapping[str, str | bytes]) -> EditionRecord:
    """Write an edition's files and, last of all, its record; withdraw files that it does not vouch for.

    Args:
        folder: of the date.
        record: without its files.
        contents: suffix -> content, e.g. ``.html``.

    Returns:
        The record, with the digests of the files, but of those that are made from the page.

    Raises:
        OutputUnwritable: nothing was changed under any final name, unless the disk failed between two renames: then
            the older record does not fit the files, and the edition is stale.
    """
    stem = record.edition.stem
    files = {(folder / f"{stem}{suffix}"): content for suffix, content in contents.items()}
    kept = {path.name: content.encode() if isinstance(content, str) else content for path, content in files.items()}
    vouched = {name: content for name, content in kept.items() if not name.endswith(FROM_THE_PAGE)}
    now = time.time_ns()
    told = {
        "files": {name: sha256(content) for name, content in vouched.items()},
        "sizes": {name: len(content) for name, content in vouched.items()},
        "written": now,
    }
    record = record.model_copy(update=told)
    publish_all({**files, folder / f"{stem}.json": record.model_dump_json(indent=1)}, now)
    for suffix in (*SUFFIXES, *FROM_THE_PAGE):
        path = folder / f"{stem}{suffix}"
        if path not in files:
            path.unlink(missing_ok=True)
    return record


def intact(folder: Path, record: EditionRecord) -> bool:
    """Say whether the files of a record are on disk as they were written, byte by byte."""
    home = str((folder / record.edition.stem).parent)
    try:
        return all(sha256(_content_of(f"{home}/{name}")) == digest for name, digest in record.files.items())
    except OSError:
        return False


def untouched(folder: Path, record: EditionRecord) -> bool:
    """Say the same of files that have the size and the moment of writing that the record names, without reading them.

    A country's editions are half a gigabyte. Whatever writes into a file changes the moment; who sets it back means to
    deceive, and is found out where it matters: what is approved, sent or printed is read, see ``intact``.
    """
    home = str((folder / record.edition.stem).parent)
    try:
        for name in record.files:
            found = os.stat(f"{home}/{name}")  # noqa: PTH116 -- as in _content_of
            if (found.st_mtime_ns, found.st_size) != (record.written, record.sizes.get(name)):
                return intact(folder, record)
    except OSError:
        return False
    return True


def _content_of(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123 -- a country has thousands, and a Path costs more than the reading
        return file.read()


def write_batch(folder: Path, batch: Batch) -> None:
    """Write batch.json: what the last run of the date was asked for, made, skipped and failed to make, and the cost."""
    publish(
        folder / "batch.json",
        json.dumps(
            {
                "planned": [edition.stem for edition in batch.planned],
                "made": {r.edition.stem: {**_cost(r), "revision": r.revision} for r in batch.made},
                "skipped": [r.edition.stem for r in batch.skipped],
                "failed": {r.edition.stem: {**_cost(r), "cause": r.cause} for r in batch.failed},
                "seconds": round(batch.seconds, 2),
                "interrupted": batch.interrupted,
                "stopped": batch.stopped,
            },
            ensure_ascii=False,
            indent=1,
        ),
    )


def _cost(record: EditionRecord) -> dict[str, float]:
    return {"seconds": record.seconds, "cpu_seconds": record.cpu_seconds, "memory_mb": record.memory_mb}


def sweep(folder: Path) -> None:
    """Remove what a run that was killed had written aside, if the last one was."""
    if _read_batch(folder).get("interrupted", True):
        around = [path for name in OF_THE_BATCH for path in folder.parent.glob(f"*/.{name}.*")]
        around += folder.parent.glob(".index.html.*")
        for path in (*folder.glob("*/.*"), *around):
            if ASIDE.search(path.name):
                path.unlink(missing_ok=True)


def expected_seconds(outputs: Path, office: str, day: date) -> dict[str, float]:
    """Return how long each edition took on the last date before ``day`` that was run: stem -> seconds."""
    folders = sorted(path.parent for path in (outputs / office).glob("*/batch.json"))
    before = [folder for folder in folders if folder.name < day.isoformat()]
    told = _read_batch(before[-1]) if before else {}
    return {stem: cost.get("seconds", 0.0) for stem, cost in told.get("made", {}).items()}


def _read_batch(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((folder / "batch.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return told
