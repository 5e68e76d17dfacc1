"""`thongbao new bulletin` says what it has written, and what to do next."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from thongbao.cli import main
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings


def test_every_file_that_was_written_is_named_and_the_next_command_shown(home: Settings) -> None:
    """With the office, so that it can be copied where there are several."""
    before = {path: path.read_bytes() for path in home.home.rglob("*") if path.is_file()}

    result = CliRunner().invoke(main, ["new", "bulletin", "absences", "--form", "isolation"])

    assert result.exit_code == 0, result.output
    named = {Path(line) for line in re.findall(r"^Written: (.*)$", result.output, re.MULTILINE)}
    changed = {p for p in home.home.rglob("*") if p.is_file() and before.get(p) != p.read_bytes()}
    assert named == changed
    assert result.output.endswith("See it: thongbao preview absences --office zhumadian\n")
    assert [one.code for one in read_office(home.params, "zhumadian").bulletins][-1] == "absences"
    notebook = next(path for path in named if path.suffix == ".ipynb").read_text(encoding="utf-8")
    assert "day.isolation." in notebook
    assert "day.cases." not in notebook


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["bulletin", "county_daily"], "county_daily"),
        (["bulletin", "Absences"], "Absences"),
        (["bulletin", "absences", "--form", "none"], "none"),
        (["bulletin", "absences", "--office", "elsewhere"], "elsewhere"),
        (["form", "absences"], "form"),
        (["bulletin"], "NAME"),
    ],
)
def test_what_cannot_be_begun_is_said_as_wrong_use(home: Settings, words: list[str], said: str) -> None:
    """With the name that was wrong, and nothing written."""
    before = sorted(home.home.rglob("*"))

    result = CliRunner().invoke(main, ["new", *words])

    assert result.exit_code == 2, result.output
    assert said in result.output
    assert sorted(home.home.rglob("*")) == before
