"""Who gets letters, and what letters say about how to leave them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, JsonValue, StringConstraints

from thongbao.records.base import Audience, Code, Day, Locale, Name, Record, Text

SOME: dict[str, JsonValue] = {"minItems": 1}
"""Editors underline an empty list; the program says which of the lists an entry lacks."""


class RecipientGroup(Record):
    """A line of the distribution list, which stands for everybody in it."""

    code: Name
    label: Text


class Letters(Record):
    """What an office says of its letters in office.yml; no secrets here.

    Attributes:
        internal_domains: the domains whose addresses may get internal bulletins, with what stands under them; none
            named: any. It catches the address of somebody else that was typed or pasted by mistake.
        unsubscribe_url: where a mail client takes a recipient off the list with one click (RFC 8058); https, with
            {token} in the place of who and which bulletin.
        unsubscribe_address: an address that takes requests to be taken off the list.
        dkim_selector: under which the public key stands in the sender's domain; the private key's file is named by
            THONGBAO_DKIM_KEY. Left out: the relay signs, or nobody.
        attach_pdf: whether the page goes with each letter as a PDF, too; needs thongbao[pdf] where letters are made.
        how_to_report: how counties send their reports, as reminders say it; left out: the way they always do.
    """

    internal_domains: tuple[str, ...] = ()
    unsubscribe_url: str | None = None
    unsubscribe_address: str | None = None
    attach_pdf: bool = False
    how_to_report: Text | None = None
    dkim_selector: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$")] | None = None


class Recipient(Record):
    """Who gets letters: one entry of params/<office>/recipients.yml. By role, never by name.

    Attributes:
        group: the line of the distribution list under which the recipient stands; left out: the role has its own.
        delivery: mail, or archive for the file copy, which is no letter.
        folder: of an archive, from the home of the project; left out: outputs/<office>/archive.
        audience: internal for whoever belongs to the office and may get internal bulletins; else only public ones.
        units: the unit codes whose editions they get; ``("*",)`` for every unit.
        bulletins: the bulletin codes they get; left out together with units for whoever gets reminders only.
        reports_for: the unit codes for whose reports they are responsible: they are reminded before a cut-off.
        opted_out: the day on which they asked to get no more letters; they get none, of whatever date, and no
            reminders.
    """

    role: Text
    group: Name | None = None
    delivery: Literal["mail", "archive"] = "mail"
    address: str = ""
    folder: str | None = None
    locale: Locale
    audience: Audience = "public"
    units: tuple[str, ...] = Field(default=(), json_schema_extra=SOME)
    bulletins: tuple[Name, ...] = Field(default=(), json_schema_extra=SOME)
    reports_for: tuple[Code, ...] = Field(default=(), json_schema_extra=SOME)
    opted_out: Day | None = None
