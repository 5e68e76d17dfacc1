"""`thongbao diff`: two pages, or the folders of two runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from support.tables_of_pages import page, table
from thongbao.cli import main

if TYPE_CHECKING:
    from pathlib import Path


def diff(*arguments: object) -> Result:
    result = CliRunner().invoke(main, ["diff", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def put(folder: Path, unit: str, content: str) -> Path:
    path = folder / unit / "daily.en.html"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_two_runs_are_compared_edition_by_edition(tmp_path: Path) -> None:
    """It names the edition, then the figure, old and new; then what is there in one of them only."""
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, value in ((old, "859"), (new, "861")):
        put(folder, "1", page(table(value)))
        put(folder, "2", page(table("7")))
    put(new, "3", page())

    found = diff(old, new)

    assert found.exit_code == 0
    assert found.output.splitlines() == [
        "1/daily.en.html: 1 figure changed",
        "  Figures / Cases Confirmed / All Total: 859 → 861",
        f"3/daily.en.html: only in {new}",
        "2 editions changed.",
    ]


def test_two_pages_are_compared_sentences_last(tmp_path: Path) -> None:
    """A figure that was not there has no value; what went is marked apart from what came."""
    old = put(tmp_path / "old", "1", page(prose="<p>One.</p>"))
    new = put(tmp_path / "new", "1", page(table("3"), prose="<p>Two.</p>"))

    found = diff(old, new).output.splitlines()

    assert found == [
        "daily.en.html: 2 figures changed",
        "  Figures / Cases Confirmed / All Teachers: – → 1",
        "  Figures / Cases Confirmed / All Total: – → 3",
        "  - One.",
        "  + Two.",
        "1 edition changed.",
    ]


def test_a_long_list_is_cut_and_shown_whole_on_request(tmp_path: Path) -> None:
    """Forty lines of an edition, unless all are asked for."""
    old = put(tmp_path / "old", "1", page())
    new = put(tmp_path / "new", "1", page("".join(table("3", f"Table {chr(65 + n)}") for n in range(25))))

    assert "  … and 10 more lines; --all shows them" in diff(old, new).output
    assert len(diff("--all", old, new).output.splitlines()) == 52


@pytest.mark.parametrize(("value", "code"), [("1", 0), ("2", 1)])
def test_a_script_can_ask_by_the_exit_code(tmp_path: Path, value: str, code: int) -> None:
    """As other programs that compare."""
    old, new = put(tmp_path / "old", "1", page(table("1"))), put(tmp_path / "new", "1", page(table(value)))

    assert diff("--exit-code", old, new).exit_code == code
    assert diff(old, new).exit_code == 0
    assert (diff(old, new).output == "Nothing changed.\n") == (code == 0)


def test_what_cannot_be_compared_is_said_with_what_to_give(tmp_path: Path) -> None:
    """Missing, of two kinds, empty, unreadable: exit code 2."""
    one = put(tmp_path / "run", "1", page())
    (tmp_path / "empty").mkdir()
    binary = tmp_path / "binary.html"
    binary.write_bytes(b"\xff\xfe")
    for old, new, said in (
        (tmp_path / "none", one, "is not there"),
        (one, tmp_path / "run", "two of a kind"),
        (tmp_path / "empty", tmp_path / "empty", "holds editions"),
        (binary, one, "could not be read as a page"),
    ):
        found = diff(old, new)
        assert (found.exit_code, said in found.output) == (2, True)
