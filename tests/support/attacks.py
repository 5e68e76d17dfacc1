"""Attacks and naughty strings in every slot of a page that somebody else's text can reach."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import nbformat

from support.notebooks import head, picture
from thongbao.errors import NotebookInvalid
from thongbao.records import INLINE_MIME
from thongbao.report.blocks import flags, headline_block, listed, note
from thongbao.report.charts import figure_block
from thongbao.report.inline import inline
from thongbao.report.pictures import Picture
from thongbao.report.tables import Cell, Line, Mark, Table, table_block

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from thongbao.records import Head

SLOTS = ("prose", "cell", "header", "figure", "title", "inline")
"""And file names, which are no markup: test_attacks.py has them apart."""

PNG = base64.b64decode(picture())


def payloads(shared: Path) -> list[str]:
    """Every attack and naughty string of the corpora, each once."""
    attacks = (shared / "corpora/xss/payloads.txt").read_text(encoding="utf-8", errors="replace").splitlines()
    naughty = json.loads((shared / "corpora/blns/blns.json").read_text(encoding="utf-8"))
    return [*dict.fromkeys([*attacks, *naughty])]


def marker(slot: str, at: int) -> str:
    """What stands after a payload in its slot: if it is missing, something swallowed it."""
    return f"after-{slot}-{at}"


def written(payload: str, at: int) -> list[Any]:
    """The payload in each slot as the project's own code writes it there."""
    cells = [_markdown(f"正文 {{eval}}`day.unit` {marker('inline', at)}")]
    try:
        asked = inline({"day.unit": payload})
    except NotebookInvalid:  # nothing of it would be shown
        asked = inline({"day.unit": "-"})
    cells.insert(0, _code(asked))
    header, cell = Cell(payload, "col", (Mark(payload, payload, payload, payload),)), Cell(payload, "text")
    lines = (Line((Cell(payload, "row"), cell)),)
    table = table_block(Table(payload, (Line((Cell(""), header)),), lines), "zh_Hans")
    figure = figure_block(Picture(PNG, 8, 6, payload, payload), Table(payload, (), lines), 1, "zh_Hans")
    sentences = (
        note(payload),
        listed([payload]),
        flags([("late", payload)]),
        headline_block([(payload,) * 3], [payload]),
    )
    for slot, blocks in (("cell", (table,)), ("figure", (figure,)), ("prose", sentences)):
        cells.append(_code(*blocks))
        cells.append(_code(note(marker(slot, at))))
    return cells


def unescaped(payload: str, at: int) -> list[Any]:
    """The payload in each slot as if nobody had escaped it: the second fence alone."""
    head = f"<caption>{payload}</caption><tr><th scope=col>{payload}</th></tr>"
    raw = f"<table class=figures>{head}<tr><td>{payload}</td></tr></table>"
    chart = f'<figure class="chart"><img alt="{payload}" src="{payload}"></figure>'
    value = {"x": {"html": payload, "text": payload}}
    return [
        _markdown(payload),
        _code({"text/html": raw}),
        _code({"text/html": chart}),
        _code({"image/png": payload, "text/plain": payload}, {"image/png": {"alt": payload}}),
        _code({"text/plain": payload}),
        _code({INLINE_MIME: value}),
        _markdown("值 {eval}`x`"),
        _code({"text/html": f"<p>{marker('raw', at)}</p>"}),
    ]


def heads(batch: Sequence[str]) -> Head:
    """A head with all of them in each of its slots."""
    joined = "\n".join(batch)
    named = dict.fromkeys(("issuer", "title", "unit", "unit_code", "notice", "sources", "contact", "digest"), joined)
    return head(**named, distribution=tuple(batch), definitions=tuple((one, one) for one in batch))


def notebook(cells: list[Any]) -> Any:
    """An executed notebook of these cells; not validated, which would take longer than all else."""
    cells = [cell | {"id": f"cell-{at}"} for at, cell in enumerate(cells)]
    return nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _markdown(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(*shown: Any) -> dict[str, Any]:
    """A code cell that shows blocks, or one bundle with its metadata."""
    if isinstance(shown[0], dict):
        bundles = [(shown[0], shown[1] if len(shown) > 1 else {})]
    else:
        bundles = [(one._repr_mimebundle_(), {}) for one in shown]
    outputs = [{"output_type": "display_data", "data": data, "metadata": told} for data, told in bundles]
    return {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "", "outputs": outputs}
