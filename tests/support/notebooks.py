"""Executed notebooks from short lists of cells, as a batch would leave them."""

from __future__ import annotations

import base64
import io
from datetime import UTC, date, datetime
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image, ImageDraw

import thongbao.bulletin
from thongbao.records import BLOCK_MIME, INLINE_MIME, RECEIPT_MIME, Edition, Head, Receipt

if TYPE_CHECKING:
    from thongbao.records import Locale

assert thongbao.bulletin  # imported first: it makes the import of nbformat quick
DAY = date(2020, 2, 19)
RECEIVED = datetime(2020, 2, 19, 9, 12, tzinfo=UTC)
DIGEST = "5f1d3b0c" * 8


def edition(**changes: Any) -> Edition:
    """The edition that the notebooks here are made for."""
    planned = {
        "office": "zhumadian",
        "bulletin": "county_daily",
        "notebook": "10_county_daily.ipynb",
        "unit": "411702",
        "date": DAY,
        "locale": "zh_Hans",
    }
    return Edition.model_validate(planned | changes)


def receipt(**changes: Any) -> Receipt:
    """The receipt of that edition."""
    given = {
        "office": "zhumadian",
        "unit": "411702",
        "date": DAY,
        "locale": "zh_Hans",
        "slices": (),
        "received_to": RECEIVED,
        "digest": DIGEST,
    }
    return Receipt.model_validate(given | changes)


def head(**changes: Any) -> Head:
    """The head of that edition."""
    given = {
        "issuer": "驻马店市教育局",
        "title": "教育系统疫情防控日报",
        "number": 28,
        "revision": 1,
        "unit": "驿城区",
        "unit_code": "411702",
        "date": DAY,
        "locale": "zh_Hans",
        "received_to": datetime(2020, 2, 19, 17, 12, tzinfo=UTC),
        "audience": "internal",
        "digest": DIGEST,
    }
    return Head.model_validate(given | changes)


def prose(source: str, cell_id: str = "prose") -> Any:
    """A Markdown cell."""
    return new_markdown_cell(source, id=cell_id)


def code(*outputs: Any, cell_id: str = "code", source: str = "report.block(day)", tags: tuple[str, ...] = ()) -> Any:
    """A code cell that ran; executed_notebook numbers it."""
    return new_code_cell(source, id=cell_id, outputs=list(outputs), metadata={"tags": list(tags)})


def html(fragment: str, kind: str = "", size: int = 1, plain: str = "text") -> Any:
    """The output of a block, in the MIME types of the report's blocks."""
    data: dict[str, Any] = {"text/html": fragment, "text/plain": plain}
    if kind:
        data[BLOCK_MIME] = {"kind": kind, "size": size}
    return new_output("execute_result", data=data, execution_count=1)


def data(bundle: dict[str, Any], metadata: dict[str, Any] | None = None) -> Any:
    """Any other output."""
    return new_output("display_data", data=bundle, metadata=metadata or {})


def values(**given: str) -> Any:
    """The cell of inline values before a Markdown cell: names with __ for dots."""
    bundle = {k.replace("__", "."): {"html": escape(v), "text": v} for k, v in given.items()}
    return code(data({INLINE_MIME: bundle, "text/plain": "values"}), cell_id="asking", tags=("inline-values",))


def sign(signed: Receipt | None = None) -> Any:
    """The last cell, with its receipt."""
    bundle = {RECEIPT_MIME: (signed or receipt()).model_dump(mode="json"), "text/plain": ""}
    return code(data(bundle), cell_id="sign", source="report.sign(day)", tags=("sign",))


def executed_notebook(cells: list[Any], *, signed: bool = True) -> Any:
    """A notebook that ran to its end: code cells are counted, ids made unique, and the last cell signs."""
    cells = [*cells, sign()] if signed else list(cells)
    ids = [cell.id for cell in cells]
    for position, cell in enumerate(cells):
        if ids.count(cell.id) > 1:
            cell.id = f"{cell.id}-{position}"
    for count, cell in enumerate((c for c in cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
    return new_notebook(cells=cells)


@cache
def picture(width: int = 8, height: int = 6, *, uniform: bool = False) -> str:
    """A PNG as base64; with lines in it unless it is to be uniform."""
    image = Image.new("RGB", (width, height), "white")
    if not uniform:
        ImageDraw.Draw(image).line((0, height, width, 0), fill="black", width=max(1, height // 60))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def chart(alt: str = "Cases per day, 28 days", png: str = "") -> str:
    """A figure as the report's blocks write it."""
    source = png or picture()
    return (
        f'<figure class="chart"><img src="data:image/png;base64,{source}" alt="{escape(alt)}" width="8" height="6">'
        "<figcaption>28</figcaption></figure>"
    )


LOCALES: tuple[Locale, ...] = ("zh_Hans", "vi", "en")
ONE_ROW = "<table><tr><td>1</td></tr></table>"
"""The smallest table that is not empty."""
