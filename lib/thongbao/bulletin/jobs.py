"""From planned editions to jobs: everything one process needs to make one edition."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import nbformat

from thongbao.bulletin.fingerprint import Basis, fingerprint, program
from thongbao.bulletin.head import head
from thongbao.bulletin.job import Job
from thongbao.bulletin.ledger import date_folder, read_record
from thongbao.bulletin.plan import plan, scope_of
from thongbao.bulletin.prepare import code_of, parameters_of, runnable
from thongbao.errors import NotebookInvalid
from thongbao.language import catalog
from thongbao.records.same import Same
from thongbao.settings import AUDIENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from thongbao.records import Edition, EditionRecord, OfficeParams
    from thongbao.settings import Settings


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook ready to run in one language.

    Attributes:
        content: prepared, as JSON.
        parameters: the names its ``parameters`` cell declares.
        made_by: digest of what runs, checks and renders it.
    """

    content: str
    parameters: frozenset[str]
    made_by: str


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
            ready[name, locale] = Notebook(nbformat.writes(nb), parameters_of(nb), program(code_of(nb)))
    if wrong:
        raise NotebookInvalid("\n".join(wrong))
    return ready


def job(
    settings: Settings,
    params: OfficeParams,
    edition: Edition,
    notebook: Notebook,
    engine: str = "warm",
    held: Mapping[Edition, EditionRecord] | None = None,
) -> Job:
    """Return the job that makes ``edition``, with what became of it the last time; ``names`` are not looked up yet.

    Args:
        engine: papermill's name of what runs the cells; it is no part of what the edition is.
        held: records of the date that need not be read again.
    """
    held = held or {}
    bulletin = next(b for b in params.bulletins if b.code == edition.bulletin)
    folder, work = _folders(settings, edition.office, edition.date)
    parameters = {
        "county": edition.unit,
        "date": edition.date.isoformat(),
        "locale": edition.locale,
        "office": edition.office,
    }
    if "production" in notebook.parameters:
        parameters["production"] = _production(settings, params, edition, held)
    if "since" in notebook.parameters:
        parameters["since"] = ""  # filled in by ``since.dated`` when it is known that the edition will be made
    first = head(params, edition)
    return Job(
        edition=edition,
        head=first,
        notebook=notebook.content,
        notebooks=settings.notebooks,
        parameters=parameters,
        timezone=params.office.timezone,
        limits=bulletin.limits,
        edition_seconds=bulletin.edition_seconds,
        fingerprint=fingerprint(
            edition,
            notebook.content,
            parameters,
            first,
            _basis(Same(params)).of(edition.unit),
            notebook.made_by,
        ),
        before=held.get(edition) or read_record(folder, edition),
        folder=folder,
        work=work / edition.stem.replace("/", "."),
        environment={
            "THONGBAO_HOME": str(settings.home),
            "THONGBAO_STORE": settings.store,
            AUDIENCE: bulletin.audience,
        },
        engine=engine,
    )


@lru_cache(maxsize=1)
def _basis(params: Same[OfficeParams]) -> Basis:
    """Return the basis of the params: a batch asks for the same ones again and again."""
    return Basis(params.value)


@lru_cache(maxsize=1)
def _folders(settings: Settings, office: str, day: date) -> tuple[Path, Path]:
    return date_folder(settings.outputs, office, day), work_folder(settings, office)


def work_folder(settings: Settings, office: str) -> Path:
    """Return the folder for what is not yet proven; emptied before and after every run."""
    return settings.outputs / office / ".work"


def _production(
    settings: Settings, params: OfficeParams, edition: Edition, held: Mapping[Edition, EditionRecord]
) -> str:
    """Return what became of the date's other bulletins, as the JSON text that the roll-up prints.

    Where a bulletin was made in the roll-up's language, that edition is the one that counts, whatever languages are
    usual: the run may have been asked for this one.
    """
    folder = date_folder(settings.outputs, edition.office, edition.date)
    records: dict[Edition, EditionRecord | None] = {}
    for other in plan(params, edition.date):
        if scope_of(params, other) == "unit":
            alike = other.model_copy(update={"locale": edition.locale})
            record = held.get(alike) or read_record(folder, alike)
            use = alike if record or alike == other else other
            records[use] = record if use == alike else held.get(other) or read_record(folder, other)
    known = [record for record in records.values() if record is not None]
    return json.dumps(
        {
            "made": sum(record.state == "made" for record in known),
            "failed": sorted({record.edition.unit for record in known if record.state == "failed"}),
            "waiting": len(records) - len(known),
        }
    )
