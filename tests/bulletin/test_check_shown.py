"""What a page shows is fit to be read: no hole, nothing typed, nothing empty, in its language and neutral."""

from __future__ import annotations

import re
from html import escape

import pytest

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
from thongbao.bulletin.visible import misread, placeholder
from thongbao.errors import EditionFailed
from thongbao.records import INLINE_MIME


@pytest.mark.parametrize(
    "table",
    [
        "<p>x</p>",
        "<table></table>",
        "<table><caption>排查</caption><thead><tr><th>组</th><th>人</th></tr></thead><tbody></tbody></table>",
        "<table><thead><tr><th>组</th></tr></thead><tbody><tr><th>合计</th></tr></tbody></table>",
        "<table><tr><td> </td><td></td></tr></table>",
        f"{ONE_ROW}<table><tr><th>1</th></tr></table>",
    ],
)
def test_a_table_without_a_row_is_refused_whatever_size_it_says_it_has(table: str) -> None:
    """What the block says of itself is no proof: the rows are counted, in every table of the cell."""
    assert "cell trend is empty" in refused([code(html(table, "table", 5), cell_id="trend")])
    assert "cell trend is empty" in refused([code(html("<p>x</p>", "figure", 28), cell_id="trend")])


@pytest.mark.parametrize("table", [ONE_ROW, f"<table><tr><td>{chart()}</td></tr></table>", f"<table><tr><td>{ONE_ROW}"])
def test_a_row_shows_a_text_or_a_picture(table: str) -> None:
    """A row of strips is no empty row."""
    assert check(executed_notebook([code(html(table, "table", 1))]), edition())


@pytest.mark.parametrize("text", ["现有26例", "## 形势\n\n现有二十六例", "{eval}`'26'`", "{eval}`26`", "共１２例", "½"])
def test_a_number_that_was_typed_into_prose_is_refused(text: str) -> None:
    """It is right for one county on one day; an expression with the number in it is typing it, too."""
    asked = {"'26'": {"html": "26", "text": "26"}, "26": {"html": "26", "text": "26"}}
    nb = [code(data({INLINE_MIME: asked})), prose(text, "intro")]

    assert re.search(r"The number .+ in the prose of cell intro is typed, not from the reports", refused(nb))


def test_a_sentence_from_elsewhere_holds_no_number() -> None:
    """What is no block of report may show a table; where the number of its sentence is from, nobody can tell."""
    foreign = html("<p>共26例</p>")
    assert "comes from no block of report" in refused([code(foreign)])
    assert check(
        executed_notebook([code(html(f"<p>如下</p>{ONE_ROW}")), code(html("<p>共26例</p>", "note"))]), edition()
    )


@pytest.mark.parametrize("text", ["Figures of the last days", "## Situation", "All units have reported."])
def test_a_cell_in_another_language_is_refused(text: str) -> None:
    """However it came there: a translation that says what its source says is none."""
    assert refused([prose(text, "intro")]) == "Cell intro is not translated into zh_Hans"
    nb = executed_notebook([prose(text)], signed=False)
    nb.cells.append(sign(receipt(locale="en")))
    nb.cells[-1].execution_count = 1
    assert check(nb, edition(locale="en"))


@pytest.mark.parametrize(
    "fragment", ["<p>病例激增</p>", '<ul class="flags"><li>形势严峻</li></ul>', "<h2>疫情失控</h2>"]
)
def test_alarming_words_are_refused_with_what_to_write_instead(fragment: str) -> None:
    """In a sentence of ours; in a cell of a table stand clerks' own words, in “quotation marks” somebody's."""
    shown = html(fragment, "note")
    assert re.search(
        r"The word '.+' in cell trend is not neutral; write instead: .+", refused([code(shown, cell_id="trend")])
    )
    theirs = html(f"<table><tr><td>{fragment}</td></tr></table><p>“失控”</p>", "table")
    assert check(executed_notebook([code(theirs)]), edition())


def test_a_name_is_never_alarming() -> None:
    """A school may be called what it wants."""
    shown = html("<p>失控路小学：已报</p>", "note")

    assert misread(["失控路小学", "驿城区"]) == ("失控路小学",)
    assert check(executed_notebook([code(shown)]), edition(), ["失控路小学"])


@pytest.mark.parametrize("name", ["None", "NaN", "undefined", "null", "{eval}`x`", "nan", "共NaN", "<NA>"])
def test_a_unit_may_have_any_name(name: str) -> None:
    """In a table, in a sentence, alone and among other words; where a figure stands nothing is let through."""
    table = (
        f"<table><caption>{escape(name)}: figures</caption><tr><th>{escape(name)}</th><td class='n'>1</td></tr></table>"
    )
    nb = executed_notebook(
        [code(html(table)), values(day__unit=name), prose("{eval}`day.unit`的数字；{eval}`day.unit`。")]
    )
    figure = executed_notebook([code(html(f"<table><td class='n'>{escape(name)}</td></table>"))])
    inline = executed_notebook([values(day__cases__confirmed=name), prose("{eval}`day.cases.confirmed`")])

    assert check(nb, edition(), [name])
    for wrong in (nb, figure, inline):
        with pytest.raises(EditionFailed):
            check(wrong, edition(), [] if wrong is nb else [name])


def test_only_odd_names_are_handed_on() -> None:
    """Of a country's units, as a rule, none."""
    assert misread(["Nan", "驿城区", "None", "Null", "gian nan"]) == ("None",)


@pytest.mark.parametrize(
    ("fragment", "cause"),
    [
        (chart(alt=""), "no alternative text"),
        (chart(alt="No description has been provided for this image"), "no alternative text"),
        (f'<img src="data:image/png;base64,{picture()}">', "no alternative text"),
        (chart(png=picture(uniform=True)), "one colour"),
        (chart(png="AAAA"), "could not be read"),
        (chart(png=picture(7000, 6000, uniform=True)), "too large"),
        ('<img alt="Cases per day" src="https://track.example/p.png">', "not a PNG inside the page"),
        ('<img alt="Cases per day" src="data:image/svg+xml;base64,AAAA">', "not a PNG inside the page"),
    ],
)
def test_a_picture_is_inside_the_page_described_and_not_empty(fragment: str, cause: str) -> None:
    """A batch that says it made twelve bulletins with no picture in them did not make them."""
    assert cause in refused([code(html(fragment), cell_id="trend")])


PLACEHOLDERS = """\
NaN
nan
None
None cases
共NaN例
共nan例
NaT
inf
-inf %
{eval}`x`
<NA>
<Axes object at 0x7f00aa>
nan%
null
#REF!"""


@pytest.mark.parametrize("text", PLACEHOLDERS.splitlines())
def test_a_placeholder_in_visible_text_is_refused(text: str) -> None:
    """Not stated is said in words; a reader never meets the program's own."""
    assert "stands where a value should" in refused([code(html(f"<table><td>{escape(text)}</td></table>"))])


@pytest.mark.parametrize("text", ["TODO: a sentence about devices", "XXX", "Lorem ipsum dolor"])
def test_a_note_to_oneself_in_prose_is_refused(text: str) -> None:
    """A cell that was not finished is not sent; a school may well be called XXX."""
    assert "still stands in cell intro" in refused([prose(text, "intro")])
    assert placeholder("XXX中学") == ""


def test_what_a_clerk_wrote_is_quoted_and_no_placeholder() -> None:
    """A report that was refused for its NaN is shown with it, and the county gets its bulletin."""
    assert placeholder("refused: “NaN” is not a number") == ""
    assert placeholder("“a” NaN “b”") == "NaN"


def test_an_inline_value_must_have_been_evaluated_and_say_something() -> None:
    """A sentence with a hole in it is not sent."""
    assert refused([prose("{eval}`day.x`", "intro")]) == "The inline value day.x in cell intro was not evaluated"
    assert "is nan" in refused([values(a="nan"), prose("{eval}`a`")])
    assert "is empty" in refused([values(a=" "), prose("{eval}`a`")])
    assert "not evaluated" in refused([values(a="1"), prose("{eval}`a`"), prose("{eval}`a`", "again")])
