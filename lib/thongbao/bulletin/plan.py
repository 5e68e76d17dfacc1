"""Which editions a date needs, and which of those that exist are still right. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from thongbao.errors import WrongUse
from thongbao.records import Edition

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from thongbao.records import Bulletin, EditionRecord, Locale, OfficeParams, Slice, Unit


@dataclass(frozen=True, slots=True)
class Wish:
    """What part of a batch is wanted; empty means all.

    Attributes:
        bulletins: by code, also those that are not due on the day.
        locale: instead of the locales that bulletins.yml names.
    """

    units: tuple[str, ...] = ()
    bulletins: tuple[str, ...] = ()
    locale: Locale | None = None


def plan(params: OfficeParams, day: date, wish: Wish | None = None) -> list[Edition]:
    """Return the editions of ``day``: the units' in the order of units.csv, then those of the whole office.

    A weekly bulletin is among them on its day of the week, one on event only when it is asked for by name.

    Raises:
        WrongUse: a unit or bulletin was asked for that the office does not have, or nothing matches.
    """
    wish = wish or Wish()
    _known(wish.units, [u.code for u in params.units], "unit", f"params/{params.office.code}/units.csv")
    _known(wish.bulletins, [b.code for b in params.bulletins], "bulletin", f"params/{params.office.code}/bulletins.yml")
    editions = [
        Edition(
            office=params.office.code,
            bulletin=bulletin.code,
            notebook=bulletin.notebook,
            unit=unit.code,
            date=day,
            locale=locale,
        )
        for bulletin in sorted(params.bulletins, key=lambda b: b.scope == "office")
        if (bulletin.code in wish.bulletins if wish.bulletins else bulletin.due(day))
        for unit in _units_of(params, bulletin, day)
        if not wish.units or unit.code in wish.units
        for locale in ([wish.locale] if wish.locale else bulletin.locales or (params.office.locale,))
    ]
    if not editions:
        raise WrongUse(f"No bulletin of {params.office.code} is made for {day} and what was asked for.")
    return editions


def planned(params: OfficeParams, day: date) -> list[Edition]:
    """Return the editions of ``day`` that are made without being asked for by name; none where there are none."""
    try:
        return plan(params, day)
    except WrongUse:
        return []


def every_notebook(params: OfficeParams) -> list[Edition]:
    """Return one edition per bulletin and language, whatever units there are today: enough to look at each notebook."""
    return [
        Edition(
            office=params.office.code,
            bulletin=bulletin.code,
            notebook=bulletin.notebook,
            unit=params.office.root,
            date=params.office.starts or date.min,
            locale=locale,
        )
        for bulletin in params.bulletins
        for locale in bulletin.locales or (params.office.locale,)
    ]


def _units_of(params: OfficeParams, bulletin: Bulletin, day: date) -> list[Unit]:
    if bulletin.scope == "office":
        return [u for u in params.units if u.code == params.office.root]
    return [u for u in params.units if u.kind in bulletin.kinds and u.exists(day)]


def scope_of(params: OfficeParams, edition: Edition) -> str:
    """Return whether an edition is for a unit or for the whole office."""
    return next(b.scope for b in params.bulletins if b.code == edition.bulletin)


def _known(asked: Collection[str], there: list[str], what: str, where: str) -> None:
    unknown = [code for code in asked if code not in there]
    if unknown:
        raise WrongUse(f"{where} has no {what} {', '.join(map(repr, unknown))}. It has: {', '.join(there)}.")


def _whose(units: tuple[str, ...]) -> str:
    return units[0] if len(units) == 1 else f"{len(units)} units" if units else "the office"


def why_stale(
    record: EditionRecord | None,
    fingerprint: str,
    digests: Mapping[Slice, str],
    intact: Callable[[EditionRecord], bool],
    helper: Callable[[str], str] = lambda _: "",
) -> str:
    """Say why an edition must be made, "" where it stands as it is.

    Args:
        record: what became of it the last time, None where it was never made.
        fingerprint: of everything but the reports, as it would be made from now.
        digests: of the slices that the record names, as the store has them now.
        intact: whether the files are on disk as they were written.
        helper: path of a module beside the notebooks -> its digest now, "" where it is not there.
    """
    if record is None:
        return "never made"
    if record.state == "failed" or record.receipt is None:
        return "failed the last time"
    if record.fingerprint != fingerprint:
        return "the notebook, the program or the settings changed"
    edited = [one.path for one in record.receipt.helpers if helper(one.path) != one.digest]
    if edited:
        return f"{', '.join(edited)} changed"
    changed = [part for part in record.receipt.slices if digests.get(part) != part.digest]
    if changed:
        forms = ", ".join(dict.fromkeys(part.form for part in changed))
        return f"reports changed: {forms} of {_whose(changed[0].units)}"
    return "" if intact(record) else "its files were changed or removed"
