"""Prove that an executed notebook is the edition that was planned, whole and fit to be read. Pure.

The file alone proves nothing: papermill marks cells as completed that never ran, and ``sys.exit(0)`` ends a notebook
without an error. So each thing that makes an edition is looked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from thongbao.bulletin.body import output_html
from thongbao.bulletin.check_shown import check_foreign, check_prose, check_shown
from thongbao.bulletin.markdown import inline_values
from thongbao.errors import EditionFailed
from thongbao.records import BLOCK_MIME, INLINE_MIME, RECEIPT_MIME, Receipt

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from thongbao.records import Edition

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_TRACEBACK = "Traceback (most recent call last)"
_UNSHOWN = {BLOCK_MIME, INLINE_MIME, RECEIPT_MIME}
_NEVER_EMPTY = {"table": "<table", "figure": "<img"}
"""Kind of block -> what shows it."""


def check(nb: Any, edition: Edition, names: Collection[str] = ()) -> Receipt:
    """Return the receipt of an executed notebook that is the planned edition.

    Args:
        names: of units and offices that would be taken for placeholders, such as ``None``.

    Raises:
        EditionFailed: something is missing, wrong or not fit to be read; the cause names the cell.
    """
    code = [cell for cell in nb.cells if cell.cell_type == "code" and cell.source.strip()]
    for cell in code:
        _ran(cell)
    receipt = _receipt(nb, edition)
    asked: Mapping[str, Mapping[str, str]] = {}
    for cell in nb.cells:
        if cell.cell_type == "code":
            asked = inline_values(cell)
            for output in cell.get("outputs", []):
                _block(output, cell.id, receipt)
                _output(output, cell.id, names, edition.locale)
        elif cell.cell_type == "markdown":
            check_prose(cell, asked, names, edition.locale)
            asked = {}
    return receipt


def _ran(cell: Any) -> None:
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            first = (str(output.get("evalue", "")).strip().splitlines() or [""])[0][:120]
            what = f"{output.get('ename', 'Error')} {first}".strip()
            raise EditionFailed(f"{what} in cell {cell.id}", _ANSI.sub("", "\n".join(output.get("traceback", []))))
        if output.output_type == "stream" and output.get("name") == "stderr" and _TRACEBACK in _joined(output.text):
            raise EditionFailed(f"A traceback was written by cell {cell.id}", _joined(output.text)[:4000])
    if cell.execution_count is None:
        raise EditionFailed(f"Cell {cell.id} did not run: the notebook ended before it")


def _receipt(nb: Any, edition: Edition) -> Receipt:
    found = [
        (position, number, output.data[RECEIPT_MIME])
        for position, cell in enumerate(nb.cells)
        for number, output in enumerate(cell.get("outputs", []))
        if RECEIPT_MIME in output.get("data", {})
    ]
    if len(found) != 1:
        raise EditionFailed(f"The notebook gave {len(found)} receipts instead of one; its last cell must sign")
    position, number, given = found[0]
    last = nb.cells[-1]
    if position != len(nb.cells) - 1 or number != len(last.outputs) - 1 or "sign" not in last.metadata.get("tags", []):
        raise EditionFailed(
            f"Something stands after the receipt in cell {nb.cells[position].id}, or it is not tagged sign"
        )
    try:
        receipt = Receipt.model_validate(given)
    except ValidationError as error:
        raise EditionFailed(f"The receipt in cell {last.id} could not be read", str(error)) from error
    for name in ("office", "unit", "date", "locale"):
        signed, planned = getattr(receipt, name), getattr(edition, name)
        if signed != planned:
            raise EditionFailed(
                f"The notebook signed for another {name} than planned", f"{signed} instead of {planned}"
            )
    return receipt


def _output(output: Any, cell_id: str, names: Collection[str], locale: str) -> None:
    data = output.get("data", {})
    if not data or INLINE_MIME in data or RECEIPT_MIME in data:
        return
    if "text/html" in data:
        fit = check_shown if BLOCK_MIME in data else check_foreign
        fit(_joined(data["text/html"]), cell_id, names, locale)
        return
    html = output_html(output)
    if not html.strip():
        kinds = ", ".join(sorted(set(data) - _UNSHOWN)) or "nothing"
        raise EditionFailed(f"Cell {cell_id} shows only {kinds}; a bulletin shows HTML, PNG pictures and text")
    check_shown(html, cell_id, names, locale)


def _block(output: Any, cell_id: str, receipt: Receipt) -> None:
    block = output.get("data", {}).get(BLOCK_MIME)
    if block is None:
        return
    kind, size = (block.get("kind"), block.get("size")) if isinstance(block, dict) else (None, None)
    if not isinstance(kind, str) or not isinstance(size, int):
        raise EditionFailed(f"The block in cell {cell_id} does not say its kind and size")
    shown = _joined(output.data.get("text/html", "")).lower()
    if kind in _NEVER_EMPTY and (size <= 0 or _NEVER_EMPTY[kind] not in shown):
        raise EditionFailed(f"The {kind} in cell {cell_id} is empty")
    for name, signed in (("office", receipt.office), ("unit", receipt.unit), ("date", receipt.date.isoformat())):
        if block.get(name, signed) != signed:
            raise EditionFailed(
                f"The {kind} in cell {cell_id} is of another {name} than the bulletin", f"{block[name]}, not {signed}"
            )
    if block.get("digest", receipt.digest) != receipt.digest:
        raise EditionFailed(f"The {kind} in cell {cell_id} was made from other reports than the receipt names")


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
