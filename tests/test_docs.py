"""The documents: every link leads somewhere, and the project speaks of itself alone."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
DOCS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "notebooks/*.md", "data/*/*.md")
    for path in PROJECT.glob(pattern)
    if not {".venv", "_build", "_made"} & set(path.parts)
)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_link_of_a_document_leads_to_a_file(path: Path) -> None:
    """A picture or page that is promised is there."""
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))

    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]

    assert not missing


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub and the site make them."""
    text = re.sub(r"^ *```.*?^ *```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_anchor_of_a_link_is_a_heading(path: Path) -> None:
    """Also of documents that are not part of the site, which `make docs` does not see."""
    links = re.findall(r"\]\(([^)\s:]*)#([^)\s]+)\)", path.read_text(encoding="utf-8"))
    there = {to: anchors(path.parent / to if to else path) for to, _ in links if not to or to.endswith(".md")}

    assert [f"{to}#{anchor}" for to, anchor in links if to in there and anchor not in there[to]] == []


def test_nothing_speaks_of_a_machine() -> None:
    """No absolute path of somebody's disk stands in a file of the project."""
    listed = subprocess.run(["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    paths = re.compile(r"(?<![\w/])/(home/\w|Users/\w|root/|work/)")
    found = [
        name
        for name in listed.stdout.splitlines()
        if name.endswith((".py", ".md", ".yml", ".toml", ".ipynb", ".po", "Makefile"))
        and name != "tests/test_docs.py"
        and paths.search((PROJECT / name).read_text(encoding="utf-8"))
    ]

    assert not found
