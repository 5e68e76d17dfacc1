"""What changed between two editions: values by where they stand, sentences, and nothing else."""

from __future__ import annotations

from support.tables_of_pages import page, table
from thongbao.bulletin.compare import Change, came_or_went_with_its_day, compare
from thongbao.bulletin.values import Place


def test_a_changed_figure_is_named_by_table_section_row_and_column() -> None:
    """Who reads it finds the figure on the page."""
    found = compare(page(table("26")), page(table("27")))

    assert found.figures == (Change(Place("Figures", "Cases Confirmed", "All Total"), "26", "27"),)
    assert found.gone == found.come == ()


def test_a_figure_that_is_only_in_one_edition_is_told() -> None:
    """New rows and rows that went away are changes too."""
    found = compare(page(table("26")), page(table("26"), headline='<div><dt>New</dt><dd class="value">3</dd></div>'))

    assert found.figures == (Change(Place("", "New", ""), "", "3"),)


def test_charts_are_compared_by_their_tables() -> None:
    """Two pictures of the same figures are the same, whatever their pixels."""
    chart = '<figure class="chart"><img src="data:{}" alt="Chart of A. B"><details>{}</details></figure>'
    one = page(chart.format("1", table("3")))
    other = page(chart.format("2", table("4")))

    assert not compare(one, page(chart.format("2", table("3"))))
    (change,) = compare(one, other).figures
    assert change.place.table == "Chart of A: Figures"


def test_sentences_that_went_and_came_are_told() -> None:
    """Prose is compared by what it says, not by where it stands."""
    found = compare(page(prose="<p>One.</p><p>Two.</p>"), page(prose="<p>Two.</p><p>Three.</p>"))

    assert found.gone == ("One.",)
    assert found.come == ("Three.",)


def test_a_figure_stands_at_the_same_place_on_the_next_day() -> None:
    """A caption that names its day is the same table a day later."""
    one = page(table("26", caption="Yicheng: figures of Tuesday, 18 February 2020"))
    other = page(table("27", caption="Yicheng: figures of Wednesday, 19 February 2020"))

    (change,) = compare(one, other).figures

    assert (change.place.table, change.old, change.new) == ("Yicheng: figures", "26", "27")


def test_a_day_that_left_the_window_is_told_apart_from_a_figure_that_changed() -> None:
    """A table of the last days moves on every day: its new row says nothing about the day before."""
    came, changed = (
        Change(Place("Day by day", row, "Total"), old, "3") for row, old in (("2月19日", ""), ("2月18日", "2"))
    )
    new_row = Change(Place("Figures", "Cases", "Total"), "", "3")

    assert [came_or_went_with_its_day(one) for one in (came, changed, new_row)] == [True, False, False]
