"""The page of an edition: one file, nothing active, right in three languages, safe from county text."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbconvert.exporters import get_exporter
from nbformat.v4 import new_output

from support.markup import active, parsed
from support.notebooks import LOCALES, chart, code, data, edition, executed_notebook, head, html, picture, prose, values
from thongbao.bulletin.check import check
from thongbao.bulletin.render import BulletinExporter, render
from thongbao.errors import EditionFailed
from thongbao.language import LANG, long_date

if TYPE_CHECKING:
    from thongbao.records import Head

TABLE = (
    '<table class="figures"><caption>排查 & "隔离"</caption><thead><tr><th scope="col">组</th>'
    '<th scope="col">人</th></tr></thead><tbody><tr class="total"><th scope="row">合计</th>'
    '<td class="n">1,615</td></tr></tbody></table>'
)


def bulletin() -> Any:
    """A small but whole bulletin."""
    return executed_notebook(
        [
            prose("# Title of the notebook"),
            code(html('<dl class="headline"><div><dt>A</dt><dd class="value">3</dd></div></dl>', "headline")),
            values(day__cases="26"),
            prose("## Now\n\nThere are {eval}`day.cases` cases."),
            code(html(TABLE, "table")),
            code(html(chart(), "figure")),
        ]
    )


def test_a_page_is_one_file_with_nothing_active_and_a_policy_that_allows_nothing_else() -> None:
    """No scripts, no outside loads; the browser is told so too."""
    page = render(bulletin(), head())

    assert active(page) == []
    policies = [e.attrib["content"] for e in parsed(page).all("meta") if "http-equiv" in e.attrib]
    assert policies == [
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    ]


def test_no_code_stream_or_traceback_is_shown() -> None:
    """Readers see results; what the program said on the way is not for them."""
    noisy = code(
        new_output("stream", name="stdout", text="said on the way"),
        new_output("stream", name="stderr", text="warned on the way"),
        html("<p>result</p>"),
        source="secret_source()",
    )

    page = render(executed_notebook([noisy]), head())

    assert "result" in page
    assert "on the way" not in page
    assert "secret_source" not in page
    assert "vnd.thongbao" not in page


@pytest.mark.parametrize("locale", LOCALES)
def test_the_head_says_issuer_title_number_unit_date_status_and_audience(locale: str) -> None:
    """The common head of every bulletin, in the language of the edition."""
    given = head(locale=locale, revision=2, notice="Illustrative", distribution=("A bureau", "B school"))

    page = parsed(render(bulletin(), given))
    text = " ".join("".join(page.root.itertext()).split())

    assert page.root.attrib["lang"] == LANG[locale]
    for said in (given.issuer, given.title, "28", given.unit, given.unit_code, "17:12", given.digest, "A bureau"):
        assert said in text
    assert long_date(given.date, given.locale) in text
    assert text.count("Illustrative") == 2, "near the top and in the foot"
    assert page.text("h1") == [given.title]
    assert given.unit in page.text("title")[0]


WEEKS = {
    "zh_Hans": "2020年第8周：2020年2月17日至21日",
    "vi": "Tuần 8 năm 2020: 17/2/2020 – 21/2/2020",
    "en": "Week 8 of 2020: 17–21 Feb 2020",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_weekly_bulletin_says_its_week_and_every_edition_its_parameters(locale: str) -> None:
    """The ISO week, from Monday to the day of the figures; in the foot what the notebook was run with, as codes."""
    weekly = head(locale=locale, bulletin="weekly_digest", period=(date(2020, 2, 17), date(2020, 2, 21)))

    said = [text.replace("\xa0", " ") for text in parsed(render(bulletin(), weekly)).text("p")]
    daily = parsed(render(bulletin(), head(locale=locale))).text("p")

    assert any(text.startswith(WEEKS[locale]) for text in said)
    assert any(text.endswith(f"weekly_digest 411702 2020-02-19 {locale}") for text in said)
    assert not any(WEEKS[locale] in text for text in daily)


def test_a_vietnamese_issuer_is_not_broken_within_a_word() -> None:
    """A word of two syllables stays in one line; the name itself is unchanged."""
    page = render(bulletin(), head(locale="vi", issuer="Sở Giáo dục thành phố Trú Mã Điếm"))

    assert '<span class="keep">thành phố</span> Trú Mã Điếm</bdi>' in page
    assert parsed(page).text("bdi")[0] == "Sở Giáo dục thành phố Trú Mã Điếm"


def test_definitions_sources_and_contact_stand_in_the_foot_only_where_given() -> None:
    """An empty heading says nothing."""
    bare = parsed(render(bulletin(), head(locale="en"))).text("section")
    full = parsed(
        render(bulletin(), head(locale="en", sources="S", contact="C", definitions=(("Stock", "at the cut-off"),)))
    ).text("section")

    assert bare == []
    assert full == ["Definitions Stock: at the cut-off", "Sources S", "Contact C"]


def test_an_edition_without_reports_says_that_none_was_received() -> None:
    """Nothing received is said, not left blank."""
    assert "No report received yet" in render(bulletin(), head(locale="en", received_to=None))


def test_the_title_of_the_notebook_gives_way_to_the_head_and_other_headings_keep_their_order() -> None:
    """One page has one heading of level 1."""
    page = parsed(render(executed_notebook([prose("# One\n\n# Two\n\n## Three")]), head()))

    assert page.text("h1") == [head().title]
    assert page.text("h2") == ["Two", "Three"]


def test_inline_values_stand_in_the_prose_as_text() -> None:
    """A value is neither Markdown nor HTML, whatever it looks like."""
    nb = executed_notebook(
        [
            values(a="**x** <i>y</i> [z](https://a.example)"),
            prose("| h |\n|---|\n| {eval}`a` |\n\n# {eval}`a`\n\n{eval}`a`"),
        ]
    )

    page = parsed(render(nb, head()))

    assert "**x** <i>y</i> [z](https://a.example)" in page.text("td")
    assert list(page.all("i")) == list(page.all("a")) == []


def test_a_table_keeps_its_scopes_and_can_be_scrolled_by_keyboard() -> None:
    """Real tables with headers, in a named region that takes the focus."""
    page = parsed(render(bulletin(), head()))
    regions = [e for e in page.all("div") if e.attrib.get("role") == "region"]

    assert [e.attrib.get("scope") for e in page.all("th")] == ["col", "col", "row"]
    assert [(r.attrib["tabindex"], r.attrib["aria-label"]) for r in regions] == [("0", '排查 & "隔离"')]
    assert [e.attrib["class"] for e in page.all("tr") if "class" in e.attrib] == ["total"]


def test_a_bare_picture_is_shown_with_its_alternative_text() -> None:
    """A notebook may put out a PNG with alt text in its metadata."""
    shown = data({"image/png": picture(), "text/plain": "<Figure>"}, {"image/png": {"alt": 'Cases "per" day <28>'}})

    pictures = list(parsed(render(executed_notebook([code(shown)]), head())).all("img"))

    assert [p.attrib["alt"] for p in pictures] == ['Cases "per" day <28>']


def test_a_page_without_pictures_is_below_60_kb() -> None:
    """A bulletin must pass every mail server and load on a telephone."""
    rows = "".join(f'<tr><th scope="row">{n}</th>{"<td class=n>12,345</td>" * 9}</tr>' for n in range(40))
    nb = executed_notebook([code(html(f'<table class="figures"><tbody>{rows}</tbody></table>')) for _ in range(2)])

    assert len(render(nb, head(notice="n" * 300, sources="s" * 300)).encode()) < 60_000


def test_the_same_notebook_gives_the_same_bytes_and_is_not_changed() -> None:
    """Same inputs, same bytes; rendering has no side effects."""
    nb = bulletin()
    before = nbformat.writes(nb)

    assert render(nb, head()) == render(nb, head())
    assert nbformat.writes(nb) == before


def test_the_exporter_stands_in_the_export_menu_and_calls_its_page_a_preview() -> None:
    """Without a head nothing may look like an edition; the language is that of the receipt."""
    exporter = get_exporter("bulletin")
    page, _ = exporter().from_notebook_node(bulletin())

    assert exporter is BulletinExporter
    assert exporter.export_from_notebook
    assert "预览" in page
    assert parsed(page).text("h1") == ["Title of the notebook"]
    assert active(page) == []


def test_a_preview_shows_the_inline_values_that_jupyterlab_keeps() -> None:
    """What the analyst saw in JupyterLab stands in the preview; what was never evaluated stays visible as written."""
    cell = prose("{eval}`a` and {eval}`b`")
    cell.metadata["user_expressions"] = [
        {"expression": "a", "result": {"status": "ok", "data": {"text/plain": "26", "text/html": "<b>26</b>"}}}
    ]

    page, _ = BulletinExporter().from_notebook_node(executed_notebook([cell], signed=False))

    assert parsed(page).text("p")[-1] == "26 and {eval}`b`"


def hostile(payload: str) -> tuple[Any, Head]:
    """A bulletin with the payload in every slot, as text and as if nobody had escaped it."""
    text = escape(payload)
    cells = [
        values(a=payload),
        prose(f"Prose {{eval}}`a` and raw {payload}"),
        prose(payload),
        code(html(_table_of(text)), html(_table_of(payload))),
        code(html(chart(payload)), html(f'<figure class="chart"><img alt="{payload}" src="{payload}"></figure>')),
        code(data({"image/png": payload, "text/plain": payload}, {"image/png": {"alt": payload}})),
        code(data({"text/plain": payload}), data({"text/html": [payload]})),
    ]
    named = dict.fromkeys(("issuer", "title", "unit", "notice", "sources", "contact"), payload)
    return executed_notebook(cells), head(**named, distribution=(payload,), definitions=((payload, payload),))


def _table_of(text: str) -> str:
    head_and_body = f"<tr><th scope=col>{text}</th></tr><tr><td>{text}</td></tr>"
    return f"<table class=figures><caption>{text}</caption>{head_and_body}</table>"


def attack(payload: str) -> None:
    nb, given = hostile(payload)
    page = render(nb, given)
    found = parsed(page)
    assert active(page) == [], payload
    assert len(list(found.all("style"))) == len(list(found.all("h1"))) == len(list(found.all("footer"))) == 1, payload
    try:
        check(nb, edition())
    except EditionFailed:
        return  # it may refuse such a notebook, but in no other way


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "</title></style><svg onload=alert(1)>",
        '"><img src=x onerror=alert(1)>',
        "<img src=https://track.example/p.png>",
        "[a](javascript:alert(1)) ![b](https://track.example/p.png) <https://ok.example>",
        "<![if foo]><!--><base href=//evil.example>",
        "</table></div></main><iframe srcdoc=x>",
        "\ue0000\ue001 {eval}`a` {{ 7*7 }} {% raw %} \x00 \u202e",
        "<table><td><table><td>x</table></table></td></table>",
        "<style>@import url(//evil.example)</style><p style='background:url(//x.example)'>",
        "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    ],
)
def test_no_slot_of_a_page_lets_county_text_act(payload: str) -> None:
    """Escaped at the source, cleaned again before the page."""
    attack(payload)
