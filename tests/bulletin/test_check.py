"""The check: an edition counts only if all of it ran, is the one planned, and is fit to be read."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_output

from support.checked import refused
from support.notebooks import (
    ONE_ROW,
    chart,
    code,
    data,
    edition,
    executed_notebook,
    html,
    picture,
    prose,
    receipt,
    sign,
    values,
)
from thongbao.bulletin.check import check
from thongbao.bulletin.visible import placeholder
from thongbao.errors import EditionFailed
from thongbao.records import BLOCK_MIME, RECEIPT_MIME


def test_a_whole_bulletin_passes_and_gives_its_receipt() -> None:
    """What is right is not refused."""
    nb = executed_notebook(
        [
            prose("# 日报"),
            code(html("<p>26</p>", "headline", 5)),
            values(day__cases="26", day__due="12"),
            prose("现有{eval}`day.cases`例；应报{eval}`day.due`个单位。"),
            code(html("<table><tr><td>1</td></tr></table>", "table", 1), html(chart(), "figure", 28)),
            code(html('<p class="none">Nothing.</p>', "list", 0)),
            code(source=""),
        ]
    )

    assert check(nb, edition()) == receipt()


def test_a_cell_that_did_not_run_is_refused() -> None:
    """sys.exit(0) ends a notebook without an error; the cells after it have no count."""
    nb = executed_notebook([code(cell_id="trend")])
    nb.cells[0].execution_count = None

    with pytest.raises(EditionFailed, match="Cell trend did not run"):
        check(nb, edition())


def test_an_error_names_its_kind_and_cell_and_keeps_the_traceback() -> None:
    """All counties that fail alike have the same cause."""
    failing = code(
        new_output("error", ename="KeyError", evalue="'pupils'", traceback=["\x1b[31mKeyError\x1b[0m"]), cell_id="trend"
    )
    with pytest.raises(EditionFailed) as caught:
        check(executed_notebook([failing]), edition())

    assert caught.value.cause == "KeyError 'pupils' in cell trend"
    assert caught.value.detail == "KeyError"


def test_a_traceback_on_stderr_is_refused_and_a_warning_is_not() -> None:
    """Something caught and printed an exception; a library's warning does not spoil a bulletin."""
    written = new_output("stream", name="stderr", text="Traceback (most recent call last):\n ...")
    warned = new_output("stream", name="stderr", text="FutureWarning: x")

    assert "traceback" in refused([code(written)])
    assert check(executed_notebook([code(warned)]), edition()) == receipt()


@pytest.mark.parametrize("field", ["office", "unit", "date", "locale"])
def test_a_receipt_for_another_edition_is_refused(field: str) -> None:
    """The bulletin of one county must never go out as that of another."""
    other = {"office": "other", "unit": "411721", "date": "2020-02-18", "locale": "vi"}[field]

    assert f"another {field}" in refused([sign(receipt(**{field: other}))], signed=False)


def test_there_is_exactly_one_receipt_and_nothing_stands_after_it() -> None:
    """The receipt proves that the end was reached."""
    late = sign()
    late.outputs.append(html("<p>more</p>"))
    untagged = sign()
    untagged.metadata["tags"] = []
    broken = code(data({RECEIPT_MIME: {"office": "x"}}), tags=("sign",))

    assert "0 receipts" in refused([code()], signed=False)
    assert "2 receipts" in refused([sign()])
    assert "after the receipt" in refused([sign(), prose("more")], signed=False)
    assert "after the receipt" in refused([late], signed=False)
    assert "sign" in refused([untagged], signed=False)
    assert "could not be read" in refused([broken], signed=False)


@pytest.mark.parametrize("kind", ["table", "figure"])
def test_an_empty_table_or_figure_is_refused(kind: str) -> None:
    """A block that shows nothing must say so in words instead."""
    assert refused([code(html("<p>x</p>", kind, 0), cell_id="trend")]) == f"The {kind} in cell trend is empty"
    assert "does not say" in refused([code(data({BLOCK_MIME: {"kind": kind}, "text/html": "x"}))])


@pytest.mark.parametrize(
    ("name", "value"), [("office", "other"), ("unit", "411721"), ("date", "2020-02-18"), ("digest", "0" * 64)]
)
def test_a_block_of_another_unit_day_or_reading_is_refused(name: str, value: str) -> None:
    """A notebook that loads a second county signs for the first; its blocks say whose they are."""
    right = {"office": "zhumadian", "unit": "411702", "date": "2020-02-19", "digest": receipt().digest}
    of_mine, of_other = html(ONE_ROW, "table", 1), html(ONE_ROW, "table", 1)
    of_mine.data[BLOCK_MIME] |= right
    of_other.data[BLOCK_MIME] |= right | {name: value}

    assert check(executed_notebook([code(of_mine)]), edition())
    assert refused([code(of_other, cell_id="trend")]).startswith("The table in cell trend ")


def test_a_bare_picture_needs_its_alternative_text_too() -> None:
    """nbconvert would fill in a sentence of its own."""
    bundle = {"image/png": picture(), "text/plain": "<Figure>"}

    assert "no alternative text" in refused([code(data(bundle))])
    assert check(executed_notebook([code(data(bundle, {"image/png": {"alt": "Cases per day"}}))]), edition())


def test_an_output_that_a_page_cannot_show_is_refused() -> None:
    """It would be left out silently."""
    assert "only application/javascript" in refused([code(data({"application/javascript": "1"}))])


@pytest.mark.parametrize(
    "text",
    [
        "Nan",
        "Null",
        "NONE",
        "Nan County",
        "gian nan",
        "None of 12 units",
        "Nantong",
        "information",
        "南县",
        "NATO",
        "Tôn Đức",
        "nullify",
    ],
)
def test_words_that_only_look_odd_are_not_refused(text: str) -> None:
    """Nan is a county and a Vietnamese word."""
    assert placeholder(text) == ""
