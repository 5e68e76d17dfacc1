"""A text that stands in a sentence: escaped on the page, plain in a letter. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from thongbao.report.blocks import clean, escaped


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A text ready to be shown; never empty of meaning, never markup."""

    text: str

    def __str__(self) -> str:
        return clean(self.text)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return escaped(self.text)
