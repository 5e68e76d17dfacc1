"""`thongbao preview` of what was made, and what it says where nothing can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from support.approved import made
from thongbao.cli import main

if TYPE_CHECKING:
    from click.testing import Result

    from thongbao.settings import Settings

DAY = "2020-02-19"


def asked(*words: str) -> Result:
    return CliRunner().invoke(main, ["preview", *words])


def test_the_page_that_a_run_has_made_is_opened_as_it_is(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its path and its address are said, for those who look elsewhere."""
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    made(home)
    before = {path: path.read_bytes() for path in home.outputs.rglob("*") if path.is_file()}

    result = asked(DAY, "--unit", "411702")

    path, address = result.output.splitlines()
    assert path.endswith("411702/county_daily.zh_Hans.html")
    assert opened == [address]
    assert address.startswith("file://")
    assert {path: path.read_bytes() for path in home.outputs.rglob("*") if path.is_file()} == before


def test_the_letter_is_written_beside_the_page(home: Settings) -> None:
    """To whom the office sends it."""
    made(home)

    result = asked(DAY, "--unit", "411702", "--letter", "--no-open")

    assert result.exit_code == 0, result.output
    (letter,) = home.outputs.rglob("*.letter.html")
    assert result.output.startswith(str(letter))
    assert "驿城区" in letter.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([DAY], "Give --unit CODE"),
        ([], "Give --unit CODE"),
        ([DAY, "--unit", "411702"], "was not made. Make it with `thongbao run 2020-02-19 --unit 411702`"),
        ([DAY, "--unit", "411702", "--hard"], "--hard goes with a notebook"),
        ([DAY, "--unit", "999999"], "999999"),
        (["2020-02-30", "--unit", "411702"], "2020-02-30"),
        (["10_county_daily.ipynb", "--hard", "--unit", "411702"], "Leave out --unit"),
        (["county_daily", "--bulletin", "county_daily", "--bulletin", "city_rollup"], "Give --bulletin once"),
        (["11_none.ipynb"], "11_none"),
    ],
)
def test_what_cannot_be_shown_is_said_with_what_to_do(home: Settings, words: list[str], said: str) -> None:
    """And is wrong use: nothing has failed."""
    result = asked(*words, "--no-open")

    assert result.exit_code == 2, result.output
    assert said in result.output
    assert not home.outputs.exists()
