"""The site in Chinese and Vietnamese: its menus, its search page and its buttons are in the language of its pages."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import site_languages

PROJECT = Path(__file__).resolve().parents[2]
ENGLISH = (
    r"\b(?:Search|Next|Previous|Home|Contents|Index|Back to top|Skip to|On this page|Toggle|View this page|Link to)\b"
)
SAID = {"zh_Hans": ("下一页", "找到"), "vi": ("Trang sau", "Tìm thấy")}


@pytest.fixture(scope="module", params=site_languages.FOLDERS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The site of one language, built as `make docs` builds it."""
    folder = request.param
    docs = tmp_path_factory.mktemp("site") / "docs"
    shutil.copytree(PROJECT / "docs", docs, ignore=shutil.ignore_patterns("_build", "_made", "*.mo"))
    (docs.parent / "tools").symlink_to(PROJECT / "tools")
    language = f"language={site_languages.FOLDERS[folder]}"
    words = ["-q", "-W", "-b", "html", "-c", str(docs), "-D", language, str(docs / folder), str(docs / "out" / folder)]
    subprocess.run([sys.executable, "-m", "sphinx", *words], check=True, timeout=120)
    return folder, docs / "out" / folder


def test_every_page_says_its_language_and_nothing_in_english(site: tuple[str, Path]) -> None:
    """The search page and the index, too, which have no text of ours; text of the pages themselves is not looked at."""
    folder, out = site
    pages = sorted(out.glob("*.html"))
    assert {"index.html", "clerk.html", "operations.html", "search.html", "genindex.html"} <= {p.name for p in pages}
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.html is not None
        assert page.html["lang"] == site_languages.TAGS[site_languages.FOLDERS[folder]], path.name
        named = [
            str(tag[key]) for key in ("aria-label", "placeholder", "title") for tag in page.find_all(attrs={key: True})
        ]
        for article in page.find_all("article"):
            article.clear()
        assert not re.findall(ENGLISH, " ".join([page.get_text(" "), *named])), path.name
    assert SAID[folder][0] in (out / "clerk.html").read_text(encoding="utf-8")
    assert SAID[folder][1] in (out / "_static" / "translations.js").read_text(encoding="utf-8")


def test_links_to_pages_of_another_language_leave_the_site(site: tuple[str, Path]) -> None:
    """Relative, so that the folder can lie anywhere; the documents' own anchors are kept."""
    _, out = site
    page = BeautifulSoup((out / "clerk.html").read_text(encoding="utf-8"), "html.parser")
    links = {str(link["href"]) for link in page.select("article a[href]")}

    assert {"../clerk.html", "../forms.html#what-can-be-wrong"} <= links
    assert not [link for link in links if ".md" in link]


def test_what_is_looked_for_in_chinese_is_split_like_the_index(site: tuple[str, Path]) -> None:
    """A word of two characters is found in a text that has no spaces."""
    folder, out = site
    index = json.loads((out / "searchindex.js").read_text(encoding="utf-8")[len("Search.setIndex(") : -1])
    word = {"zh_Hans": "零报", "vi": "đính"}[folder]

    assert word in index["terms"]
    assert list(site_languages.pairs("零报告, x 县")) == ["零", "报", "告", "零报", "报告", "县"]
