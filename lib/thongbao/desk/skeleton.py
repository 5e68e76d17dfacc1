"""A new office and a new bulletin to begin with: what is written passes `thongbao check` as it is."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, NamedTuple

import nbformat
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from thongbao.bulletin.prepare import KERNEL, vocabulary
from thongbao.desk.strip import ATTRIBUTES, stripped
from thongbao.errors import WrongUse
from thongbao.files import publish
from thongbao.params.schema import write_schemas
from thongbao.records import LOCALES, Bulletin, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.records import Column, Form, Locale, OfficeParams
    from thongbao.settings import Settings

TEMPLATES = Path(__file__).parent / "skeleton"
IGNORED = "/outputs/\n/data/*/inbox/\n/data/*/intake/\n/data/*.sqlite*\n/.venv/\n__pycache__/\n.ipynb_checkpoints/\n"
TIMEZONES = {"CN": "Asia/Shanghai", "VN": "Asia/Ho_Chi_Minh"}
MOST_MEASURES = 3
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_OFFICE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_WRITTEN = datetime(2026, 1, 1, tzinfo=UTC)
"""As in the catalogs of `make translations`: they change only when their strings do."""

TITLE = Text(zh_Hans="每日通报", vi="Bản tin hằng ngày", en="Bulletin of the day")
_SITUATION = Text(
    zh_Hans="## 情况\n\n{eval}`day.unit`{eval}`day.date`数据。当日报送：**{eval}`day.status`**。",
    vi="## Tình hình\n\nSố liệu của {eval}`day.unit`, {eval}`day.date`. Báo cáo trong ngày: **{eval}`day.status`**.",
    en="## Situation\n\nFigures of {eval}`day.unit` for {eval}`day.date`. Report of the day: **{eval}`day.status`**.",
)
_LINE = Text(zh_Hans="- {}：**{}**（{}）。", vi="- {}: **{}** ({}).", en="- {}: **{}** ({}).")
_FIGURES = Text(zh_Hans="## 上报数据", vi="## Số liệu đã báo cáo", en="## Figures as reported")
_TREND = Text(zh_Hans="## 走势与报送", vi="## Diễn biến và tình hình báo cáo", en="## Trend and reporting")


class Measured(NamedTuple):
    """A figure that a new bulletin shows."""

    form: Form
    column: Column

    @property
    def name(self) -> str:
        return f"day.{self.form.code}.{self.column.code}"


def init_office(home: Path, office: str, country: str, locale: Locale) -> list[Path]:
    """Write an office with two counties and one form into a project, which is begun where there is none.

    Returns:
        the files that were written.

    Raises:
        WrongUse: the office is there already, or its code cannot be one.
        OutputUnwritable: a file could not be written.
    """
    if not _OFFICE.fullmatch(office):
        raise WrongUse(f"{office!r} cannot be an office's code: lower-case letters, digits and hyphens, at most 32.")
    folder = home / "params" / office
    if folder.exists():
        raise WrongUse(f"{folder} is there already. Choose another code, or edit what is there.")
    values = {"office": office, "country": country, "locale": locale, "timezone": TIMEZONES[country]}
    files = {folder / name: name for name in ("units.csv", "bulletins.yml", "recipients.yml", "desk.yml", "office.yml")}
    form = home / "params" / "forms" / "daily_report.yml"
    files |= {} if form.exists() else {form: form.name}
    contents = {path: _template(name, values) for path, name in files.items()}
    beside = {home / ".gitignore": IGNORED, home / ".gitattributes": ATTRIBUTES}
    contents |= {path: text for path, text in beside.items() if not path.exists()}
    for needed in (home / "notebooks" / "locale", home / "data" / office / "inbox"):
        needed.mkdir(parents=True, exist_ok=True)
    for path, text in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        publish(path, text)
    if not (home / "params" / "schema").exists():
        (home / "params" / "schema").mkdir()
        write_schemas(home / "params" / "schema")
    return list(contents)


def _template(name: str, values: Mapping[str, str]) -> str:
    return Template((TEMPLATES / name).read_text(encoding="utf-8")).substitute(values)


def new_bulletin(here: Settings, params: OfficeParams, name: str, forms: tuple[str, ...] = ()) -> list[Path]:
    """Write a notebook that shows some figures, its translations, and its entry in bulletins.yml.

    Args:
        name: code of the bulletin.
        forms: codes of those whose figures it shows; by default the first one that all counties fill in.

    Returns:
        the files that were written or added to.

    Raises:
        WrongUse: the name is taken or cannot be one, or no form has a figure to show.
        OutputUnwritable: a file could not be written.
    """
    if not _NAME.fullmatch(name):
        raise WrongUse(f"{name!r} cannot be a bulletin's name: lower-case letters, digits and underscores.")
    taken = [path.name for path in here.notebooks.glob("*.ipynb") if path.stem[3:] == name]
    if taken or any(bulletin.code == name for bulletin in params.bulletins):
        raise WrongUse(f"There is a bulletin {name} already: {', '.join(taken) or 'see bulletins.yml'}.")
    kinds = tuple(dict.fromkeys(kind for form in params.forms for kind in form.filled_by if _is_kind(params, kind)))
    notebook = here.notebooks / f"{_next_number(here):02d}_{name}.ipynb"
    measures = _measures(params, kinds, notebook.name, forms)
    cells = _prose(measures)
    publish(notebook, _notebook(cells, measures))
    written = [notebook]
    for locale in (one for one in LOCALES if one != "en"):
        path = here.notebooks / "locale" / locale / "notebooks.po"
        _translate(path, locale, {text.en: text.to(locale) for text in cells.values()})
        written.append(path)
    bulletins = here.params / params.office.code / "bulletins.yml"
    publish(bulletins, _with_entry(bulletins.read_text(encoding="utf-8"), name, notebook.name, kinds, params))
    return [*written, bulletins]


def _is_kind(params: OfficeParams, kind: str) -> bool:
    return any(unit.kind == kind for unit in params.units)


def _next_number(here: Settings) -> int:
    """Return the next round number that no notebook begins with: they are listed in this order."""
    used: set[int] = {int(path.name[:2]) for path in here.notebooks.glob("[0-9][0-9]_*.ipynb")}
    free: list[int] = [number for number in (*range(10, 100, 10), *range(10, 100)) if number not in used]
    if not free:
        raise WrongUse("All numbers from 10 to 99 are taken by notebooks. Remove one that is not used any more.")
    return free[0]


def _measures(params: OfficeParams, kinds: tuple[str, ...], notebook: str, forms: tuple[str, ...]) -> list[Measured]:
    asked = Bulletin(
        code="new", notebook=notebook, title=TITLE, scope="unit", kinds=kinds, audience="internal", cadence="daily"
    )
    known = {form.code: form for form in vocabulary(params, asked).forms if not form.lines}
    unknown = [code for code in forms if code not in known]
    if unknown:
        raise WrongUse(f"Not every unit fills in a form {unknown[0]}. All fill in: {', '.join(known) or 'none'}.")
    pool = [known[code] for code in forms] or sorted(known.values(), key=lambda form: form.cadence != "daily")
    found = [Measured(form, column) for form in pool for column in form.columns if column.adds == "all"]
    if not found:
        raise WrongUse(f"No form that all units fill in has a figure that adds up: {', '.join(known) or 'none'}.")
    shown = found if forms else [one for one in found if one.form == found[0].form]
    return shown[:MOST_MEASURES]


def _prose(measures: list[Measured]) -> dict[str, Text]:
    """Return id -> text of the Markdown cells, in all languages: labels are those of the form."""

    def lines(locale: Locale) -> str:
        return "\n".join(
            _LINE.to(locale).format(
                one.column.label.to(locale), f"{{eval}}`{one.name}`", f"{{eval}}`{one.name}.change`"
            )
            for one in measures
        )

    situation = {locale: f"{_SITUATION.to(locale)}\n\n{lines(locale)}" for locale in LOCALES}
    return {
        "title": Text(**{locale: f"# {TITLE.to(locale)}" for locale in LOCALES}),
        "situation": Text.model_validate(situation),
        "figures-heading": _FIGURES,
        "trend-heading": _TREND,
    }


def _notebook(prose: Mapping[str, Text], measures: list[Measured]) -> bytes:
    shown = ", ".join(one.name for one in measures)
    parameters = "\n".join(f'{name}: str = ""' for name in ("county", "date", "locale", "office"))
    parts: list[tuple[str, str]] = [
        ("title", ""),
        ("parameters", parameters),
        ("load", "from thongbao import report\n\nday = report.load(county, date, locale, office)"),
        ("headline", f"report.headline(day, {shown})"),
        ("situation", ""),
        ("follow-up", "report.follow_up(day)"),
        ("figures-heading", ""),
        ("figures", "report.figures_table(day)"),
        ("trend-heading", ""),
        ("trend", f"report.together(report.trend(day, {shown}), report.reporting(day))"),
        ("sources", "report.sources(day)"),
        ("sign", "report.sign(day)"),
    ]
    cells = [
        new_markdown_cell(prose[name].en, id=name)
        if name in prose
        else new_code_cell(source, id=name, metadata={"tags": [name]} if name in ("parameters", "sign") else {})
        for name, source in parts
    ]
    return stripped(nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": KERNEL})).encode())


def _translate(path: Path, locale: Locale, texts: Mapping[str, str]) -> None:
    """Add what a catalog lacks; what is translated already stays as it is."""
    catalog = Catalog(locale=locale, project="Thongbao", version="1", creation_date=_WRITTEN, revision_date=_WRITTEN)
    catalog.fuzzy = False
    if path.is_file():
        with path.open("rb") as file:
            catalog = read_po(file, locale=locale)
    for source, translated in texts.items():
        before = catalog.get(source)
        if before is None or not before.string or before.fuzzy:
            catalog.delete(source)
            catalog.add(source, translated)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, omit_header=False)


def _with_entry(text: str, name: str, notebook: str, kinds: tuple[str, ...], params: OfficeParams) -> str:
    title = ", ".join(f'{locale}: "{TITLE.to(locale)}"' for locale in LOCALES)
    entry = [
        f"- code: {name}",
        f"  notebook: {notebook}",
        f"  title: {{{title}}}",
        "  scope: unit",
        f"  kinds: [{', '.join(kinds)}]",
        "  audience: internal",
        "  cadence: daily",
        f"  locales: [{params.office.locale}]",
    ]
    kept = text.rstrip().removesuffix("[]").rstrip()
    return "\n".join([*([kept] if kept else []), *entry]) + "\n"
