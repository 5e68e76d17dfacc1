"""What a cell may call and name: the blocks of ``report``, and the figures of the office's forms. Pure."""

from __future__ import annotations

import ast
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thongbao.records import Column, Form

REPORT = (
    "completeness_banner",
    "figures_table",
    "follow_up",
    "headline",
    "inline",
    "league_table",
    "load",
    "production_log",
    "reporting",
    "sign",
    "small_multiples",
    "sources",
    "together",
    "trend",
    "unit_table",
)
"""``report.__all__``, which this part of the house may not import; a test holds them equal."""

BLOCKS = frozenset(REPORT) - {"inline", "load"}
DAY = ("completeness", "date", "missing", "office", "status", "unit")
ENDS = ("change", "coverage", "new")
"""What ``day`` says by itself, and how a figure can end."""

_ALLOWED = (ast.Expr, ast.Call, ast.Attribute, ast.Name, ast.Load, ast.keyword)


class Vocabulary(NamedTuple):
    """What a notebook can name.

    Attributes:
        forms: those that every unit it is made for fills in.
        groups: codes of the office's groups of units.
    """

    forms: tuple[Form, ...]
    groups: tuple[str, ...] = ()


def call_breaches(statements: Sequence[ast.stmt], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what is wrong with a cell that should be one call of report."""
    strange = {_kind(node) for one in statements for node in ast.walk(one) if not isinstance(node, _ALLOWED)}
    if len(statements) != 1 or strange:
        held = f"It holds {', '.join(sorted(strange))}." if strange else f"It has {len(statements)} statements."
        yield f"{held} A cell is one call such as report.figures_table(day); what is more belongs into lib."
        return
    called = [node for node in ast.walk(statements[0]) if isinstance(node, ast.Call)]
    if not called:
        yield "It calls nothing. A cell is one call such as report.figures_table(day)."
    for at, call in enumerate(called):
        name = ast.unparse(call.func)
        if name.removeprefix("report.") not in BLOCKS or not name.startswith("report."):
            yield f"{name} is no block of report. {_near(name.removeprefix('report.'), BLOCKS)}"
        elif at and ast.unparse(called[0].func) != "report.together":
            yield "Only report.together holds several calls."
        elif name != "report.together" and (not call.args or ast.unparse(call.args[0]) != "day"):
            yield f"The first argument of {name} is day."
    yield from _named(statements[0], vocabulary)


def expression_breaches(expression: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what is wrong with an inline expression: it is a figure by its name, and that name is known."""
    try:
        tree = ast.parse(expression, mode="eval").body
    except SyntaxError:
        return  # said before, as what stops a run
    chain = _chain(tree)
    if not chain or chain[0] != "day" or len(chain) == 1:
        yield f"The inline value {{eval}}`{expression}` is no name of day, e.g. day.cases.confirmed."
    else:
        yield from _figure(chain, vocabulary, whole=True)


def _named(statement: ast.stmt, vocabulary: Vocabulary) -> Iterator[str]:
    inner: set[ast.AST] = set()
    for node in ast.walk(statement):  # an outer node comes before those inside it
        if isinstance(node, ast.Attribute):
            inner.add(node.value)
        if node in inner or not isinstance(node, (ast.Attribute, ast.Name)):
            continue
        chain = _chain(node)
        if chain and chain[0] == "day" and len(chain) > 1:
            yield from _figure(chain, vocabulary, whole=False)
        elif not chain or chain[0] not in ("day", "report", "production"):
            yield f"{ast.unparse(node)} is not known. A cell names day, its figures, and production."


def _figure(chain: Sequence[str], vocabulary: Vocabulary, *, whole: bool) -> Iterator[str]:
    """Yield why ``day.FORM.COLUMN…`` is no figure.

    Args:
        whole: it stands in a sentence, where also what day says of itself and .change can stand.
    """
    written, named = ".".join(chain), chain[1]
    forms = {form.code: form for form in vocabulary.forms}
    if named in DAY:
        if not whole or len(chain) > 2:
            yield f"{written} is not a figure."
        return
    if named not in forms:
        yield f"{written}: there is no form {named} for these units. {_near(named, [*forms, *(DAY if whole else ())])}"
        return
    columns = {column.code: column for column in forms[named].columns}
    if len(chain) < 3 or chain[2] not in columns:
        wanted = chain[2] if len(chain) > 2 else ""
        lacks = f"the form {named} has no column {wanted}" if wanted else "it names a form and no column"
        yield f"{written}: {lacks}. {_near(wanted, columns)}"
        return
    yield from _rest(chain, forms[named], columns[chain[2]], vocabulary.groups, whole=whole)


def _rest(chain: Sequence[str], form: Form, column: Column, groups: tuple[str, ...], *, whole: bool) -> Iterator[str]:
    written, rest = ".".join(chain), list(chain[3:])
    end = rest.pop() if whole and rest and rest[-1] in ENDS else ""
    if end == "new" and column.basis == "stock":
        yield f"{written}: {column.code} is a stock, nothing is new in it. Use .change."
    known = [row.code for row in form.rows if not column.rows or row.code in column.rows] + list(groups)
    for part in (part for part in rest if part not in known):
        near = _near(part, [*known, *(ENDS if whole else ())])
        yield f"{written}: {form.code}.{column.code} has no {part}. {near}"


def _chain(node: ast.AST) -> list[str]:
    """Return a.b.c as its names, empty where it is anything else."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else []


def _near(name: str, known: Iterable[str]) -> str:
    known = sorted(known)
    near = get_close_matches(name, known, n=1)
    return f"Did you mean {near[0]}?" if near else f"There are: {', '.join(known)}."


_KINDS = {
    "Import": "an import",
    "ImportFrom": "an import",
    "For": "a loop",
    "While": "a loop",
    "If": "an if",
    "FunctionDef": "a function",
    "ClassDef": "a class",
    "Assign": "an assignment",
    "AnnAssign": "an assignment",
    "Subscript": "a subscript",
    "JoinedStr": "formatting of text",
    "Constant": "a typed value",
}


def _kind(node: ast.AST) -> str:
    name = type(node).__name__
    return _KINDS.get(name, "code of its own")
