"""The command line: every command is documented, has help with an example, and says what is wrong in one message."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from conftest import PROJECT
from thongbao.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from thongbao.settings import Settings

COMMANDS = sorted(main.commands)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_that_parses(name: str) -> None:
    """The example in the help is a real call of the command."""
    command = main.commands[name]
    examples = re.findall(r"^ *thongbao (\S+.*)$", command.help or "", flags=re.MULTILINE)

    assert examples
    for example in examples:
        called, *arguments = example.split()
        assert called == name
        assert command.make_context(name, arguments, resilient_parsing=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_docs(name: str) -> None:
    """README or docs show how it is called."""
    docs = [PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))]

    assert any(f"thongbao {name}" in path.read_text(encoding="utf-8") for path in docs)


def test_the_same_options_stand_everywhere() -> None:
    """--office is known to every command that works for an office."""
    without = {name for name in COMMANDS if not any("--office" in p.opts for p in main.commands[name].params)}

    # The store is that of all offices, and pages and forms are given by name.
    assert without == {"schema", "backup", "restore", "diff"}


def test_help_imports_nothing_heavy() -> None:
    """`thongbao --help` does not wait for pandas and papermill."""
    asked = "import sys, thongbao.cli; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    )

    assert not loaded & {"pandas", "numpy", "papermill", "nbformat", "nbconvert", "matplotlib", "sqlalchemy", "rich"}


def invoke(*arguments: str) -> click.testing.Result:
    return CliRunner().invoke(main, list(arguments))


def test_an_unknown_office_is_named_without_a_traceback(home: Settings) -> None:
    """Exit code 2: wrong use."""
    result = invoke("run", "2020-02-19", "--office", "nowhere")

    assert result.exit_code == 2
    assert "nowhere" in result.output
    assert "Traceback" not in result.output


def test_a_day_that_is_none_is_refused(home: Settings) -> None:
    """30 February has no bulletins."""
    result = invoke("run", "2020-02-30")

    assert result.exit_code == 2
    assert "2020-02-19" in result.output


def test_two_different_days_are_refused(home: Settings) -> None:
    """DATE and --date mean the same."""
    result = invoke("status", "2020-02-18", "--date", "2020-02-19")

    assert result.exit_code == 2
    assert "Give one" in result.output


def test_a_fault_in_the_settings_is_shown_with_file_and_line(home: Settings) -> None:
    """All faults at once, and nothing is run."""
    office = home.params / "zhumadian" / "office.yml"
    office.write_text(office.read_text(encoding="utf-8").replace("timezone:", "time_zone:"), encoding="utf-8")

    result = invoke("run", "2020-02-19")

    assert result.exit_code == 2
    assert re.search(r"office\.yml.*line \d+.*time_zone", result.output)


def test_check_says_that_nothing_is_wrong(home: Settings) -> None:
    """With what it looked at."""
    result = invoke("check")

    assert result.exit_code == 0
    assert "13 units, 3 forms, 2 bulletins" in result.output


def test_status_shows_every_unit_and_every_bulletin(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reported, late, zero; what is made."""
    monkeypatch.setenv("THONGBAO_HOME", str(sample.home))

    result = invoke("status", "--date", "2020-02-19")

    assert result.exit_code == 0
    assert result.output.count("on time") >= 30
    assert "13 of 13 stand as they are" in result.output


def test_letters_are_written_for_every_recipient(
    sample: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """One .eml each."""
    monkeypatch.setenv("THONGBAO_HOME", str(sample.home))
    folder = tmp_path_factory.mktemp("letters")

    result = invoke("letters", "2020-02-19", "--to-file", str(folder))

    assert result.exit_code == 0, result.output
    # Three counties, and eight groups for the roll-up; an archive gets no letter.
    assert len(list(folder.glob("*.eml"))) == 11


def test_check_looks_at_every_notebook_whatever_the_day(home: Settings) -> None:
    """Also where all units of a bulletin have ended long ago."""
    units = home.params / "zhumadian" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace(",,,,\n", ",,2021-01-01,,\n"), encoding="utf-8")
    (home.notebooks / "10_county_daily.ipynb").unlink()

    result = invoke("check")

    assert result.exit_code == 1
    assert "10_county_daily.ipynb does not exist" in result.output


def test_a_public_bulletin_is_fine(home: Settings) -> None:
    """Small numbers are hidden in it; how is nobody's to configure but k."""
    bulletins = home.params / "zhumadian" / "bulletins.yml"
    bulletins.write_text(bulletins.read_text(encoding="utf-8").replace("audience: internal", "audience: public"))

    assert invoke("check").exit_code == 0


def test_the_form_that_a_unit_fills_in_is_understood_when_it_comes_back(home: Settings, tmp_path: Path) -> None:
    """One sheet per form; filled with nothing it is refused for its empty cells, not for its layout."""
    result = invoke("form", "2020-02-19", "--unit", "411702", "--to", str(tmp_path))

    assert result.exit_code == 0, result.output
    back = invoke("intake", str(tmp_path / "2020-02-19_411702.xlsx"))
    assert "cell-empty" in back.output
    assert invoke("form", "2020-02-19", "--unit", "411700", "--to", str(tmp_path)).exit_code == 2


def test_one_form_is_written_by_its_name(home: Settings, tmp_path: Path) -> None:
    """FORM and DATE in either order; two of one kind, or a form that is not there, are refused with advice."""
    there = ("--unit", "411702", "--to", str(tmp_path))
    either = [invoke("form", *words, *there) for words in (("cases", "2020-02-19"), ("2020-02-19", "cases"))]

    assert [result.exit_code for result in either] == [0, 0]
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["2020-02-19_411702_cases.xlsx"]
    assert invoke("form", "all", "--date", "2020-02-19", *there).exit_code == 0
    for words in (("cases", "isolation"), ("case",), ("2020-02-19", "2020-02-20"), ("2020-02-30",)):
        assert invoke("form", *words, *there).exit_code == 2
    assert "Did you mean cases?" in invoke("form", "case", *there).output


def test_a_day_that_has_not_come_is_refused(home: Settings) -> None:
    """Nobody can have reported for it; before the office's first day nothing was due."""
    assert "has not come yet" in invoke("run", "2999-01-01").output
    assert "is before 2020-01-23" in invoke("run", "2019-02-19").output


def test_a_store_that_is_not_there_is_not_an_office_without_reports(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistyped address must not turn every bulletin into one that says that nobody reported."""
    monkeypatch.setenv("THONGBAO_STORE", f"sqlite:///{home.data}/stoer.sqlite")

    result = invoke("run", "2020-02-19", "--unit", "411702")

    assert result.exit_code == 1
    assert "stoer.sqlite" in result.output
    assert not (home.data / "stoer.sqlite").exists()
