"""Make the notebook that is run from the notebook that analysts edit: check it, translate it, ask for inline values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
from nbformat.v4 import new_code_cell

from thongbao.bulletin.contract import INLINE, assigned, breaches, tags
from thongbao.bulletin.contract_calls import Vocabulary
from thongbao.bulletin.plan import every_notebook
from thongbao.bulletin.translated import translation_breaches
from thongbao.errors import NotebookInvalid
from thongbao.language import catalog

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from thongbao.records import Bulletin, OfficeParams
    from thongbao.settings import Settings

KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3 (ipykernel)"}
"""Any other name is that of an environment of the analyst's."""


def open_notebook(path: Path) -> Any:
    """Read a notebook as it is; cells of an older format get an id by their place.

    Raises:
        NotebookInvalid: it is missing or is not a notebook.
    """
    try:
        nb = nbformat.read(path, as_version=4)
        for position, cell in enumerate(nb.cells):
            cell.setdefault("id", f"cell-{position}")
        nb.nbformat_minor = max(nb.nbformat_minor, 5)
        nbformat.validate(nb)
    except FileNotFoundError as error:
        raise NotebookInvalid(f"{path} does not exist. Check the name in bulletins.yml.") from error
    except (OSError, ValueError, AttributeError, nbformat.ValidationError) as error:
        raise NotebookInvalid(f"{path.name} is not a readable notebook: {str(error).splitlines()[0]}") from error
    return nb


def runnable(path: Path, translations: Mapping[str, str], locale: str) -> Any:
    """Read a notebook, hold it against what every run needs, and return it as it is run.

    Args:
        path: of the notebook.
        translations: Markdown cell -> its translation; not used for English.
        locale: one of LOCALES.

    Raises:
        NotebookInvalid: it is missing, is not a notebook, or cannot be run rightly; with every reason, one per line.
    """
    nb = open_notebook(path)
    found = [*breaches(nb, path.name), *translation_breaches(nb, path.name, translations, locale)]
    stopping = [str(breach) for breach in found if breach.stops]
    if stopping:
        raise NotebookInvalid("\n".join(stopping))
    return prepared(nb, translations, locale)


def parameters_of(nb: nbformat.NotebookNode) -> frozenset[str]:
    """Return the names that the ``parameters`` cell assigns."""
    cell = next(cell for cell in nb.cells if "parameters" in tags(cell))
    return frozenset(name for name, _, _ in assigned(cell.source))


def code_of(nb: nbformat.NotebookNode) -> str:
    """Return the code of all cells."""
    return "\n".join(cell.source for cell in nb.cells if cell.cell_type == "code")


def prepared(nb: Any, translations: Mapping[str, str], locale: str) -> Any:
    """Return the notebook to run: Markdown in ``locale``, and before each cell with inline values a cell that asks."""
    if nb.metadata.get("kernelspec", {}).get("name") != KERNEL["name"]:
        nb.metadata["kernelspec"] = nbformat.from_dict(KERNEL)
    cells = []
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if cell.cell_type == "markdown" and cell.source.strip():
            if locale != "en":
                cell.source = translations[cell.source]
            expressions = list(dict.fromkeys(INLINE.findall(cell.source)))
            if expressions:
                cells.append(_asking_cell(cell.id, expressions))
        cells.append(cell)
    nb.cells = cells
    return nb


def contract_faults(settings: Settings, params: OfficeParams) -> list[str]:
    """Return every breach of the contract in an office's notebooks, one line each; nothing is run.

    Args:
        params: bulletins.yml names the notebooks, the forms and groups are what they can show.
    """
    found: dict[str, None] = {}
    bulletins = {bulletin.code: bulletin for bulletin in params.bulletins}
    for edition in every_notebook(params):
        try:
            nb = open_notebook(settings.notebooks / edition.notebook)
        except NotebookInvalid as error:
            found[str(error)] = None
            continue
        texts = catalog(settings.notebooks / "locale", edition.locale)
        wrong = breaches(nb, edition.notebook, vocabulary(params, bulletins[edition.bulletin]))
        wrong += translation_breaches(nb, edition.notebook, texts, edition.locale)
        found |= dict.fromkeys(map(str, wrong))
    return list(found)


def vocabulary(params: OfficeParams, bulletin: Bulletin) -> Vocabulary:
    """Return what a bulletin's notebook can name for every unit it is made for."""
    owing = {kind for form in params.forms for kind in form.filled_by}
    alone = owing & set(bulletin.kinds)
    forms = tuple(form for form in params.forms if alone <= set(form.filled_by))
    return Vocabulary(forms, tuple(group.code for group in params.office.groups))


def _asking_cell(cell_id: str, expressions: list[str]) -> Any:
    pairs = ", ".join(f"{expression!r}: {expression}" for expression in expressions)
    return new_code_cell(
        f"report.inline({{{pairs}}})", id=f"{cell_id}-values"[:64], metadata={"tags": ["inline-values"]}
    )
