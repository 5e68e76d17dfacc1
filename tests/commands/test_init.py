"""From an empty folder to a bulletin: init, new, check, form, intake, run, each by its command."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click.testing import CliRunner

from thongbao.cli import main

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2020-02-19"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a name as a user's may be."""
    here = tmp_path / "phòng 办公室"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


def said(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize(
    ("country", "title"), [("CN", "每日通报"), pytest.param("VN", "Bản tin hằng ngày", marks=pytest.mark.faults)]
)
def test_an_office_is_begun_and_makes_a_bulletin(folder: Path, country: str, title: str) -> None:
    """In the language of the country, without an edit in between."""
    said("init", "my-office", "--country", country)
    said("new", "bulletin", "daily")
    assert "Nothing is wrong" in said("check")
    said("form", DAY, "--unit", "01", "--to", "forms")
    (path,) = (folder / "forms").glob("*.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book[book.sheetnames[0]]
    for row, (confirmed, absent) in enumerate([(1, 2), (3, 40), (4, 42)], start=9):
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = confirmed, absent
    book.save(path)
    assert "1" in said("intake", "forms")
    done = subprocess.run(
        [sys.executable, "-m", "thongbao", "run", DAY, "--unit", "01"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (page,) = (folder / "outputs" / "my-office" / DAY / "01").glob("daily.*.html")
    text = page.read_text(encoding="utf-8")
    assert title in text
    assert ">42<" in text


def test_what_is_there_is_not_written_over(folder: Path) -> None:
    """Neither an office nor a bulletin, and nothing beside a project that is there."""
    said("init", "one")
    (folder / ".gitignore").write_text("mine\n")
    kept = (folder / "params" / "one" / "office.yml").read_bytes()

    assert "is there already" in said("init", "one", code=2)
    said("init", "two", "--country", "VN")
    said("new", "bulletin", "daily", "--office", "one")
    assert "There is a bulletin daily already" in said("new", "bulletin", "daily", "--office", "one", code=2)
    said("new", "bulletin", "second", "--office", "one")

    assert (folder / ".gitignore").read_text() == "mine\n"
    assert (folder / "params" / "one" / "office.yml").read_bytes() == kept
    assert sorted(path.name for path in (folder / "notebooks").glob("*.ipynb")) == ["10_daily.ipynb", "20_second.ipynb"]
    assert "Nothing is wrong" in said("check", "--office", "one")
    assert "Nothing is wrong" in said("check", "--office", "two")


@pytest.mark.parametrize("code", ["../etc", "My Office", "-x", "x" * 40, "a/b"])
def test_an_office_has_a_code(folder: Path, code: str) -> None:
    """It becomes the name of a folder."""
    CliRunner().invoke(main, ["init", "--", code])

    assert not list(folder.iterdir())


@pytest.mark.parametrize("name", ["../x", "Daily", "1x", "a b"])
def test_a_bulletin_has_a_name(folder: Path, name: str) -> None:
    """It becomes the name of a notebook."""
    said("init", "one")

    assert "cannot be a bulletin's name" in said("new", "bulletin", "--", name, code=2)


def test_a_form_that_not_all_fill_in_is_refused(folder: Path) -> None:
    """The notebook would fail for some counties."""
    said("init", "one")

    assert "All fill in: daily_report" in said("new", "bulletin", "daily", "--form", "casse", code=2)
