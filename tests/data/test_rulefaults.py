"""A broken rule is said at the cell where it begins, once for each row or column in which it is broken."""

from __future__ import annotations

from support.everyform import every_form
from thongbao.data.cells import Place
from thongbao.data.raw import Found, RawCell, RawReport
from thongbao.data.rulefaults import broken_rules

FORMS = {form.code: form for form in every_form()}


def said(form: str, figures: dict[tuple[str, str], float]) -> list[tuple[str, str, str]]:
    numbered = enumerate(figures.items(), start=9)
    cells = tuple(RawCell(row, column, value, Place("s", f"C{n}")) for n, ((row, column), value) in numbered)
    raw = RawReport(Place("s"), Found(form), Found("u"), Found("d"), cells)
    return [(f.code, f.where, f.message) for f in broken_rules(FORMS[form], raw, figures, "a.xlsx", "en")]


def test_a_rule_of_rows_names_each_row_that_breaks_it() -> None:
    """Grade 1 and grade 3, each with its cell and what was found; grade 2 keeps it."""
    due = {("g1", "due_online"): 5.0, ("g2", "due_online"): 1.0, ("g3", "due_online"): 7.0}
    found = said("online_learning", due | {(row, "enrolled"): 4.0 for row, _ in due})

    assert [(code, where) for code, where, _ in found] == [
        ("due-within-enrolled", "a.xlsx, sheet s, cell C9 (Grade 1 · Due online)"),
        ("due-within-enrolled", "a.xlsx, sheet s, cell C11 (Grade 3 · Due online)"),
    ]
    assert "5 ≤ 4" in found[0][2]


def test_a_rule_of_columns_names_each_column_that_breaks_it() -> None:
    """The total of one kind of lack is wrong, those of the others are not filled in."""
    rows = {"poor": 1.0, "near_poor": 2.0, "other": 3.0, "total": 7.0}
    ((code, where, message),) = said("devices", {(row, "no_line"): value for row, value in rows.items()})

    assert (code, where) == ("totals-add-up", "a.xlsx, sheet s, cell C12 (Total · Lacking a line only)")
    assert "7 = 6" in message


def test_a_rule_of_another_form_waits_until_the_day_is_read_together() -> None:
    """The other form may come an hour later."""
    assert said("isolation", {("total", column.code): 9999.0 for column in FORMS["isolation"].columns}) == []
