"""Every code block of README.md and docs/ that can run is run; what cannot says why, and its commands exist."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import click
import pytest
import yaml

from support.docblocks import PAGES, PROJECT, SHELL, Block, blocks, inline_commands, lines, parsed, run, words_of
from support.mailserver import Script, mail_server
from thongbao.records import LOCALES, Form, Mail

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from thongbao.settings import Settings

BLOCKS = [block for page in PAGES for block in blocks(page)]
RECORDS: dict[str, Any] = {"form": Form, "mail": Mail}
"""Schema that a block names -> the record that settings of this kind are read into."""


def name_of(value: Block | Path) -> str:
    """Return a block's or page's place, for the name of a test."""
    return f"{value.page}:{value.line}" if isinstance(value, Block) else value.relative_to(PROJECT).as_posix()


def runs(block: Block) -> bool:
    return block.language in SHELL and block.mark != "not run"


RUN = [page for page in PAGES if page.parent.name not in LOCALES and any(runs(block) for block in blocks(page))]
"""Translations have the same blocks as the English page: tests/docs/test_translations.py."""


@pytest.mark.parametrize("block", BLOCKS, ids=name_of)
def test_a_block_that_is_not_run_says_why(block: Block) -> None:
    """In some words; of a page that exists in several languages in the words of each."""
    if block.language in (*SHELL, "python") and block.mark == "not run":
        assert len(block.said) >= 10
    if block.mark == "ends with":
        code, _, why = block.said.partition(": ")
        assert code in ("1", "2", "3")
        assert len(why) >= 10


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language in SHELL], ids=name_of)
def test_each_command_of_a_block_has_options_that_exist(block: Block) -> None:
    """Also where it is not run: an option that was renamed is found."""
    for line in lines(block):
        words = words_of(line)[1] if not line.startswith("export ") else []
        if words[:1] == ["thongbao"]:
            parsed([word for word in words[1:] if word != "&"])


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_command_in_running_text_has_options_that_exist(page: Path) -> None:
    """`thongbao run --since DAY` and the like."""
    for words in inline_commands(page):
        try:
            parsed(words)
        except click.BadOptionUsage as error:  # an option named without its value
            assert "requires an argument" in error.message or "requires 1 argument" in error.message  # noqa: PT017


@pytest.mark.parametrize("block", [block for block in BLOCKS if block.language == "yaml"], ids=name_of)
def test_a_yaml_block_is_what_it_says(block: Block) -> None:
    """Settings name their schema in the first line and are read by the record that the schema is made from."""
    content = yaml.load(block.text, yaml.CBaseLoader)  # noqa: S506 -- only texts, lists and maps
    assert content
    first = block.text.splitlines()[0]
    if "$schema=" in first:
        schema = first.rpartition("/")[2]
        assert (PROJECT / "params" / "schema" / schema).is_file()
        assert RECORDS[schema.removesuffix(".json")].model_validate(content)


@pytest.mark.parametrize("block", [b for b in BLOCKS if b.language == "python" and b.mark != "not run"], ids=name_of)
def test_a_python_block_runs(block: Block, sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the sample office, each by itself."""
    monkeypatch.setenv("THONGBAO_HOME", str(sample.home))
    monkeypatch.setenv("THONGBAO_OFFICE", "zhumadian")
    exec(compile(block.text, name_of(block), "exec"), {})  # noqa: S102 -- our own text


@pytest.fixture
def office(sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample office after `make bulletins`, as the reader of a page has it; work is done inside it."""
    folder = tmp_path / "project"
    shutil.copytree(sample.home, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("THONGBAO_HOME", str(folder))
    return folder


@pytest.mark.parametrize("page", RUN, ids=name_of)
def test_the_shell_blocks_of_a_page_run_from_top_to_bottom(
    page: Path, office: Path, new_store: Callable[[str], str]
) -> None:
    """As somebody would who reads it with the sample office at hand; mail goes to a server of the test's own."""
    sends = any(re.match(r"thongbao send \S+$", line) for block in blocks(page) if runs(block) for line in lines(block))
    meant = {r"postgresql://[\w.@/-]+": new_store("postgresql")} if page.stem == "postgresql" else {}
    script = Script()
    with mail_server(script) as port:
        settings = office / "params" / "zhumadian" / "mail.yml"
        settings.write_text(f"server: localhost\nport: {port}\nsecurity: none\n", encoding="utf-8")
        count = run(page, office, {"THONGBAO_OFFICE": "zhumadian", "NO_COLOR": "1"}, meant)

    assert count
    assert bool(script.taken) == sends
