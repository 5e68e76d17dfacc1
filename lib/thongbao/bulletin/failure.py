"""The page of an edition that could not be made: it says so, in neutral words, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat.v4 import new_markdown_cell, new_notebook

from thongbao.bulletin.render import render
from thongbao.language import translator

if TYPE_CHECKING:
    from thongbao.records import Head


def failure_page(head: Head) -> str:
    """Return the page that stands in the place of a bulletin that did not come out.

    What went wrong is for the operator, not for the reader: it is in the record and in the summary of the run.
    """
    t = translator(head.locale)
    words = [
        t("This bulletin could not be made for this day."),
        t("The reports that were received are kept. The page will be replaced as soon as the bulletin is made."),
    ]
    return render(new_notebook(cells=[new_markdown_cell("\n\n".join(words))]), head)
