"""The office that publishes: its units, its bulletins, and who gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from thongbao.records.base import Audience, Code, Day, Locale, Name, Record, Text

if TYPE_CHECKING:
    from datetime import date


class Group(Record):
    """A named part of the office's units, by kind, for split columns such as county / city-direct."""

    code: Name
    label: Text
    kinds: tuple[Name, ...] = Field(min_length=1)


class Office(Record):
    """The education office that publishes: params/<office>/office.yml.

    Attributes:
        root: code of the unit that stands for the whole office.
        notice: printed on every page and letter, e.g. that the data are illustrative.
        sources: where the published figures come from; printed in the foot of every page.
        sender: the address that letters come from; None for one under the reserved domain <code>.example.
    """

    code: Code
    names: Text
    root: Code
    timezone: str
    locale: Locale
    forms: tuple[Name, ...] = Field(min_length=1)
    groups: tuple[Group, ...] = ()
    notice: Text | None = None
    sources: Text | None = None
    contact: Text | None = None
    sender: str | None = None
    starts: Day | None = Field(default=None, description="the first day on which reports were due")


class Unit(Record):
    """Anything that reports: a row of params/<office>/units.csv.

    Attributes:
        parent: "" only for the root.
        valid_from: first day on which the unit exists, None for always.
        valid_to: last day on which the unit exists, None for always.
        pupils, staff: denominators of rates, persons; None where unknown.
    """

    code: Code
    parent: str = ""
    kind: Name
    names: Text
    valid_from: Day | None = None
    valid_to: Day | None = None
    pupils: Annotated[int, Field(ge=0)] | None = None
    staff: Annotated[int, Field(ge=0)] | None = None

    def exists(self, day: date) -> bool:
        """Say whether the unit exists on ``day``."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Bulletin(Record):
    """A kind of bulletin: one entry of params/<office>/bulletins.yml.

    Attributes:
        scope: ``unit`` makes one edition per unit of ``kinds``, ``office`` one for the whole office.
        numbered_from: the day of No. 1; one number a day from then. None: no number.
        cell_seconds: a cell that runs longer fails its edition.
        edition_seconds: an edition that takes longer in all is ended.
    """

    code: Name
    notebook: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}_[a-z0-9_]+\.ipynb$")]
    title: Text
    scope: Literal["unit", "office"]
    kinds: tuple[Name, ...] = ()
    audience: Audience = "internal"
    cadence: Literal["daily"] = "daily"
    locales: tuple[Locale, ...] = ()
    numbered_from: Day | None = None
    cell_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    edition_seconds: Annotated[int, Field(ge=1, le=7200)] = 300


class Recipient(Record):
    """Who gets letters: one entry of params/<office>/recipients.yml. By role, never by name.

    Attributes:
        units: the unit codes whose editions they get; ``("*",)`` for every unit.
        bulletins: the bulletin codes they get.
    """

    role: Text
    address: str
    locale: Locale
    units: tuple[str, ...] = Field(min_length=1)
    bulletins: tuple[Name, ...] = Field(min_length=1)
