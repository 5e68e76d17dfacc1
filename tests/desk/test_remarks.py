"""Where something is to be mended: the cell, the line, and the place on the page."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from thongbao.desk.remarks import Remark, of_failure, placed, shown_in
from thongbao.errors import EditionFailed


def failing(cell_id: str, *trace: str) -> object:
    return new_code_cell("x", id=cell_id, outputs=[new_output("error", ename="E", evalue="e", traceback=list(trace))])


def test_an_error_is_said_with_its_cell_and_the_line_of_the_traceback() -> None:
    """The last line of the cell that a traceback names is where it came up; colours are no part of it."""
    cells = [failing("trend", "Cell \x1b[32mIn[3]\x1b[39m, line 7", "  x()", "File /lib/a.py:99, in x")]

    found = of_failure(EditionFailed("ValueError: bad in cell trend"), cells)

    assert (found.cell, found.line, found.message) == ("trend", 7, "ValueError: bad")
    assert str(found) == "cell 'trend', line 7: ValueError: bad"


def test_our_own_errors_name_the_line_themselves() -> None:
    """They have no traceback."""
    cells = [failing("trend", "UnknownName: day has no x", "Cell, line 2")]

    assert of_failure(EditionFailed("UnknownName: day has no x in cell trend"), cells).line == 2


def test_a_cell_that_asks_for_values_stands_for_the_prose_below_it() -> None:
    """The analyst never wrote it."""
    cells = [failing("situation-values", "Cell In[3], line 1")]

    found = of_failure(EditionFailed("UnknownName: x in cell situation-values"), cells)

    assert (found.cell, found.line) == ("situation", 0)


def test_a_failure_without_a_cell_is_about_the_notebook() -> None:
    """It is shown at the top."""
    assert of_failure(EditionFailed("The notebook gave 0 receipts")) == Remark("", 0, "The notebook gave 0 receipts")


def test_remarks_stand_behind_their_cell_and_nothing_behind_the_one_that_stopped() -> None:
    """What did not run is not shown as if it had."""
    cells = [new_markdown_cell("# T", id="title"), failing("trend"), new_markdown_cell("later", id="later")]
    remarks = [Remark("", 0, "top"), Remark("trend", 1, "<script>")]

    found = placed(cells, remarks, "tok")
    page = shown_in("".join(f"<p>{cell.source}</p>" for cell in found), remarks, "tok")

    assert [cell.source for cell in found] == ["tokn0n", "# T", "x", "tokn1n"]
    assert page.index("top") < page.index("# T") < page.index("&lt;script&gt;")
    assert "tokn" not in page
