"""Try a notebook for one unit, in a process of its own: nothing is written, and whatever is wrong is shown in place.

Unlike a run it goes on where the contract is broken: without a translation the English cell is shown, a parameter that
was left filled in is overwritten. What would stop a run is said all the same.
"""

from __future__ import annotations

import time
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import nbformat

from thongbao.bulletin.check import check
from thongbao.bulletin.contract import breaches, tags
from thongbao.bulletin.execute import RAN, execute
from thongbao.bulletin.jobs import Notebook, job
from thongbao.bulletin.names import odd_names
from thongbao.bulletin.prepare import open_notebook, parameters_of, prepared, vocabulary
from thongbao.bulletin.render import render
from thongbao.bulletin.translated import translation_breaches
from thongbao.desk.letter import letter_page
from thongbao.desk.remarks import Remark, of_failure, placed, shown_in
from thongbao.desk.trial import Tried
from thongbao.errors import EditionFailed, NotebookInvalid, ThongbaoError
from thongbao.language import catalog
from thongbao.records import Bulletin, Edition, Text
from thongbao.report.load import office_params
from thongbao.settings import Settings

if TYPE_CHECKING:
    from thongbao.bulletin.job import Job
    from thongbao.desk.trial import Trial
    from thongbao.records import OfficeParams

UNNAMED = "preview"
"""Code of the bulletin that a notebook is tried as while bulletins.yml does not name it."""


def attempt(trial: Trial) -> Tried:
    """Run a notebook, check it and render it, with every remark at its place."""
    started = time.monotonic()
    try:
        with TemporaryDirectory(prefix="thongbao-") as folder:
            page, remarks = _attempted(trial, Path(folder))
    except ThongbaoError as error:
        page, remarks = "", [Remark("", 0, line) for line in str(error).splitlines()]
    return Tried(page, tuple(remarks), time.monotonic() - started)


def _attempted(trial: Trial, work: Path) -> tuple[str, list[Remark]]:
    here, nb = Settings(trial.home, trial.store), open_notebook(trial.notebook)
    params, bulletin, remarks = _meant(office_params(here.params, trial.office), trial, nb)
    texts = catalog(trial.notebook.parent / "locale", trial.locale)
    found = breaches(nb, trial.notebook.name, vocabulary(params, bulletin))
    found += translation_breaches(nb, trial.notebook.name, texts, trial.locale)
    remarks += [Remark(breach.cell, 0, breach.message, breach.stops) for breach in found]
    one = _job(here, params, trial, bulletin, prepared(nb, _lenient(nb, texts), trial.locale), work)
    if trial.letter and not any(remark.stops for remark in remarks):
        page = letter_page(one, params, work / "outputs")
        if page:
            return page, remarks
    return _page(one, remarks)


def _meant(params: OfficeParams, trial: Trial, nb: Any) -> tuple[OfficeParams, Bulletin, list[Remark]]:
    """Return the bulletin that is tried, and the params that know of it."""
    known = next((one for one in params.bulletins if one.code == trial.bulletin), None)
    if known is not None:
        return params, known, []
    first = next((cell.source for cell in nb.cells if cell.cell_type == "markdown"), "")
    title = first.partition("\n")[0].lstrip("# ").strip() or trial.notebook.stem
    kinds = tuple(dict.fromkeys(unit.kind for unit in params.reporting_units(trial.date)))
    made_up = Bulletin.model_construct(
        code=UNNAMED, notebook=trial.notebook.name, title=Text(zh_Hans=title, vi=title, en=title),
        scope="unit", kinds=kinds, audience="internal", cadence="event", locales=(trial.locale,),
    )  # fmt: skip
    said = f"No bulletin in params/{trial.office}/bulletins.yml names this notebook, so no run makes it. Add an entry."
    params = params.model_copy(update={"bulletins": (*params.bulletins, made_up)})
    return params, made_up, [Remark("", 0, said, stops=False)]


def _lenient(nb: Any, texts: dict[str, str]) -> dict[str, str]:
    """Return the translation of every Markdown cell, the cell itself where there is none."""
    return {cell.source: texts.get(cell.source) or cell.source for cell in nb.cells}


def _job(here: Settings, params: OfficeParams, trial: Trial, bulletin: Bulletin, nb: Any, work: Path) -> Job:
    from thongbao.flow import default_engine

    edition = Edition(
        office=trial.office, bulletin=bulletin.code, notebook=trial.notebook.name, unit=trial.unit, date=trial.date,
        locale=trial.locale,
    )  # fmt: skip
    declared = parameters_of(nb) if any("parameters" in tags(cell) for cell in nb.cells) else frozenset()
    made = job(here, params, edition, Notebook(nbformat.writes(nb), declared, ""), default_engine())
    return replace(made, notebooks=trial.notebook.parent, work=work, before=None, names=odd_names(params, edition))


def _page(one: Job, remarks: list[Remark]) -> tuple[str, list[Remark]]:
    head, token = one.head, f"remark{uuid4().hex}"
    try:
        with chdir(one.notebooks):
            nb = execute(one.notebook, one.parameters, one.work, one.limits, one.environment, one.engine)
        receipt = check(nb, one.edition, one.names)
        received = receipt.received_to and receipt.received_to.astimezone(ZoneInfo(one.timezone))
        head = head.model_copy(update={"received_to": received, "digest": receipt.digest})
    except EditionFailed as error:
        nb = _as_far_as_it_ran(one)
        failure = of_failure(error, nb.cells)
        # What the contract said of this cell before it ran, e.g. that it has no translation, says how to mend it, too.
        said = any(remark.stops and remark.cell == failure.cell for remark in remarks if remark.cell)
        remarks = [*remarks, *([] if said else [failure])]
    order = {cell.id: place for place, cell in enumerate(nb.cells)}
    remarks = sorted(remarks, key=lambda remark: order.get(remark.cell, len(order) if remark.cell else -1))
    nb.cells = placed(nb.cells, remarks, token)
    return shown_in(render(nb, head), remarks, token), remarks


def _as_far_as_it_ran(one: Job) -> Any:
    try:
        return open_notebook(one.work / RAN)
    except NotebookInvalid:  # it never began
        return nbformat.reads(one.notebook, as_version=4)
