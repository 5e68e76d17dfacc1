"""What a cell may call and name: the blocks of ``report``, and the figures of the office's forms. Pure."""

from __future__ import annotations

import ast
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from thongbao.bulletin.contract_names import OF_FORM, REPORT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thongbao.records import Column, EntryColumn, Form

BLOCKS = frozenset(REPORT) - {"inline", "load"}
DAY = ("completeness", "date", "missing", "office", "status", "unit")
ENDS = ("change", "coverage", "new")
"""What ``day`` says by itself, and how a figure can end."""

SHARE = "share_of"

GIVEN = ("production", "since")
"""Parameters that a cell hands on."""

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
    forms: set[ast.AST] = set()
    for node in ast.walk(statement):  # an outer node comes before those inside it
        if isinstance(node, ast.Call) and ast.unparse(node.func).removeprefix("report.") in OF_FORM:
            taken = OF_FORM[ast.unparse(node.func).removeprefix("report.")]
            given = node.args[1:] if taken is None else node.args[1 : 1 + taken]
            forms.update(given)
            if len(given) < (taken or 0) or any(len(_chain(one)) != 2 for one in given):
                yield f"After day, {ast.unparse(node.func)} takes a form, e.g. day.cases."
        if isinstance(node, ast.Attribute):
            inner.add(node.value)
        if node in inner or not isinstance(node, (ast.Attribute, ast.Name)):
            continue
        chain = _chain(node)
        if chain and chain[0] == "day" and len(chain) > 1:
            yield from _form(chain, vocabulary) if node in forms else _figure(chain, vocabulary, whole=False)
        elif not chain or chain[0] not in ("day", "report", *GIVEN):
            yield f"{ast.unparse(node)} is not known. A cell names day, its figures, {' and '.join(GIVEN)}."


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
    form = forms[named]
    asked: dict[str, Column | EntryColumn] = {one.code: one for one in form.measured()}
    if whole and chain[2:] == ["as_of"]:
        return
    if len(chain) < 3 or chain[2] not in asked:
        wanted = chain[2] if len(chain) > 2 else ""
        lacks = f"the form {named} has no column {wanted}" if wanted else "it names a form and no column"
        yield f"{written}: {lacks}. {_near(wanted, asked)}"
        return
    yield from _rest(chain, form, asked[chain[2]], vocabulary, whole=whole)


def _form(chain: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    """Yield why ``day.FORM`` names no form."""
    known = [form.code for form in vocabulary.forms]
    if len(chain) == 2 and chain[1] not in known:
        yield f"{'.'.join(chain)}: there is no form {chain[1]} for these units. {_near(chain[1], known)}"


def _rest(
    chain: Sequence[str], form: Form, column: Column | EntryColumn, vocabulary: Vocabulary, *, whole: bool
) -> Iterator[str]:
    """Yield what is wrong behind ``day.FORM.COLUMN``: rows, groups, what it is a share of, and how it ends."""
    written, rest = ".".join(chain), list(chain[3:])
    counted = hasattr(column, "basis")
    ends = ENDS if whole and counted else ()
    end = rest.pop() if rest and rest[-1] in ends else ""
    if end == "new" and getattr(column, "basis", "") == "stock":
        yield f"{written}: {column.code} is a stock, nothing is new in it. Use .change."
    known = [row.code for row in form.rows if not column.rows or row.code in column.rows]
    known += list(vocabulary.groups) if counted else []
    if counted and SHARE in rest:
        if end == "new":
            yield f"{written}: nothing is new in a share. Use .change."
        at = rest.index(SHARE)
        yield from _whole(written, rest[at + 1 :], form, vocabulary)
        rest = rest[:at] + [part for part in rest[at + 1 :][_named_by(rest[at + 1 :], form) :] if part]
    for part in (part for part in rest if part not in known):
        near = _near(part, [*known, *ends, *([SHARE] if counted else [])])
        yield f"{written}: {form.code}.{column.code} has no {part}. {near}"


def _named_by(rest: Sequence[str], form: Form) -> int:
    """Return how many names say what a share is of: a column, or a form and its column."""
    return 1 if rest and rest[0] in {column.code for column in form.columns} else 2


def _whole(written: str, rest: Sequence[str], form: Form, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield why what follows ``share_of`` is no whole."""
    own = [column.code for column in form.columns]
    forms = {one.code: one for one in vocabulary.forms}
    if rest and rest[0] in own:
        return
    if not rest or rest[0] not in forms:
        near = _near(rest[0] if rest else "", [*own, *forms])
        yield f"{written}: it does not say what it is a share of. {near}"
        return
    columns = [column.code for column in forms[rest[0]].columns]
    if len(rest) < 2 or rest[1] not in columns:
        yield f"{written}: {rest[0]} has no column {rest[1] if len(rest) > 1 else ''}. {_near('', columns)}"


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
