"""`thongbao backup` and `thongbao restore` as people run them."""

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


def test_a_lost_store_comes_back(home: Settings) -> None:
    """The walk of docs/operations.md: back up, lose the store, restore, and go on as before."""
    (home.home / "a.csv").write_text(long_csv(screening()))
    assert run("intake", str(home.home / "a.csv"))[0] == 0
    code, said = run("backup")
    assert (code, "1 reports" in said) == (0, True)
    (backup,) = (home.home / "backups").iterdir()
    for path in home.data.glob("store.sqlite*"):
        path.rename(path.with_name(path.name.replace("store", "damaged")))

    assert run("restore", str(backup)) == (0, "Restored: 1 reports, 4 figures\n")
    code, said = run("intake", str(home.home / "a.csv"))
    assert (code, "1 skipped" in said) == (0, True)


def test_a_backup_that_cannot_be_is_said(home: Settings) -> None:
    """Over another file, and from nothing."""
    (home.home / "b.sqlite").touch()

    assert run("backup", "--to", str(home.home / "b.sqlite"))[0] == 2
    assert run("restore", str(home.home / "none.sqlite"))[0] == 2
