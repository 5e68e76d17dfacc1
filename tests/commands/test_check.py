"""`thongbao check NOTEBOOK`: as a person calls it, and as a hook before a commit does."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from conftest import PROJECT
from support.unrun import code, notebook, text
from thongbao.cli import main

if TYPE_CHECKING:
    from thongbao.settings import Settings

NAME = "10_county_daily.ipynb"


def hook() -> list[str]:
    """Return the command line of the hook that the documentation shows."""
    shown = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```yaml\n(repos:.*?)```", shown, re.DOTALL)
    (only,) = yaml.safe_load(block)["repos"][0]["hooks"]
    assert re.search(only["files"], f"notebooks/{NAME}")
    program, *words = shlex.split(only["entry"])
    assert program == "thongbao"
    return words


def test_the_hook_passes_what_keeps_the_contract(home: Settings) -> None:
    """Files come as arguments, as pre-commit gives them."""
    result = CliRunner().invoke(main, [*hook(), f"notebooks/{NAME}", "notebooks/90_city_rollup.ipynb"])

    assert result.exit_code == 0, result.output


def test_the_hook_stops_what_does_not_and_says_how_to_mend_it(home: Settings) -> None:
    """With the cell."""
    (home.notebooks / NAME).write_text(notebook(text("## New prose", "fresh")), encoding="utf-8")

    result = CliRunner().invoke(main, [*hook(), f"notebooks/{NAME}"])

    assert result.exit_code == 1
    assert "cell 'fresh': It has no translation into zh_Hans. Run `make translations`" in result.output


@pytest.mark.parametrize("words", [["--no-run"], ["--run"]])
def test_a_notebook_that_is_not_there_is_named(home: Settings, words: list[str]) -> None:
    """A mistyped name never passes."""
    result = CliRunner().invoke(main, ["check", "notebooks/11_none.ipynb", *words])

    assert result.exit_code == 2
    assert "11_none" in result.output


def test_a_notebook_can_be_named_without_number_and_end(home: Settings) -> None:
    """As `new bulletin` and `preview` know it; with and without running it, the same notebook is meant."""
    result = CliRunner().invoke(main, ["check", "county_daily", "--no-run"])

    assert result.exit_code == 0, result.output
    assert result.output == f"county_daily: {NAME} keeps the contract.\n"


def test_a_notebook_that_no_bulletin_is_made_with_is_named(home: Settings) -> None:
    """As long as its entry in bulletins.yml is lacking."""
    (home.notebooks / "11_none.ipynb").write_bytes((home.notebooks / NAME).read_bytes())

    result = CliRunner().invoke(main, ["check", "none", "--no-run"])

    assert result.exit_code == 1
    assert "11_none.ipynb: no bulletin of zhumadian is made with it." in result.output


def test_a_named_notebook_is_run_in_each_of_its_languages(home: Settings) -> None:
    """What only a run finds is found, with its line; before the first report, too."""
    (home.notebooks / NAME).write_text(notebook(code("a = 1\nmissing", "broken")), encoding="utf-8")

    result = CliRunner().invoke(main, ["check", f"notebooks/{NAME}"])

    assert result.exit_code == 1
    assert result.output.count("cell 'broken', line 2: NameError") == 3
