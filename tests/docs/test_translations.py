"""The clerk's and the operator's pages in three languages: the same commands, headings and points, in other words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import fault_list

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
LOCALES = {"zh_Hans": "zh-Hans", "vi": "vi"}
NAMES = ["clerk.md", "operations.md"]
PAGES = [(name, locale) for name in NAMES for locale in LOCALES]
MARK = re.compile(r"<!-- (not run|ends with|file)")
SHARED = re.compile(r"thongbao .*|--\S+|[A-Z_]{4,}|[\w/.-]+\.(?:yml|csv|json|jsonl|sqlite|xlsx|html)")
"""What of the inline code must be the same: commands, options, variables, files."""


def text_of(name: str, locale: str = "en") -> str:
    """Return a page without what stands above its first line."""
    path = DOCS / name if locale == "en" else DOCS / locale / name
    return path.read_text(encoding="utf-8")


def blocks(text: str) -> list[str]:
    """Return the code blocks, with their language; comments in them may be translated."""
    found = re.findall(r"^ *```(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    return [re.sub(r"(^|\s+)# .*$", "", block, flags=re.MULTILINE) for block in found]


def sections(text: str) -> list[tuple[int, str]]:
    """Return level and text of each section, headings left out."""
    plain = re.sub(r"^ *```.*?^ *```$", "", text, flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^(#{1,6}) .*$", plain, flags=re.MULTILINE)[1:]
    return [(len(level), body) for level, body in zip(parts[::2], parts[1::2], strict=True)]


def code_of(body: str) -> Counter[str]:
    """Return the inline code that is not to be translated, each with how often it stands there."""
    spans = (" ".join(span.split()) for span in re.findall(r"(?<!`)`([^`]+)`(?!`)", body))
    return Counter(span for span in spans if SHARED.fullmatch(span))


@pytest.mark.parametrize(("name", "locale"), PAGES)
def test_a_translation_has_the_same_code_blocks(name: str, locale: str) -> None:
    """Commands are the same in every language; only their comments are translated."""
    assert blocks(text_of(name, locale)) == blocks(text_of(name))


@pytest.mark.parametrize(("name", "locale"), PAGES)
def test_a_translation_has_the_same_sections(name: str, locale: str) -> None:
    """As many headings of each level, and under each as many points and marks."""
    ours, theirs = sections(text_of(name, locale)), sections(text_of(name))

    def shape(found: list[tuple[int, str]]) -> list[tuple[int, int, int, int]]:
        point = re.compile(r"^ *(?:-|\d+\.) ", re.MULTILINE)
        return [(level, len(point.findall(b)), len(MARK.findall(b)), b.count("\n|")) for level, b in found]

    assert shape(ours) == shape(theirs)


@pytest.mark.parametrize(("name", "locale"), PAGES)
def test_a_translation_names_the_same_commands_options_and_files(name: str, locale: str) -> None:
    """Section by section: what was added to one page and not to the others is found."""
    for number, ((_, ours), (_, theirs)) in enumerate(
        zip(sections(text_of(name, locale)), sections(text_of(name)), strict=True)
    ):
        assert code_of(ours) == code_of(theirs), f"section {number} of docs/{locale}/{name}"


@pytest.mark.parametrize(("name", "locale"), PAGES)
def test_a_translation_is_in_its_language_and_leads_to_the_others(name: str, locale: str) -> None:
    """Its head says so, its first line leads to the two others, and no paragraph was left in English."""
    text = text_of(name, locale)
    other = next(each for each in LOCALES if each != locale)
    assert text.startswith(f"---\nlang: {LOCALES[locale]}\n---\n")
    assert f"](../{name})" in text
    assert f"](../{other}/{name})" in text
    letters = (
        r"[一-鿿]" if locale == "zh_Hans" else r"[ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]"
    )
    for _, body in sections(text):
        for part in body.split("\n\n"):
            words = re.sub(r"`[^`]*`|<!--.*?-->|\]\([^)]*\)", "", part)
            if len(re.findall(r"[A-Za-z]{2,}", words)) >= 8:
                assert len(re.findall(letters, words)) >= 8, part


@pytest.mark.parametrize(("name", "locale"), [*PAGES, *((name, "en") for name in NAMES)])
def test_emphasis_is_emphasis(name: str, locale: str) -> None:
    """Full-width punctuation before closing asterisks leaves them standing in the page."""
    tokens = MarkdownIt("commonmark").parse(text_of(name, locale))
    said = [child.content for token in tokens for child in token.children or () if child.type == "text"]

    assert not [text for text in said if "**" in text]


@pytest.mark.parametrize("locale", ["en", *LOCALES])
def test_the_clerk_reads_the_faults_in_the_words_of_the_program(locale: str) -> None:
    """tools/fault_list.py writes them."""
    assert fault_list.frequent(locale) in text_of("clerk.md", locale)
