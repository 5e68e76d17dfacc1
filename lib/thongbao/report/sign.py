"""Prove for whom a bulletin was made and that its notebook reached the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thongbao.files import sha256
from thongbao.records import RECEIPT_MIME, Receipt

if TYPE_CHECKING:
    from thongbao.report.day import Day


class Signature:
    """A receipt that shows nothing to the reader."""

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        return {RECEIPT_MIME: self.receipt.model_dump(mode="json"), "text/plain": ""}


def sign(day: Day) -> Signature:
    """Give the receipt; the last cell of every notebook."""
    scope, slices = day.scope, day.data.slices
    return Signature(
        Receipt.model_validate(
            {
                "office": scope.params.office.code,
                "unit": scope.unit.code,
                "date": scope.last,
                "locale": scope.locale,
                "slices": slices,
                "received_to": day.data.received_to,
                "digest": sha256("\n".join(part.model_dump_json() for part in slices)),
            }
        )
    )
