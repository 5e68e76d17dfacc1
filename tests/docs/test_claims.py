"""What README.md and docs/ say of the project can be counted in it."""

from __future__ import annotations

import re
import tomllib

from support.docblocks import PAGES, PROJECT
from support.sample import shipped
from thongbao.cli import main

README = (PROJECT / "README.md").read_text(encoding="utf-8")
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
           "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip


def test_the_readme_lists_every_notebook_and_counts_the_bulletins() -> None:
    """No more and no fewer."""
    listed = re.findall(r"^\| `(\d\d_\w+)` \|", README, re.MULTILINE)
    notebooks = sorted(path.stem for path in (PROJECT / "notebooks").glob("*.ipynb"))
    kinds = len(shipped("zhumadian").bulletins)

    assert listed == notebooks
    assert f"{NUMBERS[len(notebooks)].capitalize()} notebooks make {NUMBERS[kinds]} kinds of bulletin" in README


def test_the_readme_begins_with_what_it_is_two_commands_and_a_picture() -> None:
    """All of it above the first further heading."""
    first = README.partition("\n## ")[0]

    assert re.search(r"^```sh\nmake bulletins .*\nmake test .*\n```$", first, re.MULTILINE)
    assert "](docs/bulletin.png)" in first
    assert len(first.splitlines()) <= 36


def test_an_extra_that_is_named_can_be_installed() -> None:
    """`pip install 'thongbao[pdf]'` means something, in the documents and in messages."""
    table = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {
        (extra, page.name)
        for page in [*PAGES, *(PROJECT / "lib").rglob("*.py")]
        for extra in re.findall(r"thongbao\[([a-z]+)\]", page.read_text(encoding="utf-8"))
    }

    assert [each for each in sorted(named) if each[0] not in table["optional-dependencies"]] == []
    assert "pdf" in {extra for extra, _ in named}


def test_the_operators_page_names_every_variable_and_command() -> None:
    """A variable that the program reads from outside is in the table; a command is named in some document."""
    text = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = set(re.findall(r"^\| `(THONGBAO_\w+)` \|", text, re.MULTILINE))
    used = set(re.findall(r"THONGBAO_[A-Z_]+", text))
    every = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert used <= table
    assert [name for name in main.commands if f"thongbao {name}" not in every] == []
