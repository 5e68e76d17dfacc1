"""Prove for whom a bulletin was made and that its notebook reached the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thongbao.errors import NotebookInvalid
from thongbao.records import RECEIPT_MIME, Receipt
from thongbao.report.helpers import helpers
from thongbao.report.whose import others, whose
from thongbao.settings import settings

if TYPE_CHECKING:
    from thongbao.report.day import Day


class Signature:
    """A receipt. JupyterLab shows one line of it; pages and letters show nothing."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        signed = self.receipt
        said = f"Signed for {signed.unit}, {signed.date}, {signed.locale}"
        return {RECEIPT_MIME: signed.model_dump(mode="json"), "text/plain": said}


def sign(day: Day) -> Signature:
    """Give the receipt; the last cell of every notebook.

    Raises:
        NotebookInvalid: ``report.load`` was called for another unit or day, too.
    """
    scope, signed = day.scope, whose(day)
    strangers = others(signed)
    if strangers:
        raise NotebookInvalid(
            f"report.sign signs for {signed}, but report.load was called for {strangers[0]}, too. A bulletin shows one "
            "unit and one day: keep one report.load, then restart the kernel and run all cells."
        )
    return Signature(
        Receipt(
            office=signed.office,
            unit=signed.unit,
            date=scope.last,
            locale=scope.locale,
            slices=tuple(day.data.slices),
            received_to=day.data.received_to,
            digest=signed.digest,
            helpers=helpers(settings().home),
        )
    )
