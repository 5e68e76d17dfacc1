"""Imported by the process from which editions are forked: what a first edition would load or compile is there already.

A made-up notebook with one output of each kind is checked and rendered, in memory.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from thongbao.bulletin.check import check
from thongbao.bulletin.render import render
from thongbao.bulletin.run import from_the_page
from thongbao.records import BLOCK_MIME, INLINE_MIME, LOCALES, RECEIPT_MIME, Edition, Head

DAY = dt.date(2020, 2, 19)


def _picture() -> str:
    out, picture = io.BytesIO(), Image.new("L", (8, 8))
    picture.putpixel((0, 0), 255)
    picture.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def _notebook(locale: str) -> Any:
    source = f"data:image/png;base64,{_picture()}"
    picture = f'<figure class="chart"><img src="{source}" alt="one to two" width="8" height="8"></figure>'
    table = "<table><caption>a</caption><tbody><tr><th scope='row'>a</th><td class='n'>1</td></tr></tbody></table>"
    receipt: dict[str, Any] = {"office": "office", "unit": "one", "date": DAY.isoformat(), "locale": locale}
    receipt |= {"slices": []} | {"received_to": None, "digest": "0" * 64}
    shown: list[tuple[dict[str, Any], str]] = [
        ({"text/html": picture, "text/plain": "a", BLOCK_MIME: {"kind": "figure", "size": 1}}, ""),
        ({"text/html": table, "text/plain": "a", BLOCK_MIME: {"kind": "table", "size": 1}}, ""),
        ({INLINE_MIME: {"a": {"html": "1", "text": "1"}}, "text/plain": ""}, ""),
        ({RECEIPT_MIME: receipt, "text/plain": ""}, "sign"),
    ]
    cells = [new_markdown_cell("# A")]
    for data, tag in shown:
        output = new_output("execute_result", data, execution_count=1)
        tags = {"tags": [tag]} if tag else {}
        cells.append(new_code_cell("a", outputs=[output], execution_count=1, metadata=tags))
        if INLINE_MIME in data:
            cells.append(new_markdown_cell("## A\n\n- **{eval}`a`**"))
    return new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})


def _warm() -> None:
    for locale in LOCALES:
        names: dict[str, Any] = {"date": DAY, "locale": locale, "unit": "one"}
        nb = nbformat.reads(nbformat.writes(_notebook(locale)), as_version=4)
        edition = Edition(office="office", bulletin="b", notebook="10_b.ipynb", **names)
        head = Head(issuer="o", title="t", number=1, revision=2, unit_code="one", received_to=None, audience="public",
                    digest="0", **names)  # fmt: skip
        check(nb, edition)
        received = dt.datetime(2020, 2, 19, 4, tzinfo=dt.UTC)
        from_the_page(render(nb, head.model_copy(update={"unit": "one", "received_to": received})))


_warm()
