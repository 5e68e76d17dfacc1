"""One page of the gallery: what is known of some dates, as data that the page's own script lists and searches.

A country has thousands of editions a date. They are handed over as letters in strings, one for each edition, and the
page builds only the lines that are looked at. Without a script it is a list of links. Nothing is fetched: a page works
from a disk.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003 -- pydantic reads the annotations of Shown
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from thongbao.bulletin.gallery_changes import counts, packed, summed
from thongbao.bulletin.gallery_words import REPORTS, STAGE_WORDS, TEXTS
from thongbao.bulletin.shelf import unit_codes
from thongbao.bulletin.stages import DOUBT, FAILED, MISSING, STAGES, STALE
from thongbao.language import LANG, long_date, moment, number, short_date, translator
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jinja2 import Template

    from thongbao.bulletin.changes import Changes
    from thongbao.records import OfficeParams

_TEMPLATE = Path(__file__).parent / "template" / "gallery"
_LANGUAGES = {"zh_Hans": "中文", "vi": "Tiếng Việt", "en": "English"}
_FOR_THE_SCRIPT = (
    *("found", "more", "all", "all_dates", "before", "pictures", "figure", "was", "is"),
    *("changes", "changed_some", "changed_none", "changed_unknown", "changed_line", "unchanged_line"),
)
_LETTERS = dict(zip(STAGES, "nftmawsrd", strict=True))
_NOT_THERE = " "


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a date.

    Attributes:
        counts: stage -> editions; every stage is named.
        stages: ``<bulletin>.<locale>`` -> unit -> letter of its stage, see ``letter``.
        notes: stem -> what is to be said of an edition: in the office's language, and in English.
        reports: form -> unit -> state of its report.
        at: when this was looked up, office time; None where nobody looked beyond the files.
        pictures: ``<bulletin>.<locale>`` -> units whose edition has a thumbnail.
    """

    day: date
    counts: dict[str, int]
    stages: dict[str, dict[str, str]]
    notes: dict[str, tuple[str, str]]
    reports: dict[str, dict[str, str]]
    at: datetime | None = None
    pictures: dict[str, list[str]] = field(default_factory=dict)


def letter(stage: str, *, page: bool) -> str:
    """Return the letter of a stage; a capital one where a page that should be there is gone."""
    plain = _LETTERS[stage]
    return plain if page or stage in (MISSING, FAILED) else plain.upper()


def gallery_page(
    params: OfficeParams,
    days: Sequence[Shown],
    *,
    before: Shown | None = None,
    changes: Changes | None = None,
    every: Sequence[Shown] | None = None,
) -> str:
    """Return a page.

    Args:
        days: the dates whose editions are listed, the newest first; one for the page of a date, none where nothing has
            been made yet.
        before: the date before the only one, to compare with.
        changes: between the two.
        every: for the page of the office: all dates, the newest first.
    """
    locale = params.office.locale
    t = translator(locale)
    words = {name: t(text) for name, text in TEXTS.items()}
    first = days[0] if days else None
    whole = every is not None
    name = params.office.names.to(locale)
    title = words["title"].format(office=name)
    if first and not whole:
        title = words["title_of_date"].format(office=name, date=long_date(first.day, locale))
    data = _data(params, days, before, whole=whole)
    if changes and before:
        columns, units = ([one[0] for one in data[of]] for of in ("columns", "units"))
        data["changed"] = counts(changes, columns, units)
    texts = {name: words[name] for name in _FOR_THE_SCRIPT}
    data |= {"words": texts, "stages": {_LETTERS[s]: t(w) for s, w in STAGE_WORDS.items()}}
    data |= {"states": {letter: [state, t(word)] for state, (letter, word) in REPORTS.items()}}
    script, style = f"{_inline('parts.js')}\n{_inline('gallery.js')}", _inline("gallery.css")
    return _template().render(
        lang=LANG[locale],
        words=words,
        title=title,
        notice=params.office.notice.to(locale) if params.office.notice else "",
        at=words["at"].format(moment=moment(first.at, locale)) if first and first.at else "",
        counts=_counts(first, words, locale) if first else "",
        latest=words["latest"].format(date=long_date(first.day, locale)) if first and whole else "",
        dates=[(s.day.isoformat(), long_date(s.day, locale), _counts(s, words, locale)) for s in every or ()],
        whole=whole,
        before=(before.day.isoformat(), long_date(before.day, locale)) if before else None,
        since=(first.day.isoformat(), long_date(every[1].day, locale)) if first and every and every[1:] else None,
        compared=f"outputs/{params.office.code}/{before.day} outputs/{params.office.code}/{first.day}"
        if before and first
        else "",
        sum=summed(params, changes, words) if changes and before else None,
        packed=packed(changes) if changes and before else "",
        links=_links(params, first) if first and not whole else [],
        data=_as_text(data),
        css=Markup(style),  # noqa: S704 -- a file of ours
        script=Markup(script),  # noqa: S704 -- a file of ours
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _data(params: OfficeParams, days: Sequence[Shown], before: Shown | None, *, whole: bool) -> dict[str, Any]:
    """Return what the script lists: units, columns (a bulletin in a language) and, for each date, letters."""
    locale = params.office.locale
    first = days[0] if days else None
    named = {unit.code: unit.names for unit in params.units}
    shown = {unit for day in days for stages in day.stages.values() for unit in stages}
    shown |= {unit for states in (first.reports if first else {}).values() for unit in states}
    units = [*(code for code in unit_codes(params) if code in shown), *sorted(shown - set(unit_codes(params)))]
    titles = {bulletin.code: bulletin.title for bulletin in params.bulletins}
    order = {code: at for at, code in enumerate(titles)}

    def place(column: str) -> tuple[int, str, int]:
        bulletin, _, own = column.partition(".")
        return order.get(bulletin, len(order)), bulletin, LOCALES.index(own)

    columns = sorted({column for day in days for column in day.stages}, key=place)
    said = [column.partition(".") for column in columns]

    def letters(day: Shown) -> list[str]:
        held = [day.stages.get(column, {}) for column in columns]
        return ["".join(of.get(unit, _NOT_THERE) for unit in units) for of in held]

    def pictured(day: Shown) -> list[str | int]:
        """Return for each column 0 or 1 where that holds for all units, else one of them for each."""
        held = [set(day.pictures.get(column, ())) for column in columns]
        told = ["".join("01"[unit in of] for unit in units) if of else "" for of in held]
        return [int("1" in text) if len(set(text)) < 2 else text for text in told]

    def told(day: Shown, prefix: str) -> list[Any]:
        iso, short = day.day.isoformat(), short_date(day.day, locale)
        return [iso, long_date(day.day, locale), short, prefix.format(day=iso), letters(day), pictured(day)]

    forms = {form.code: form.title.to(locale) for form in params.forms}
    reports = first.reports if first else {}
    codes = {state: letter for state, (letter, _) in REPORTS.items()}
    return {
        "lang": LANG[locale],
        "thousands": number(1000, locale).strip("01"),
        "own": LOCALES.index(locale),
        "locales": [LANG[one] for one in LOCALES],
        "units": [[code, *(named[code].to(one) if code in named else code for one in LOCALES)] for code in units],
        "columns": [
            [column, LOCALES.index(own), _LANGUAGES[own], titles[code].to(own) if code in titles else code, code]
            for column, (code, _, own) in zip(columns, said, strict=True)
        ],
        "days": [told(day, "{day}/" if whole else "") for day in days],
        "before": told(before, "../{day}/") if before else None,
        "notes": first.notes if first else {},
        "reports": [
            [forms.get(form, form), "".join(codes.get(states.get(unit, ""), _NOT_THERE) for unit in units)]
            for form, states in reports.items()
        ],
    }


def _links(params: OfficeParams, day: Shown) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return code, name and (address, words) of the pages of each unit: what is there without a script."""
    locale = params.office.locale
    named = {unit.code: unit.names.to(locale) for unit in params.units}
    titles = {bulletin.code: bulletin.title.to(locale) for bulletin in params.bulletins}
    found: dict[str, list[tuple[str, str]]] = {}
    for column, stages in day.stages.items():
        bulletin, _, own = column.partition(".")
        words = f"{titles.get(bulletin, bulletin)} ({_LANGUAGES[own]})"
        for unit, code in stages.items():
            if code.islower() and code not in (_LETTERS[MISSING], _LETTERS[FAILED]):
                found.setdefault(unit, []).append((f"{unit}/{column}.html", words))
    return [(unit, named.get(unit, ""), pages) for unit, pages in found.items()]


def _counts(shown: Shown, words: Mapping[str, str], locale: str) -> str:
    """Say how many editions there are, and how many of them somebody must look at."""
    counts = shown.counts
    made = sum(counts.values()) - counts[MISSING] - counts[FAILED]
    said = words["counts"].format(
        made=number(made, locale), failed=number(counts[FAILED], locale), missing=number(counts[MISSING], locale)
    )
    more = [
        words[f"counts_{stage}"].format(n=number(counts[stage], locale))
        for stage in (STALE, "sent", DOUBT)
        if counts[stage]
    ]
    return words["joined"].join([said, *more])


def _as_text(data: Mapping[str, Any]) -> Markup:
    """Return JSON that cannot end the element it stands in: < is written as an escape."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


@cache
def _inline(name: str) -> str:
    text = (_TEMPLATE / name).read_text(encoding="utf-8")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(_TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("index.html.j2")
