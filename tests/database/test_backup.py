"""A backup is whole, is one file, and brings everything back: from and to SQLite and PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from support.arrivals import a_key, a_refusal, a_report
from thongbao.data import reports
from thongbao.database import metadata, open_store, reading, writing
from thongbao.database.backup import back_up, restore
from thongbao.errors import OutputUnwritable, StoreInvalid, WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def fill(url: str) -> None:
    with writing(open_store(url, make=True)) as connection:
        for n in range(3):
            reports.append(connection, a_key(unit=f"u{n}"), a_report(0.1 * n, warning="odd"))
        reports.refuse(connection, a_refusal())
        reports.record_source(connection, "o", "0" * 64, "=SUM.csv", 9, a_report().taken_in_at, "partly")


def content(url: str) -> dict[str, list[object]]:
    with reading(open_store(url)) as connection:
        return {
            table.name: [tuple(line) for line in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables
        }


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_backup_brings_everything_back(
    store_url: str, to: str, new_store: Callable[[str], str], tmp_path: Path
) -> None:
    """Every line of every table, from either database into either, and new reports go on from there."""
    fill(store_url)
    counts = back_up(store_url, tmp_path / "safe" / "b.sqlite")
    there = new_store(to)

    assert restore(tmp_path / "safe" / "b.sqlite", there)["reports"] == counts["reports"] == 3
    assert content(there) == content(store_url)
    with writing(open_store(there)) as connection:
        assert reports.append(connection, a_key(unit="u0"), a_report(5, hour=1)) == 2


def test_a_backup_is_one_private_file_that_is_itself_a_store(store_url: str, tmp_path: Path) -> None:
    """Nothing lies beside it, and nobody else may read it."""
    fill(store_url)
    back_up(store_url, tmp_path / "b" / "b.sqlite")

    assert [path.name for path in (tmp_path / "b").iterdir()] == ["b.sqlite"]
    assert stat.S_IMODE((tmp_path / "b" / "b.sqlite").stat().st_mode) == 0o600
    assert content(f"sqlite:///{tmp_path / 'b' / 'b.sqlite'}") == content(store_url)


def test_a_backup_while_others_write_is_of_one_moment(store_url: str, tmp_path: Path) -> None:
    """Each transaction is in it whole or not at all, and the writer is not held up."""
    engine = open_store(store_url, make=True)
    stop, written = threading.Event(), [0]

    def write() -> None:
        while not stop.is_set():
            with writing(engine) as connection:
                reports.append(connection, a_key(), a_report(written[0], hour=written[0]))
                reports.append(connection, a_key(unit="b"), a_report(written[0], hour=written[0]))
            written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(3):
            before = written[0]
            counts = back_up(store_url, tmp_path / f"{n}.sqlite")
            assert counts["reports"] % 2 == 0
            assert counts["reports"] == counts["figures"] >= 2 * before
    finally:
        stop.set()
        writer.join()


def test_a_backup_is_never_written_over_another(store_url: str, tmp_path: Path) -> None:
    """What is there stays, also where it is no backup."""
    fill(store_url)
    (tmp_path / "b.sqlite").write_text("mine")

    with pytest.raises(WrongUse, match="is there already"):
        back_up(store_url, tmp_path / "b.sqlite")

    assert (tmp_path / "b.sqlite").read_text() == "mine"


def test_a_store_that_holds_something_is_not_restored_over(store_url: str, tmp_path: Path) -> None:
    """Two histories are never mixed."""
    fill(store_url)
    back_up(store_url, tmp_path / "b.sqlite")
    before = content(store_url)

    with pytest.raises(WrongUse, match=r"is not empty \(.*reports"):
        restore(tmp_path / "b.sqlite", store_url)

    assert content(store_url) == before


def test_a_damaged_store_gives_no_backup(tmp_path: Path) -> None:
    """A backup that could not bring back what is lost is worse than none: it is said at once."""
    path = tmp_path / "store.sqlite"
    fill(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    whole = path.read_bytes()
    at = whole.index(b"=SUM.csv") & ~4095
    path.write_bytes(whole[:at] + bytes(4096) + whole[at + 4096 :])

    with pytest.raises(StoreInvalid, match=r"may be damaged|could not be copied"):
        back_up(f"sqlite:///{path}", tmp_path / "b.sqlite")

    assert not (tmp_path / "b.sqlite").exists()


def test_what_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    """Another file, another program's database, or nothing at all: said, and no store is made."""
    (tmp_path / "page.html").write_text("<html>" * 2000)
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as connection:
        connection.execute("CREATE TABLE x (y)")
    url = f"sqlite:///{tmp_path / 'new' / 'store.sqlite'}"

    with pytest.raises(StoreInvalid, match="could not be copied"):
        restore(tmp_path / "page.html", url)
    with pytest.raises(StoreInvalid, match="is not a store of Thongbao"):
        restore(tmp_path / "other.sqlite", url)
    with pytest.raises(WrongUse, match="is not there"):
        restore(tmp_path / "nothing.sqlite", url)
    with pytest.raises(StoreInvalid, match="does not exist"):
        back_up(url, tmp_path / "b.sqlite")
    assert not (tmp_path / "new").exists()


def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path, new_store: Callable[[str], str]) -> None:
    """Update first, then restore."""
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    fill(url)
    with writing(open_store(url)) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    back_up(url, tmp_path / "b.sqlite")  # as it is: an older program may still save what it cannot read

    with pytest.raises(StoreInvalid, match="Update Thongbao"):
        restore(tmp_path / "b.sqlite", new_store("sqlite"))


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    """With its name."""
    fill(f"sqlite:///{tmp_path / 'store.sqlite'}")
    (tmp_path / "closed").mkdir(mode=0o500)

    with pytest.raises(OutputUnwritable, match="closed"):
        back_up(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path / "closed" / "b.sqlite")


def test_a_file_in_the_way_of_the_folder_is_said(tmp_path: Path) -> None:
    """Nothing is left beside it."""
    fill(f"sqlite:///{tmp_path / 'store.sqlite'}")
    (tmp_path / "file").write_text("")

    with pytest.raises(OutputUnwritable, match="could not be written"):
        back_up(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path / "file" / "b.sqlite")
