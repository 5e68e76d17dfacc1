"""`thongbao export` as people run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.testing import CliRunner

from support.inbox_files import long_csv, screening
from thongbao.cli import main

if TYPE_CHECKING:
    from thongbao.settings import Settings


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(arguments))
    return result.exit_code, result.output


def test_the_reports_of_some_days_are_exported(home: Settings) -> None:
    """Into both kinds of file, and only what is asked for."""
    (home.home / "a.csv").write_text(long_csv(screening()))
    assert run("intake", str(home.home / "a.csv"))[0] == 0
    table = home.home / "out" / "reports.csv"

    assert run("export", "--to", str(table), "--from", "2020-02-01", "--form", "screening") == (
        0,
        f"Written: {table} (4 lines)\n",
    )
    assert table.read_text(encoding="utf-8-sig").count("\n") == 5
    assert "(0 lines)" in run("export", "--to", str(table.with_suffix(".xlsx")), "--until", "2020-02-18")[1]
    assert "(0 lines)" in run("export", "--to", str(table), "--as-of", "2020-02-01")[1]


def test_what_cannot_be_meant_is_said(home: Settings) -> None:
    """A form or unit that is not there, days the wrong way round, a file of another kind."""
    to = ["export", "--to", str(home.home / "a.csv")]

    assert "xyz is no form" in run(*to, "--form", "xyz")[1]
    assert "999 is no unit" in run(*to, "--unit", "999")[1]
    assert run(*to, "--from", "2020-02-02", "--until", "2020-02-01")[0] == 2
    assert run("export", "--to", str(home.home / "a.pdf"))[0] == 2
