"""Reports by key, editions as planned, made and read."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from thongbao.records.base import Audience, Code, Day, Locale, Name, Record

RECEIPT_MIME = "application/vnd.thongbao.receipt+json"
"""What the last cell of a notebook puts out: a Receipt."""

INLINE_MIME = "application/vnd.thongbao.inline+json"
"""What a cell of inline values puts out: {expression: {"html": ..., "text": ...}}."""

BLOCK_MIME = "application/vnd.thongbao.block+json"
"""What every block of a bulletin says of itself: {"kind": "table" | "figure" | "headline" | "list" | "note",
"size": number of rows, points or items shown}. A table or figure of size 0 is refused by the check."""


class ReportKey(Record):
    """What a report is about."""

    office: Code
    form: Name
    unit: Code
    day: date


class Slice(Record):
    """A part of the reports that an edition read, with the digest of what it found there.

    Attributes:
        units: none named: all units of the office; the digest then knows nothing of what they said.
        first, last: days, inclusive.
        digest: sha256 of the reports found, hexadecimal; changes when any of them gets a new revision.
    """

    form: Name
    units: tuple[Code, ...]
    first: date
    last: date
    digest: str


class Helper(Record):
    """A module beside the notebooks that an edition used.

    Attributes:
        path: from the home of the project.
        digest: sha256 of the file, hexadecimal.
    """

    path: str
    digest: str


class Receipt(Record):
    """What the last cell of a notebook proves: for whom it was made and what it read.

    Attributes:
        received_to: arrival of the newest report read, UTC; None where there was none.
        digest: sha256 over the slices, hexadecimal.
        helpers: modules of the office's own that the notebook imported.
    """

    office: Code
    unit: Code
    date: date
    locale: Locale
    slices: tuple[Slice, ...]
    received_to: datetime | None
    digest: str
    helpers: tuple[Helper, ...] = ()


class Edition(Record):
    """One bulletin for one unit and one date, as planned."""

    office: Code
    bulletin: Name
    notebook: str
    unit: Code
    date: date
    locale: Locale

    @property
    def stem(self) -> str:
        """Return the path of its files under the folder of the date, without the suffix."""
        return f"{self.unit}/{self.bulletin}.{self.locale}"


class EditionRecord(Record):
    """What became of one edition: <stem>.json beside its files, written last.

    Attributes:
        cause: why it failed, the same words for all that failed alike; "" when made.
        detail: the traceback or the first lines of one; "" when made.
        seconds: wall time from start to the last file written.
        cpu_seconds: processor time of the edition's process and its notebook's.
        memory_mb: the most that one of the two held at a time, MB.
        fingerprint: of everything it was made from except the reports, hexadecimal.
        receipt: of the last edition that came out, also while this one failed.
        since: moment that the edition compares with, ISO 8601; "" for a first one, or where its notebook does not ask.
        attempts: how often it was tried in this run; 2 where the first try failed for a cause that can pass.
        revision: 1, and one more each time it was made again from other reports.
        files: file name -> sha256 of its content.
        sizes: file name -> bytes.
        written: the moment that the files bear as that of their last change, ns since 1970; 0 where none is known.
    """

    edition: Edition
    state: Literal["made", "failed"]
    cause: str = ""
    detail: str = ""
    seconds: float = 0
    cpu_seconds: float = 0
    memory_mb: float = 0
    fingerprint: str = ""
    attempts: int = 1
    receipt: Receipt | None = None
    since: str = ""
    revision: int = 1
    files: dict[str, str] = Field(default_factory=dict)
    sizes: dict[str, int] = Field(default_factory=dict)
    written: int = 0


class Head(Record):
    """What a page says about itself, ready to print: texts are in the edition's language.

    Attributes:
        number: 0 where the bulletin has no number.
        bulletin: its code; "" for a page that is no edition.
        period: first and last day of a weekly bulletin; None where the figures are of one day.
        received_to: arrival of the newest report read, office time; None where there was none.
        definitions: term and what is counted by it; printed in the foot.
        distribution: the roles that receive this edition.
    """

    issuer: str
    title: str
    number: int
    revision: int
    unit: str
    unit_code: str
    date: date
    locale: Locale
    received_to: datetime | None
    status: Literal["provisional", "approved"] = "provisional"
    audience: Audience
    notice: str = ""
    sources: str = ""
    contact: str = ""
    definitions: tuple[tuple[str, str], ...] = ()
    distribution: tuple[str, ...] = ()
    digest: str
    bulletin: str = ""
    period: tuple[Day, Day] | None = None
