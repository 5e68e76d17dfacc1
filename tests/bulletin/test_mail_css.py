"""Every declaration that remains in a letter is on the list of what mail clients support, with its source."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import thongbao.bulletin
from support.letters import declarations, letter_bytes, part
from thongbao.bulletin.composing import compose
from thongbao.bulletin.entitled import recipients_of
from thongbao.bulletin.plan import plan
from thongbao.params.office import read_office
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from thongbao.settings import Settings

CLIENTS = ("gmail", "gmail_app", "outlook_classic", "outlook_new", "apple_mail")


def supported() -> dict[str, dict[str, str]]:
    path = Path(thongbao.bulletin.__file__).parent / "mail_support.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["property"]: row for row in csv.DictReader(file)}


def real_letters(sample: Settings) -> list[str]:
    """The HTML of one county's letter and of the roll-up's, from the sample office's editions."""
    params, day = read_office(sample.params, "zhumadian"), date(2020, 2, 19)
    found = {}
    for edition in plan(params, day):
        to = next((r for r in recipients_of(params, edition) if r.delivery == "mail"), None)
        if to is not None and edition.bulletin not in found:
            found[edition.bulletin] = part(compose(sample.outputs, params, to, edition).content, "text/html")
    assert len(found) >= 2
    return list(found.values())


def test_each_line_of_the_list_has_a_source_and_says_what_a_reader_misses() -> None:
    """y, a (almost, with a note) or n for each client; where it is not y everywhere, what then happens is said."""
    for name, row in supported().items():
        marks = [row[client] for client in CLIENTS]
        assert set(marks) <= {"y", "a", "n"}, name
        assert re.fullmatch(r"https://(www\.caniemail\.com/features|developers\.google\.com)/\S+", row["source"]), name
        assert date.fromisoformat(row["tested"]) > date(2019, 1, 1), name
        assert bool(row["without"]) == (set(marks) != {"y"}), name
        assert row["gmail"] != "n", f"{name} does nothing in Gmail: leave it out"


@pytest.mark.parametrize("locale", LOCALES)
def test_a_letter_of_each_language_uses_only_what_is_on_the_list(locale: str) -> None:
    """A new property needs a look at what Gmail and Outlook do with it first."""
    _check(part(letter_bytes(locale, revision=2), "text/html"))


def test_the_letters_of_the_sample_office_use_only_what_is_on_the_list(sample: Settings) -> None:
    """Real editions hold blocks that the short notebooks of tests do not."""
    for html in real_letters(sample):
        _check(html)


def _check(html: str) -> None:
    used, known = declarations(html), supported()
    assert len(used) > 40, "the style of letters was not found"
    assert {name for name, _ in used} <= set(known)
    for name, value in used:
        assert "url(" not in value
        assert "var(" not in value
        assert "rem" not in value
        if name in {"margin", "margin-top", "margin-bottom"}:
            assert "-" not in value, "no client takes negative margins"
        if name == "text-align":
            assert value in {"left", "right", "center"}
        if name == "font-weight":
            assert value in {"normal", "bold"}
        if name == "background":
            assert re.fullmatch(r"#[0-9a-f]{3,6}", value), "Outlook takes colours only"


def test_what_outlook_needs_stands_in_attributes() -> None:
    """Its Word engine takes the width of pictures from the attribute and draws padding and edges on cells only."""
    html = part(letter_bytes(), "text/html")

    assert all(re.search(r' width="[0-9]+"', tag) for tag in re.findall(r"<img[^>]*>", html))
    assert all('cellpadding="' in tag and 'width="100%"' in tag for tag in re.findall(r"<table class[^>]*>", html))
    boxed = re.findall(r'<(\w+)[^>]*style="[^"]*background:#(?!fff)[^"]*"', html)
    assert set(boxed) == {"td"}
    assert '<!--[if mso]><table role="presentation" width="640"' in html
    assert not re.search(r"<(p|div)[^>]*style=\"[^\"]*width:[0-9]", html.replace("max-width", ""))


def test_the_list_has_nothing_that_letters_do_not_use(sample: Settings) -> None:
    """A line that nobody needs is out of date before anybody sees it."""
    pages = [part(letter_bytes(locale, revision=2), "text/html") for locale in LOCALES] + real_letters(sample)
    used = {name for html in pages for name, _ in declarations(html)}

    assert set(supported()) <= used
