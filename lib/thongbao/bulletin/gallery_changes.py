"""What the gallery's page of a date says about changes: a sum for all editions, and each figure for its script."""

from __future__ import annotations

import base64
import json
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.bulletin.values import Place
from thongbao.language import LANG, listing, number
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thongbao.bulletin.changes import Changes
    from thongbao.records import OfficeParams

MOST = 10
"""Figures that the sum names, and units that it names because nothing of theirs changed."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that changed in many units: what it is called, in which language, and in how many, of how many."""

    bulletin: str
    place: str
    lang: str
    units: str
    of: str


@dataclass(frozen=True, slots=True)
class Sum:
    """What changed on a date, ready to print.

    Attributes:
        said: sentences: how many editions were compared, changed and not; which units did not change.
        most: figures, those that changed in most units first.
    """

    said: tuple[str, ...]
    most: tuple[Figure, ...]


def summed(params: OfficeParams, changes: Changes, words: Mapping[str, str]) -> Sum:
    """Return what is said of all editions of a date together.

    Of a bulletin in several languages one counts, the office's own where it is made in that: they say the same.

    Args:
        words: translated; those of ``gallery_words.TEXTS``.
    """
    locale = params.office.locale
    counted = _one_language(changes.compared, locale)
    changed = {stem for stem in counted if changes.compared[stem][1]}
    alone = len(_one_language(changes.pages, locale)) - len(counted)
    told = {"n": len(counted), "changed": len(changed), "same": len(counted) - len(changed)}
    said = [words["changed_sum"].format(**{name: number(count, locale) for name, count in told.items()})]
    if alone:
        said.append(words["changed_alone"].format(n=number(alone, locale)))
    units = dict.fromkeys(stem.partition("/")[0] for stem in counted)
    same = [unit for unit in units if unit not in {stem.partition("/")[0] for stem in changed}]
    if 0 < len(same) <= MOST:
        named = {unit.code: unit.names.to(locale) for unit in params.units}
        said.append(words["unchanged"].format(units=listing([named.get(unit, unit) for unit in same], locale)))
    return Sum(tuple(said), tuple(_most(params, changes, counted)))


def _one_language(stems: Mapping[str, object], locale: str) -> list[str]:
    """Return of each bulletin of a unit one stem."""
    order = [locale, *LOCALES]
    best: dict[str, str] = {}
    for stem in stems:
        bulletin, _, own = stem.rpartition(".")
        if bulletin not in best or order.index(own) < order.index(best[bulletin].rpartition(".")[2]):
            best[bulletin] = stem
    return list(best.values())


def _most(params: OfficeParams, changes: Changes, counted: Sequence[str]) -> list[Figure]:
    locale = params.office.locale
    of = Counter(stem.partition("/")[2] for stem in counted)
    found = Counter((stem.partition("/")[2], at) for stem in counted for at, _, _ in changes.compared[stem][1])
    titles = {bulletin.code: bulletin.title for bulletin in params.bulletins}
    figures = []
    for (column, at), units in sorted(found.items(), key=lambda each: -each[1])[:MOST]:
        code, _, own = column.partition(".")
        title = titles[code].to(locale) if code in titles else code
        place = str(Place(*changes.places[at]))
        figures.append(Figure(title, place, LANG[own], number(units, locale), number(of[column], locale)))
    return figures


def counts(changes: Changes, columns: Sequence[str], units: Sequence[str]) -> list[list[int | None]]:
    """Return for each column and unit how many figures changed; None where nothing could be compared."""
    compared = changes.compared

    def count(stem: str) -> int | None:
        return len(compared[stem][1]) if stem in compared else None

    return [[count(f"{unit}/{column}") for unit in units] for column in columns]


def packed(changes: Changes) -> str:
    """Return each figure that changed, for the page's script: JSON, deflated (RFC 1950), as base64.

    A country's are some megabytes, of which most is said again and again. The script unfolds them when somebody asks.
    """
    each = {
        stem: [part for figure in found for part in figure] for stem, (_, found) in changes.compared.items() if found
    }
    text = json.dumps({"places": changes.places, "of": each}, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode(), 6)).decode() if each else ""
