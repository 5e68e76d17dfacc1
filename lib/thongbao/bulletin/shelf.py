"""What became of every edition of a date, as the gallery shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import ValidationError

from thongbao.bulletin.ledger import read_record
from thongbao.bulletin.plan import plan
from thongbao.errors import WrongUse
from thongbao.language import LANG, N_, fold, translator
from thongbao.records import LOCALES, Edition, EditionRecord

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from thongbao.records import OfficeParams, Unit

MADE, FAILED, MISSING = STATES = ("made", "failed", "missing")
_SAID = {
    MADE: N_("Made"),
    FAILED: N_("Not made this time; it will be tried again with the next run"),
    MISSING: N_("Not made yet"),
}
_REVISED = N_("Made, revision {revision}")
_LANGUAGES = {"zh_Hans": "中文", "vi": "Tiếng Việt", "en": "English"}


@dataclass(frozen=True, slots=True)
class Row:
    """One edition, named in its own language.

    Attributes:
        href: of its page, relative to the folder of its date; "" where there is none.
        others: its names in the other languages, folded, so that a search finds it by any of them.
        state: one of STATES.
        said: the state in words.
        cause: why it failed, in the words of the check; "" otherwise.
    """

    unit: str
    unit_name: str
    bulletin: str
    language: str
    lang: str
    href: str
    others: str
    state: str
    said: str
    cause: str


def said() -> dict[str, str]:
    """Return each state and what it is called for choosing it, untranslated."""
    return {MADE: N_("Made"), FAILED: N_("Not made"), MISSING: N_("Not made yet")}


def shelf(folder: Path, params: OfficeParams, day: date) -> list[Row]:
    """Return a row for every edition that the date should have or has, as planned.

    The whole office first, then the units in their order; the languages of a bulletin stand together.

    Args:
        folder: of the date.
        params: of the office.
        day: the date.
    """
    try:
        planned = plan(params, day)
    except WrongUse:  # the office has no bulletin for this date
        planned = []
    known = {edition: read_record(folder, edition) for edition in planned}
    known |= _made_besides(folder, params, day, {edition.stem for edition in planned})
    units = {unit.code: unit for unit in params.units}
    rank = {code: at for at, code in enumerate(dict.fromkeys((params.office.root, *units)))}
    titles = {bulletin.code: at for at, bulletin in enumerate(params.bulletins)}

    def place(edition: Edition) -> tuple[int, str, int, str, int]:
        last = len(rank) + len(titles)  # what the settings no longer know
        at, title = rank.get(edition.unit, last), titles.get(edition.bulletin, last)
        return at, edition.unit, title, edition.bulletin, LOCALES.index(edition.locale)

    return [
        _row(folder, params, units.get(edition.unit), edition, record)
        for edition, record in sorted(known.items(), key=lambda each: place(each[0]))
    ]


def tally(rows: list[Row]) -> dict[str, int]:
    """Count the rows by state; every state is named."""
    return {state: sum(row.state == state for row in rows) for state in STATES}


def _made_besides(folder: Path, params: OfficeParams, day: date, planned: set[str]) -> dict[Edition, EditionRecord]:
    """Find editions made on request, e.g. in another language, or of a bulletin that is no longer made, by stem."""
    found = {}
    for path in folder.glob("*/*.*.json"):
        bulletin, _, locale = path.name.removesuffix(".json").partition(".")
        stem = f"{path.parent.name}/{bulletin}.{locale}"
        if locale not in LOCALES or stem in planned:
            continue
        try:
            record = EditionRecord.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue
        edition = record.edition
        if edition.stem == stem and edition.date == day and edition.office == params.office.code:
            found[edition] = record
    return found


def _row(folder: Path, params: OfficeParams, unit: Unit | None, edition: Edition, record: EditionRecord | None) -> Row:
    own, t = edition.locale, translator(params.office.locale)
    page = f"{edition.stem}.html"
    state = record.state if record else MISSING
    if state == MADE and not (folder / page).is_file():
        state = MISSING
    words = t(_REVISED).format(revision=record.revision) if record and record.revision > 1 else t(_SAID[MADE])
    bulletin = next((b for b in params.bulletins if b.code == edition.bulletin), None)
    return Row(
        unit=edition.unit,
        unit_name=unit.names.to(own) if unit else edition.unit,
        bulletin=bulletin.title.to(own) if bulletin else edition.bulletin,
        language=_LANGUAGES[edition.locale],
        lang=LANG[edition.locale],
        href=page if state == MADE else "",
        others=" ".join(fold(unit.names.to(locale)) for locale in LOCALES if locale != own) if unit else "",
        state=state,
        said=words if state == MADE else t(_SAID[state]),
        cause=record.cause if record and state == FAILED else "",
    )
