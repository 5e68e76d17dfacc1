"""Make the notebook that is run from the notebook that analysts edit: check it, translate it, ask for inline values."""

from __future__ import annotations

import ast
import copy
import re
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat.v4 import new_code_cell

from thongbao.errors import NotebookInvalid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

INLINE = re.compile(r"\{eval\}`([^`]+)`")
"""MyST's role for an inline expression, as jupyterlab-myst evaluates it live."""


def read_notebook(path: Path) -> Any:
    """Read a notebook and hold it against what every run needs: one ``parameters`` cell, and a last cell that signs.

    Raises:
        NotebookInvalid: it is missing, is not a notebook, or does not keep the contract.
    """
    try:
        nb = nbformat.read(path, as_version=4)
    except FileNotFoundError as error:
        raise NotebookInvalid(f"{path} does not exist. Check the name in bulletins.yml.") from error
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise NotebookInvalid(f"{path.name} is not a readable notebook: {str(error).splitlines()[0]}") from error
    tagged = [cell for cell in nb.cells if "parameters" in cell.metadata.get("tags", [])]
    if len(tagged) != 1:
        raise NotebookInvalid(
            f"{path.name} has {len(tagged)} cells with the tag 'parameters'; it needs exactly one. Without it the "
            "county would silently be the notebook's own default. Add the tag in JupyterLab: Property Inspector, "
            "Common Tools, Cell Tags."
        )
    code = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
    if not code or "sign" not in code[-1].metadata.get("tags", []):
        raise NotebookInvalid(
            f"The last code cell of {path.name} does not have the tag 'sign'. It must be `report.sign(day)`: the "
            "receipt that proves for whom the bulletin was made."
        )
    return nb


def parameters_of(nb: nbformat.NotebookNode, name: str) -> frozenset[str]:
    """Return the names that the ``parameters`` cell assigns.

    Raises:
        NotebookInvalid: the cell is not Python.
    """
    cell = next(cell for cell in nb.cells if "parameters" in cell.metadata.get("tags", []))
    try:
        body = ast.parse(cell.source).body
    except SyntaxError as error:
        raise NotebookInvalid(
            f"The parameters cell of {name} is not Python: line {error.lineno}: {error.msg}"
        ) from error
    targets: list[ast.expr] = []
    for statement in body:
        if isinstance(statement, ast.AnnAssign):
            targets.append(statement.target)
        elif isinstance(statement, ast.Assign):
            targets.extend(statement.targets)
    return frozenset(target.id for target in targets if isinstance(target, ast.Name))


def check_parameters(given: Iterable[str], declared: Iterable[str], name: str) -> None:
    """Refuse a run whose parameters the notebook does not have: papermill would only warn and run on.

    Raises:
        NotebookInvalid: a parameter is not in the ``parameters`` cell.
    """
    unknown = sorted(set(given) - set(declared))
    if unknown:
        raise NotebookInvalid(
            f"{name} has no parameter {', '.join(map(repr, unknown))}. Its parameters cell declares: "
            f"{', '.join(sorted(declared)) or 'nothing'}."
        )


def prepared(nb: nbformat.NotebookNode, translations: Mapping[str, str], locale: str, name: str) -> Any:
    """Return the notebook to run: Markdown in ``locale``, and before each cell with inline values a cell that asks.

    Args:
        nb: as read_notebook returns it; not changed.
        translations: Markdown cell -> its translation; not used for English.
        locale: one of LOCALES.
        name: of the notebook, for messages.

    Raises:
        NotebookInvalid: a cell has no translation, or an inline expression is not one.
    """
    nb = copy.deepcopy(nb)
    cells = []
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        if cell.cell_type == "markdown" and cell.source.strip():
            cell.source = _translated(cell, translations, locale, name)
            expressions = list(dict.fromkeys(INLINE.findall(cell.source)))
            if expressions:
                cells.append(_asking_cell(cell.id, expressions, name))
        cells.append(cell)
    nb.cells = cells
    return nb


def _translated(cell: Any, translations: Mapping[str, str], locale: str, name: str) -> str:
    if locale == "en":
        return str(cell.source)
    text = translations.get(cell.source)
    if text is None:
        raise NotebookInvalid(
            f"Cell '{cell.id}' of {name} has no translation into {locale}. Run `make translations`, then fill in "
            f"notebooks/locale/{locale}/notebooks.po."
        )
    return text


def _asking_cell(cell_id: str, expressions: list[str], name: str) -> Any:
    for expression in expressions:
        try:
            ast.parse(expression, mode="eval")
        except SyntaxError as error:
            raise NotebookInvalid(
                f"The inline value {{eval}}`{expression}` in cell '{cell_id}' of {name} is not an expression: "
                f"{error.msg}"
            ) from error
    pairs = ", ".join(f"{expression!r}: {expression}" for expression in expressions)
    return new_code_cell(
        f"report.inline({{{pairs}}})", id=f"{cell_id}-values"[:64], metadata={"tags": ["inline-values"]}
    )
