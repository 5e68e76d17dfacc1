"""Notebooks to run, built inside the test from a short list of cells.

They do not import thongbao.report, so that a kernel starts in a second; their last cell puts out a receipt by hand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from thongbao.records import BLOCK_MIME, RECEIPT_MIME

if TYPE_CHECKING:
    from pathlib import Path

PARAMETERS = 'county: str = ""\ndate: str = ""\nlocale: str = ""\noffice: str = ""'
SIGN = f"""
from IPython.display import publish_display_data
publish_display_data({{
    "text/plain": "",
    "{RECEIPT_MIME}": {{"office": office, "unit": county, "date": date, "locale": locale, "slices": [],
                        "received_to": None, "digest": "0" * 64}},
}})
"""
TABLE = f"""
from IPython.display import publish_display_data
publish_display_data({{
    "text/plain": county,
    "text/html": "<table class='figures'><caption>t</caption><tbody><tr><th scope='row'>a</th>"
                 "<td class='n'>1</td></tr></tbody></table>",
    "{BLOCK_MIME}": {{"kind": "table", "size": 1}},
}})
"""


def code(source: str, cell_id: str, *tags: str) -> nbformat.NotebookNode:
    """Return a code cell with an id and tags."""
    return new_code_cell(source.strip(), id=cell_id, metadata={"tags": list(tags)} if tags else {})


def text(source: str, cell_id: str) -> nbformat.NotebookNode:
    """Return a Markdown cell with an id."""
    return new_markdown_cell(source, id=cell_id)


def notebook(
    *cells: nbformat.NotebookNode,
    parameters: str | None = PARAMETERS,
    sign: str | None = SIGN,
    table: str | None = TABLE,
) -> str:
    """Return a notebook as JSON: parameters, a table, the given cells, and the receipt."""
    first = [] if parameters is None else [code(parameters, "parameters", "parameters")]
    last = [] if sign is None else [code(sign, "sign", "sign")]
    nb = new_notebook(cells=[*first, *([code(table, "table")] if table else []), *cells, *last])
    nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.writes(nb)


def use_notebooks(folder: Path, unit: str, office: str | None = None) -> None:
    """Put notebooks in the place of the sample office's own."""
    (folder / "10_county_daily.ipynb").write_text(unit, encoding="utf-8")
    (folder / "90_city_rollup.ipynb").write_text(office or unit, encoding="utf-8")
