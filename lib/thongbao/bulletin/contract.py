"""Hold a notebook against the contract of notebooks/README.md, without running it. Pure.

Some breaches stop a run, because it would make a wrong bulletin or fail for every county alike. The others are matters
of order: a run does not mind them, ``thongbao check`` does.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from thongbao.bulletin.contract_calls import Vocabulary, call_breaches, expression_breaches
from thongbao.bulletin.typed import typed_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

INLINE = re.compile(r"\{eval\}`([^`]+)`")
"""MyST's role for an inline expression, as jupyterlab-myst evaluates it live."""

PARAMETERS = ("county", "date", "locale", "office")
EMPTY = dict.fromkeys(PARAMETERS, "") | {"production": "{}", "since": ""}
LOAD = "from thongbao import report\nday = report.load(county, date, locale, office)"
MOST_CELLS, MOST_CODE_CELLS, MOST_LINES = 14, 8, 16
_FORMS = re.compile(r", forms='[a-z][a-z0-9_]*(?: [a-z][a-z0-9_]*)*'\)$")
"""The forms that a bulletin is about, of an office that has more."""

_WORD_ID = re.compile(r"[a-z]+(-[a-z0-9]+)*")
HEADING = re.compile(r"^#+", re.MULTILINE)


class Breach(NamedTuple):
    """Where a notebook does not keep the contract.

    Attributes:
        cell: its id; "" where it is about the notebook as a whole.
        message: what is wrong and what to do.
        stops: whether a run is refused for it.
    """

    notebook: str
    cell: str
    message: str
    stops: bool = True

    def __str__(self) -> str:
        return f"{self.notebook}{f', cell {self.cell!r}' if self.cell else ''}: {self.message}"


def breaches(nb: Any, name: str, vocabulary: Vocabulary | None = None) -> list[Breach]:
    """Return every breach of a notebook, in the order of its cells.

    Args:
        nb: the notebook.
        name: of its file.
        vocabulary: what the office counts; None to look only for what stops a run.
    """
    found = [*_frame(nb), *_parameters(nb), *_syntax(nb), *_typed(nb)]
    if vocabulary is not None:
        found += [*_shape(nb), *_calls(nb, vocabulary), *_prose(nb, vocabulary)]
    return [Breach(name, *one) for one in found]


def tags(cell: Any) -> list[str]:
    """Return the tags of a cell."""
    return list(cell.metadata.get("tags", []))


_Found = tuple[str, str] | tuple[str, str, bool]


def _code(nb: Any) -> list[Any]:
    return [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]


def _frame(nb: Any) -> Iterator[_Found]:
    """Find what every run needs: one ``parameters`` cell, and a last cell that signs."""
    tagged = [cell.id for cell in nb.cells if "parameters" in tags(cell)]
    if len(tagged) != 1:
        said = f"It has {len(tagged)} cells with the tag 'parameters'; it needs exactly one. "
        said += "Without it the county would silently be the notebook's own default. "
        yield ", ".join(tagged), f"{said}Add it in JupyterLab: Property Inspector, Common Tools, Cell Tags."
    code = _code(nb)
    if not code or "sign" not in tags(code[-1]):
        said = "The last code cell does not have the tag 'sign'. It must be `report.sign(day)`: "
        yield code[-1].id if code else "", f"{said}the receipt that proves for whom the bulletin was made."


def _parameters(nb: Any) -> Iterator[_Found]:
    """Find parameters that were left filled in: a run that did not set them would make that county's bulletin."""
    for cell in (c for c in _code(nb) if "parameters" in tags(c)):
        declared = assigned(cell.source)
        names = [name for name, _, _ in declared]
        for name in (name for name in PARAMETERS if name not in names and parsed(cell.source) is not None):
            told = f"It has no parameter {name!r}, and papermill would only warn. It declares: {', '.join(names)}."
            yield cell.id, f'{told} Add {name}: str = ""'
        for name, value, annotated in declared:
            if name not in EMPTY:
                yield cell.id, f"The contract knows no parameter {name}. Take it out.", False
            elif value != repr(EMPTY[name]):
                empty = f'{name}: str = "{EMPTY[name]}"'
                yield cell.id, f"{name} was left as {value}. Empty it before you save: {empty}"
            elif not annotated:
                yield cell.id, f"{name} has no type. Write {name}: str", False


def assigned(source: str) -> list[tuple[str, str, bool]]:
    """Return (name, value as it is written, whether it has a type) of each assignment; none where it is no Python."""
    found = []
    for statement in parsed(source) or []:
        targets = [statement.target] if isinstance(statement, ast.AnnAssign) else getattr(statement, "targets", [])
        value = getattr(statement, "value", None)
        for target in targets:
            if isinstance(target, ast.Name):
                shown = ast.unparse(value) if value is not None else "nothing"
                found.append((target.id, shown, isinstance(statement, ast.AnnAssign)))
    return found


def _syntax(nb: Any) -> Iterator[_Found]:
    for cell in _code(nb):
        try:
            ast.parse(cell.source)
        except SyntaxError as error:
            if not _is_ipython(cell.source):
                yield cell.id, f"It is not Python: line {error.lineno}: {error.msg}"
    for cell in (c for c in nb.cells if c.cell_type == "markdown"):
        for expression in dict.fromkeys(INLINE.findall(cell.source)):
            try:
                ast.parse(expression, mode="eval")
            except SyntaxError as error:
                yield cell.id, f"The inline value {{eval}}`{expression}` is not an expression: {error.msg}"


def _typed(nb: Any) -> Iterator[_Found]:
    """Find numbers that do not come from the reports: the check would refuse every edition for them."""
    for cell in (c for c in nb.cells if c.cell_type == "markdown"):
        for number in typed_numbers(cell.source)[:1]:
            said = f"The number {number} is typed in prose. Figures come from the reports: {{eval}}`day.FORM.COLUMN`."
            yield cell.id, said


def _is_ipython(source: str) -> bool:
    """Say whether a cell with magics is what IPython can read."""
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError:
        return False
    return True


def parsed(source: str) -> list[ast.stmt] | None:
    """Return the statements of a cell, None where it is not plain Python."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return None


def _shape(nb: Any) -> Iterator[_Found]:
    """Find too much, the wrong order, ids that name nothing, and another kernel."""
    cells, code = nb.cells, [cell for cell in nb.cells if cell.cell_type == "code"]
    kernel = nb.metadata.get("kernelspec", {}).get("name", "none")
    if kernel != "python3":
        yield "", f"Its kernel is {kernel}. Choose Python 3 (ipykernel), which is called python3.", False
    if len(cells) > MOST_CELLS or len(code) - 1 > MOST_CODE_CELLS:
        many = f"It has {len(cells)} cells, {len(code) - 1} of them code beside parameters"
        yield "", f"{many}; at most {MOST_CELLS} and {MOST_CODE_CELLS}. Use report.together.", False
    ids = [cell.id for cell in cells]
    if ids[:3] != ["title", "parameters", "load"] or ids[-1:] != ["sign"]:
        yield "", "Its cells begin with title, parameters, load and end with sign; name and order them so.", False
    if cells and not (cells[0].cell_type == "markdown" and cells[0].source.startswith("# ")):
        yield ids[0], "The first cell is Markdown with the title: one heading of level 1.", False
    for cell in cells:
        if not _WORD_ID.fullmatch(cell.id) or ids.count(cell.id) > 1:
            yield cell.id, "An id is words such as trend-heading, and no other cell's.", False
        if cell.cell_type == "code" and len(cell.source.splitlines()) > MOST_LINES:
            yield cell.id, f"It has more than {MOST_LINES} lines. What is long belongs into lib.", False
        expected = [cell.id] if cell.id in ("parameters", "sign") else []
        if tags(cell) != expected:
            yield (
                cell.id,
                f"Its tags are {', '.join(tags(cell)) or 'none'}, not {', '.join(expected) or 'none'}.",
                False,
            )


def _calls(nb: Any, vocabulary: Vocabulary) -> Iterator[_Found]:
    for cell in (c for c in _code(nb) if "parameters" not in tags(c)):
        statements = parsed(cell.source)
        if statements is None:
            if _is_ipython(cell.source):
                yield cell.id, "It has a magic or a command of the shell. A cell is one call of report.", False
        elif cell.id == "load":
            if _FORMS.sub(")", "\n".join(map(ast.unparse, statements))) != LOAD:
                yield cell.id, f"It is not the one way to load, which may name forms='cases isolation': {LOAD!r}", False
        else:
            for said in call_breaches(statements, vocabulary):
                yield cell.id, said, False


def _prose(nb: Any, vocabulary: Vocabulary) -> Iterator[_Found]:
    for position, cell in enumerate(nb.cells):
        if cell.cell_type != "markdown":
            continue
        titles = [level for level in HEADING.findall(cell.source) if level == "#"]
        if len(titles) > (position == 0):
            yield cell.id, "It has a heading of level 1 that is not the title. Write ##.", False
        for expression in dict.fromkeys(INLINE.findall(cell.source)):
            for said in expression_breaches(expression, vocabulary):
                yield cell.id, said, False
