"""What changed between two editions: values by where they stand, sentences, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from thongbao.bulletin.compare import Change, Place, compare, figures
from thongbao.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings


def page(table: str = "", headline: str = "", prose: str = "") -> str:
    return f'<html><body><main><dl class="headline">{headline}</dl>{prose}{table}</main></body></html>'


def table(value: str, caption: str = "Figures", section: str = "Cases") -> str:
    return (
        f'<table class="figures"><caption>{caption}</caption>'
        '<thead><tr><th scope="col">Measure</th><th scope="colgroup" colspan="2">All</th></tr>'
        '<tr><th></th><th scope="col">Teachers</th><th scope="col">Total</th></tr></thead>'
        f'<tbody><tr><th scope="colgroup" colspan="3">{section}</th></tr>'
        f'<tr><th scope="row">Confirmed</th><td class="n">1</td><td class="n">{value}</td></tr></tbody></table>'
    )


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


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9)), max_size=12))
def test_no_figure_is_lost_where_captions_and_rows_repeat(rows: list[tuple[str, int]]) -> None:
    """As many places as there are numbers."""
    html = "".join(table(str(value), caption) for caption, value in rows)

    assert len(figures(BeautifulSoup(page(html), "html.parser"))) == 2 * len(rows)


def test_two_runs_are_compared_edition_by_edition(sample: Settings, tmp_path: Path) -> None:
    """The command names the edition, then the figure, old and new."""
    run = sample.outputs / "zhumadian" / "2020-02-19"
    copy = tmp_path / "run" / "411702"
    copy.mkdir(parents=True)
    content = (run / "411702" / "county_daily.zh_Hans.html").read_text(encoding="utf-8")
    (copy / "county_daily.zh_Hans.html").write_text(content.replace(">859<", ">861<", 1), encoding="utf-8")

    one = CliRunner().invoke(main, ["diff", str(run / "411702"), str(copy)])
    same = CliRunner().invoke(main, ["diff", "--exit-code", str(run), str(run)])
    changed = CliRunner().invoke(main, ["diff", "--exit-code", str(run), str(tmp_path / "run")])

    assert one.exit_code == 2
    assert (same.exit_code, same.output) == (0, "Nothing changed.\n")
    assert changed.exit_code == 1
    assert "859 → 861" in changed.output
    assert "411721/county_daily.zh_Hans.html: only in" in changed.output
