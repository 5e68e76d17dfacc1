"""The office that publishes: its units and its bulletins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from thongbao.records.base import WEEKDAYS, Audience, Code, Day, Locale, Name, Record, Text, Weekday
from thongbao.records.limits import Limits
from thongbao.records.lines import LineRates
from thongbao.records.recipient import Letters, RecipientGroup

if TYPE_CHECKING:
    from datetime import date


class Group(Record):
    """A named part of the office's units, by kind, for split columns such as county / city-direct."""

    code: Name
    label: Text
    kinds: tuple[Name, ...] = Field(min_length=1)


class SmallNumbers(Record):
    """What bulletins for the public hide.

    Attributes:
        k: a count of people of 1 to k - 1 is shown as "<k".
        hours_after_cut_off: what came later than so many hours after the cut-off of a day is never public for that day.
    """

    k: Annotated[int, Field(ge=3, le=1000)] = 10
    hours_after_cut_off: Annotated[int, Field(ge=0, le=240)] = 0


class Office(Record):
    """The education office that publishes: params/<office>/office.yml.

    Attributes:
        root: code of the unit that stands for the whole office.
        country: whose public holidays hold: CN or VN. Terms, and days that the office closed or worked besides, stand
            in its calendar.csv.
        notice: printed on every page and letter, e.g. that the data are illustrative.
        sources: where the published figures come from; printed in the foot of every page.
        sender: the address that letters come from; None for one under the reserved domain <code>.example.
        approvals: how many different roles must approve an edition before it is sent.
        approvers: the roles that may approve, as codes, e.g. director; none named: any role.
        recipient_groups: the lines of the distribution list, in their order.
        letters: to which domains they may go, how to leave them, how they are signed.
        small_numbers: what bulletins for the public hide.
        lines: what learners at once need of a school's or ward's line.
    """

    code: Code
    names: Text
    root: Code
    timezone: str
    country: Literal["CN", "VN"] | None = None
    locale: Locale
    forms: tuple[Name, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = ()
    notice: Text | None = None
    sources: Text | None = None
    contact: Text | None = None
    sender: str | None = None
    approvals: Annotated[int, Field(ge=1, le=9)] = 1
    approvers: tuple[Name, ...] = ()
    recipient_groups: tuple[RecipientGroup, ...] = ()
    letters: Letters = Letters()
    small_numbers: SmallNumbers = SmallNumbers()
    lines: LineRates = LineRates()
    starts: Day | None = Field(default=None, description="the first day on which reports were due")

    def inside(self, address: str) -> bool:
        """Say whether an address may get internal bulletins, by its domain."""
        domain = address.rpartition("@")[2].casefold()
        named = [name.casefold() for name in self.letters.internal_domains]
        return not named or any(domain == name or domain.endswith(f".{name}") for name in named)


class CalendarEntry(Record):
    """Some days on which the office's calendar differs from the country's: a row of params/<office>/calendar.csv.

    Attributes:
        first: first day.
        last: last day, inclusive; empty for one day.
        status: closed (no working day), working (a working day all the same) or term (schools are open).
        name: what people call these days, in the language of the office.
    """

    first: Day
    last: Day | None = None
    status: Literal["closed", "working", "term"]
    name: str = ""

    @property
    def end(self) -> date:
        """The last day, also where only one was written."""
        return self.last or self.first


class Unit(Record):
    """Anything that reports: a row of params/<office>/units.csv.

    Attributes:
        parent: "" only for the root.
        valid_from: first day on which the unit exists, None for always.
        valid_to: last day on which the unit exists, None for always.
        successors: codes of the units that report in its place after valid_to.
        pupils, staff: denominators of rates, persons; None where unknown.
    """

    code: Code
    parent: str = ""
    kind: Name
    names: Text
    valid_from: Day | None = None
    valid_to: Day | None = None
    successors: tuple[Code, ...] = ()
    pupils: Annotated[int, Field(ge=0)] | None = None
    staff: Annotated[int, Field(ge=0)] | None = None

    def exists(self, day: date) -> bool:
        """Say whether the unit exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Bulletin(Record):
    """A kind of bulletin: one entry of params/<office>/bulletins.yml.

    Attributes:
        scope: ``unit`` makes one edition per unit of ``kinds``, ``office`` one for the whole office.
        cadence: daily; weekly, on the one day of each week that ``due_on`` names; event: only when it is asked for by
            name. Any bulletin can be asked for by name on any day.
        due_on: the day of the week of a weekly bulletin.
        numbered_from: the day of No. 1; one number a day from then, of a weekly bulletin one a week. None: no number.
        cell_seconds: a cell that runs longer fails its edition.
        notebook_seconds: a notebook whose cells run longer in all fails its edition; left out: nine tenths of
            edition_seconds, so that it ends first and the cell is named.
        edition_seconds: an edition that takes longer in all is ended.
        memory_mb: address space that a notebook may take beyond what is mapped at its start, millions of bytes.
        cell_output_mb: what one cell may put out, pictures included, millions of bytes.
        output_mb: what all cells of a notebook may put out, millions of bytes.
        approvals: how many different roles must approve an edition of it; left out: as office.yml says.
    """

    code: Name
    notebook: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}_[a-z0-9_]+\.ipynb$")]
    title: Text
    scope: Literal["unit", "office"]
    kinds: tuple[Name, ...] = ()
    audience: Audience = "internal"
    cadence: Literal["daily", "weekly", "event"] = "daily"
    due_on: Weekday | None = None
    locales: tuple[Locale, ...] = ()
    numbered_from: Day | None = None
    cell_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    notebook_seconds: Annotated[int, Field(ge=1, le=7200)] | None = None
    edition_seconds: Annotated[int, Field(ge=1, le=7200)] = 300
    memory_mb: Annotated[int, Field(ge=200, le=1_000_000)] = 4000
    cell_output_mb: Annotated[int, Field(ge=1, le=1000)] = 20
    output_mb: Annotated[int, Field(ge=1, le=4000)] = 50
    approvals: Annotated[int, Field(ge=1, le=9)] | None = None

    def due(self, day: date) -> bool:
        """Say whether it is made on ``day`` without being asked for by name; holidays do not move it."""
        if self.cadence == "weekly":
            return self.due_on is not None and day.weekday() == WEEKDAYS.index(self.due_on)
        return self.cadence == "daily"

    def number(self, day: date) -> int:
        """Return the number of the edition of ``day``, 0 where it has none; of a weekly one, that of its week."""
        if self.numbered_from is None:
            return 0
        days = (day - self.numbered_from).days
        return max(0, (days // 7 if self.cadence == "weekly" else days) + 1)

    @property
    def limits(self) -> Limits:
        """What its notebook may take."""
        return Limits(
            cell_seconds=self.cell_seconds,
            notebook_seconds=self.notebook_seconds or max(1, self.edition_seconds * 9 // 10),
            memory_mb=self.memory_mb,
            cell_output_mb=self.cell_output_mb,
            output_mb=self.output_mb,
        )
