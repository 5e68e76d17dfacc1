"""The pages of the site in Chinese and Vietnamese: each language is a small site of its own beside the English one.

So menus, the search page, headings of notes and the names of buttons come from Sphinx in the language of the page.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.search import SearchLanguage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx

FOLDERS = {"zh_Hans": "zh_CN", "vi": "vi"}
"""Folder under docs/ -> the language as Sphinx calls it."""
TAGS = {"en": "en", "zh_CN": "zh-Hans", "vi": "vi"}
"""The language as Sphinx calls it -> the language as HTML calls it."""

CHINESE = r"[一-鿿]+"
LATIN = r"[a-zA-Z0-9_]+"
SPLIT_QUERY = f"""
function splitQuery(query) {{
    const chinese = (query.match(/{CHINESE}/g) || []).flatMap((run) => run.length < 2 ? [run]
        : Array.from({{ length: run.length - 1 }}, (_, at) => run.slice(at, at + 2)));
    return chinese.concat(query.match(/{LATIN}/g) || []);
}}
"""
"""What the search page does with the words that somebody looks for; it has to match `pairs`."""


def pairs(text: str) -> Iterator[str]:
    """Yield the characters of each run of Chinese and each two that stand side by side.

    Chinese has no spaces between words; overlapping pairs are how search engines index it without a dictionary.
    """
    for run in re.findall(CHINESE, text):
        yield from run
        yield from map("".join, pairwise(run))


class SearchPairs(SearchLanguage):
    """Search of Chinese pages.

    Sphinx's own finds no Chinese where jieba, a dictionary of words, is not installed; in Sphinx 9.0 its search page
    stops at an error in any case, as it asks for a stemmer that nobody defines.
    """

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = SPLIT_QUERY

    def split(self, input: str) -> list[str]:  # noqa: A002 -- Sphinx's name
        """Return what stands in the index for a text: pairs of Chinese characters, and the words in Latin letters."""
        return [*pairs(input), *re.findall(LATIN, input)]


def lead_across(app: Sphinx, doctree: nodes.document) -> None:
    """Turn links to a page of another language into addresses; Sphinx knows the pages of one site only.

    That the page and its anchor exist, tests/test_docs.py looks at, for all documents alike. A link that leads to no
    file is left to Sphinx, which warns.
    """
    docs = Path(app.confdir)
    page = Path(app.env.doc2path(app.env.docname)).resolve()
    for link in list(doctree.findall(addnodes.pending_xref)):
        if link.get("refdomain") != "doc" or link["reftarget"] in app.env.found_docs:
            continue
        target = (Path(app.srcdir) / f"{link['reftarget']}.md").resolve()
        if not (target.is_file() and target.is_relative_to(docs)):
            continue
        anchor = f"#{link['reftargetid']}" if link.get("reftargetid") else ""
        address = Path(os.path.relpath(target, page.parent)).with_suffix(".html").as_posix() + anchor
        link.replace_self(nodes.reference("", "", *link.children, refuri=address, internal=True))


def say_language(app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Write the language as HTML wants it (`lang` at a page's top): screen readers and fonts go by it."""
    context["language"] = TAGS[app.config.language]


def setup(app: Sphinx) -> None:
    """Tell Sphinx."""
    app.add_search_language(SearchPairs)
    app.connect("doctree-read", lead_across)
    app.connect("html-page-context", say_language)
