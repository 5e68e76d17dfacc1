"""From planned editions to jobs: everything one process needs to make one edition."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import nbformat

from thongbao.bulletin.fingerprint import Basis, fingerprint
from thongbao.bulletin.head import head
from thongbao.bulletin.ledger import date_folder, read_record
from thongbao.bulletin.names import odd_names
from thongbao.bulletin.plan import plan, scope_of
from thongbao.bulletin.prepare import parameters_of, runnable
from thongbao.bulletin.run import Job
from thongbao.errors import NotebookInvalid
from thongbao.language import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from thongbao.records import Edition, OfficeParams
    from thongbao.settings import Settings


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook ready to run in one language.

    Attributes:
        content: prepared, as JSON.
        parameters: the names its ``parameters`` cell declares.
    """

    content: str
    parameters: frozenset[str]


def notebooks(settings: Settings, editions: Iterable[Edition]) -> dict[tuple[str, str], Notebook]:
    """Prepare each notebook once per language, before anything runs: (file name, locale) -> Notebook.

    Raises:
        NotebookInvalid: some of them cannot be run as planned; with every reason.
    """
    ready: dict[tuple[str, str], Notebook] = {}
    wrong: dict[str, None] = {}
    for name, locale in dict.fromkeys((e.notebook, e.locale) for e in editions):
        try:
            nb = runnable(settings.notebooks / name, catalog(settings.notebooks / "locale", locale), locale)
        except NotebookInvalid as error:
            wrong |= dict.fromkeys(str(error).splitlines())
        else:
            ready[name, locale] = Notebook(nbformat.writes(nb), parameters_of(nb))
    if wrong:
        raise NotebookInvalid("\n".join(wrong))
    return ready


def job(settings: Settings, params: OfficeParams, edition: Edition, notebook: Notebook, engine: str = "warm") -> Job:
    """Return the job that makes ``edition``, with what became of it the last time.

    Args:
        engine: papermill's name of what runs the cells; it is no part of what the edition is.
    """
    bulletin = next(b for b in params.bulletins if b.code == edition.bulletin)
    folder = date_folder(settings.outputs, edition.office, edition.date)
    parameters = {
        "county": edition.unit,
        "date": edition.date.isoformat(),
        "locale": edition.locale,
        "office": edition.office,
    }
    if "production" in notebook.parameters:
        parameters["production"] = _production(settings, params, edition)
    first = head(params, edition)
    return Job(
        edition=edition,
        head=first,
        notebook=notebook.content,
        parameters=parameters,
        timezone=params.office.timezone,
        cell_seconds=bulletin.cell_seconds,
        edition_seconds=bulletin.edition_seconds,
        fingerprint=fingerprint(edition, notebook.content, parameters, first, _basis(params).of(edition.unit)),
        before=read_record(folder, edition),
        folder=folder,
        work=work_folder(settings, edition.office) / edition.stem.replace("/", "."),
        environment={"THONGBAO_HOME": str(settings.home), "THONGBAO_STORE": settings.store},
        engine=engine,
        names=odd_names(params, edition),
    )


_bases: list[Basis] = []
"""Of the params that were asked for last: a batch asks for the same ones again and again."""


def _basis(params: OfficeParams) -> Basis:
    if not _bases or _bases[0].params is not params:
        _bases[:] = [Basis(params)]
    return _bases[0]


def work_folder(settings: Settings, office: str) -> Path:
    """Return the folder for what is not yet proven; emptied before and after every run."""
    return settings.outputs / office / ".work"


def _production(settings: Settings, params: OfficeParams, edition: Edition) -> str:
    """Return what became of the date's other bulletins, as the JSON text that the roll-up prints."""
    folder = date_folder(settings.outputs, edition.office, edition.date)
    others = [e for e in plan(params, edition.date) if scope_of(params, e) == "unit"]
    records = [read_record(folder, other) for other in others]
    return json.dumps(
        {
            "made": sum(r is not None and r.state == "made" for r in records),
            "failed": sorted({r.edition.unit for r in records if r is not None and r.state == "failed"}),
            "waiting": sum(r is None for r in records),
        }
    )
