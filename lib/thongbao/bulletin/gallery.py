"""Write the pages from which all editions of an office are found: one for each date, and one for the office."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from thongbao.bulletin.shelf import STATES, Row, said, shelf, tally
from thongbao.files import publish
from thongbao.language import LANG, N_, long_date, number, translator

if TYPE_CHECKING:
    from collections.abc import Collection

    from jinja2 import Template

    from thongbao.records import OfficeParams

_TEMPLATE = Path(__file__).parent / "template" / "gallery"
_TEXTS = {
    "title": N_("{office}: bulletins"),
    "title_of_date": N_("{office}: bulletins of {date}"),
    "counts": N_("{made} made, {failed} not made, {missing} not yet made"),
    "search": N_("Search by name, code or bulletin"),
    "hint": N_("Press / to search, Escape to clear, Enter to go to the first result."),
    "found": N_("{n} shown"),
    "all": N_("All"),
    "code": N_("Code"),
    "unit": N_("County or school"),
    "bulletin": N_("Bulletin"),
    "language": N_("Language"),
    "state": N_("State"),
    "dates": N_("Dates"),
    "day": N_("Date"),
    "latest": N_("Latest: {date}"),
    "all_dates": N_("All dates"),
    "none": N_("No bulletin has been made yet."),
    "note": N_("Please note"),
}


def write_gallery(outputs: Path, params: OfficeParams, days: Collection[date] | None = None) -> Path:
    """Write the gallery of an office and return its page, outputs/<office>/index.html.

    Args:
        outputs: the folder that holds <office>/<date>/<unit>/<bulletin>.<locale>.html and .json.
        params: of the office: what each date should have, and the names.
        days: whose pages are written anew; None for all. Others keep theirs, and only their counts are read.

    Raises:
        OutputUnwritable: a page could not be written.
    """
    office = outputs / params.office.code
    dated = sorted(_dates(office) | set(days or ()), reverse=True)
    counts: dict[date, dict[str, int]] = {}
    latest: list[Row] = []
    for day in dated:
        folder = office / day.isoformat()
        kept = None if days is None or day in days or day == dated[0] else _kept(folder)
        if kept is None:
            rows = shelf(folder, params, day)
            latest = latest or rows
            kept = tally(rows)
            publish(folder / "index.html", _page(params, rows, day, up="../index.html"))
            publish(folder / "index.json", json.dumps(kept))
        counts[day] = kept
    page = office / "index.html"
    publish(page, _page(params, latest, dated[0] if dated else None, dates=counts))
    return page


def _dates(office: Path) -> set[date]:
    found = set()
    for path in office.iterdir() if office.is_dir() else ():
        try:
            if path.is_dir():
                found.add(date.fromisoformat(path.name))
        except ValueError:
            continue  # a folder of something else
    return found


def _kept(folder: Path) -> dict[str, int] | None:
    try:
        read = json.loads((folder / "index.json").read_bytes())
        return {state: int(read[state]) for state in STATES}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _page(
    params: OfficeParams,
    rows: list[Row],
    day: date | None,
    *,
    up: str = "",
    dates: dict[date, dict[str, int]] | None = None,
) -> str:
    locale = params.office.locale
    t = translator(locale)
    words = {name: t(text) for name, text in _TEXTS.items()}
    office = params.office.names.to(locale)
    title = words["title"] if dates is not None or day is None else words["title_of_date"]
    named = {d: long_date(d, locale) for d in {*(dates or {}), *([day] if day else [])}}

    def counts(of: dict[str, int]) -> str:
        return words["counts"].format(**{state: number(n, locale) for state, n in of.items()})

    script, style = _inline("gallery.js"), _inline("gallery.css")
    return _template().render(
        lang=LANG[locale],
        words=words,
        states={state: t(text) for state, text in said().items()},
        title=title.format(office=office, date=named.get(day, "") if day else ""),
        notice=params.office.notice.to(locale) if params.office.notice else "",
        counts=counts(tally(rows)) if rows else "",
        tallies=tally(rows),
        latest=words["latest"].format(date=named[day]) if day and dates is not None else "",
        dates=[(d.isoformat(), named[d], counts(n)) for d, n in (dates or {}).items()],
        rows=rows,
        up=up,
        prefix=f"{day.isoformat()}/" if day and dates is not None else "",
        css=Markup(style),  # noqa: S704 -- a file of ours
        script=Markup(script),  # noqa: S704 -- a file of ours
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


@cache
def _inline(name: str) -> str:
    text = (_TEMPLATE / name).read_text(encoding="utf-8")
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(_TEMPLATE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.get_template("index.html.j2")
