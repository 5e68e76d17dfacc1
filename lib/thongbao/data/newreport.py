"""A report that is to be kept, and the digest of what it says. Loads nothing that only reading reports needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from thongbao.records import Fault

State = Literal["filled", "zero"]


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report that was checked and is to be kept.

    Attributes:
        received_at: when it reached the office; with a zone.
        taken_in_at: when the program read it; with a zone.
        source: sha256 of the file it came in, hexadecimal.
        source_name: the file's name, without folders.
        state: ``zero`` where the unit said that there was nothing to report.
        on_time: whether received_at was not after the form's cut-off for the day.
        figures: (row, column) -> value; a cell that is not stated is absent. A zero report gives 0 in every cell.
        entries: (row, entry) -> what was written: a choice as its code, days and moments as ISO 8601.
        warnings: what was accepted but is to be printed; in the language of the office.
    """

    form_version: str
    received_at: datetime
    taken_in_at: datetime
    source: str
    source_name: str
    state: State
    on_time: bool
    figures: Mapping[tuple[str, str], float]
    warnings: Sequence[Fault] = ()
    entries: Mapping[tuple[str, str], str] = field(default_factory=dict)


def content_digest(report: NewReport) -> str:
    """Return the sha256 of all that a report says; two reports with the same one are the same report."""
    lines = [f"{row}\0{column}\0{float(value)!r}" for (row, column), value in sorted(report.figures.items())]
    # No text has a control character, so these lines are unlike any of the above.
    lines += [f"{row}\0{entry}\0\0{text}" for (row, entry), text in sorted(report.entries.items())]
    return sha256("\n".join([report.state, *lines]))
