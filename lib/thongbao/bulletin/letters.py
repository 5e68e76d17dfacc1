"""Write the letters of a date to files: one for each recipient and edition they are entitled to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.bulletin.composing import compose
from thongbao.bulletin.entitled import audience_of, entitled
from thongbao.bulletin.plan import Wish, plan
from thongbao.errors import LetterRefused, OutputUnwritable
from thongbao.files import publish, sha256

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from thongbao.records import Edition, OfficeParams, Recipient


@dataclass(frozen=True, slots=True)
class Letters:
    """What was written, and what was not.

    Attributes:
        paths: in the order of recipients.yml, then of the editions.
        withheld: one sentence for each letter that could not be written, with the reason and what to do.
    """

    paths: tuple[Path, ...]
    withheld: tuple[str, ...]


def write_letters(
    outputs: Path,
    params: OfficeParams,
    day: date,
    folder: Path,
    units: Collection[str] | None = None,
    bulletins: Collection[str] | None = None,
    stale: Mapping[str, str] | None = None,
) -> Letters:
    """Write one .eml for each recipient and edition they are entitled to; the same editions give the same bytes.

    A letter that an earlier run wrote for an edition that no longer stands is removed.

    Args:
        outputs: the folder of all editions.
        params: of the office; its recipients decide who gets what, and in which language.
        day: of the editions.
        folder: is made where it is missing.
        units: codes; None for all.
        bulletins: codes; None for all.
        stale: stem -> why its edition no longer says what is known; its letters are withheld.

    Returns:
        The files, and each letter that was withheld because its edition was missing, failed, or did not prove to be
        what it should.

    Raises:
        OutputUnwritable: the folder could not be written to.
        WrongUse: a unit or bulletin was asked for that the office does not have.
    """
    paths: list[Path] = []
    withheld: list[str] = []
    for recipient, edition in entitlements(params, day, units, bulletins):
        path = folder / file_name(recipient, edition)
        try:
            content = compose(outputs, params, recipient, edition, stale=stale).content
        except LetterRefused as error:
            _withdraw(path)
            withheld.append(f"{path.name}: {error}")
            continue
        publish(path, content)
        paths.append(path)
    return Letters(tuple(paths), tuple(withheld))


def entitlements(
    params: OfficeParams, day: date, units: Collection[str] | None = None, bulletins: Collection[str] | None = None
) -> Iterator[tuple[Recipient, Edition]]:
    """Yield each recipient of letters with each edition of ``day`` they are entitled to, once each.

    Raises:
        WrongUse: a unit or bulletin was asked for that the office does not have.
    """
    planned: dict[str, list[Edition]] = {}
    seen: set[str] = set()
    for recipient in (recipient for recipient in params.recipients if recipient.delivery == "mail"):
        if recipient.locale not in planned:
            wish = Wish(units=tuple(units or ()), bulletins=tuple(bulletins or ()), locale=recipient.locale)
            planned[recipient.locale] = plan(params, day, wish)
        for edition in planned[recipient.locale]:
            if (
                entitled(recipient, edition, audience_of(params, edition))
                and (name := file_name(recipient, edition)) not in seen
            ):
                seen.add(name)
                yield recipient, edition


def file_name(recipient: Recipient, edition: Edition) -> str:
    """Return the name of a letter's file: safe whatever the address holds, different for each recipient."""
    address = recipient.address.casefold()
    short = re.sub(r"[^a-z0-9]+", "-", address.split("@")[0])[:24].strip("-") or "recipient"
    return f"{edition.date}.{edition.unit}.{edition.bulletin}.{edition.locale}.{short}-{sha256(address)[:8]}.eml"


def _withdraw(path: Path) -> None:
    """Remove the letter of an earlier run, if there is one."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputUnwritable(path, error) from error
