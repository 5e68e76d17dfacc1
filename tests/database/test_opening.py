"""The store opens, or says what is wrong with it and what to do."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from support.arrivals import a_key, a_report, append_many
from thongbao.data import reports
from thongbao.database import open_store, opening, reading, writing
from thongbao.database import reports as table
from thongbao.errors import StoreInvalid

if TYPE_CHECKING:
    from collections.abc import Callable


def at(path: Path) -> str:
    return f"sqlite:///{path}"


def test_a_store_is_made_with_its_folder_and_opens_again(tmp_path: Path) -> None:
    """The intake gets an empty one where there is none, in a folder of any name."""
    url = at(tmp_path / "dữ liệu 数据" / "store.sqlite")

    with writing(open_store(url, make=True)) as connection:
        reports.append(connection, a_key(), a_report())

    with reading(open_store(url)) as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar() == 1


def test_readers_are_not_hindered_by_a_writer(store_url: str) -> None:
    """While one writes, others read what was there before."""
    engine = open_store(store_url, make=True)

    with writing(engine) as writer:
        reports.append(writer, a_key(), a_report())
        with reading(engine) as reader:
            assert reader.execute(select(func.count()).select_from(table)).scalar() == 0
    with reading(engine) as reader:
        assert reader.execute(select(func.count()).select_from(table)).scalar() == 1


def test_a_reader_sees_one_moment_however_often_it_asks(store_url: str) -> None:
    """A bulletin is not made of figures from before a correction and totals from after it."""
    engine = open_store(store_url, make=True)

    with reading(engine) as reader:
        before = reader.execute(select(func.count()).select_from(table)).scalar()
        with writing(engine) as writer:
            reports.append(writer, a_key(), a_report())
        assert reader.execute(select(func.count()).select_from(table)).scalar() == before == 0


def test_an_error_in_a_block_leaves_nothing_of_it(store_url: str) -> None:
    """A write is kept whole or not at all."""
    engine = open_store(store_url, make=True)

    def half_way() -> None:
        with writing(engine) as connection:
            reports.append(connection, a_key(), a_report())
            raise KeyError("half way")

    with pytest.raises(KeyError):
        half_way()

    with reading(engine) as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_a_store_that_was_removed_is_made_again(tmp_path: Path) -> None:
    """A process that lives long does not trust that the file it has once opened is still there."""
    path = tmp_path / "store.sqlite"
    open_store(at(path), make=True)
    for file in tmp_path.iterdir():
        file.unlink()

    with reading(open_store(at(path), make=True)) as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_processes_that_open_and_append_at_once_lose_nothing(store_url: str) -> None:
    """Clerks work at the same time: every report is kept, and the revisions have no gap."""
    url, writers, each = store_url, 3, 15
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(writers)
    processes = [spawn.Process(target=append_many, args=(url, start, n, each)) for n in range(writers)]

    for process in processes:
        process.start()
    for process in processes:
        process.join(120)

    assert [process.exitcode for process in processes] == [0] * writers
    with reading(open_store(url)) as connection:
        revisions = connection.execute(select(table.c.revision).order_by(table.c.revision)).scalars().all()
        contents = connection.execute(select(func.count(table.c.digest.distinct()))).scalar()
    assert revisions == list(range(1, writers * each + 1))
    assert contents == writers * each


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_any_statement_leaves_whole_transactions(store_url: str) -> None:
    """Power fails when it likes: the three reports of a file are all there with their figures, or none is."""
    url = store_url
    open_store(url, make=True)
    here = Path(__file__).parents[1]

    run = subprocess.run(
        [sys.executable, here / "support" / "killed_while_appending.py", url],
        capture_output=True,
        text=True,
        timeout=240,
        env=os.environ | {"PYTHONPATH": str(here)},
    )

    tries = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, run.stderr
    assert len(tries) > 6
    assert [one["held"] for one in tries if one["killed"]] == [[0, 0]] * (len(tries) - 1)
    assert tries[-1] == {"killed": False, "held": [3, 6]}


def test_a_newer_store_is_refused_on_either_database(store_url: str) -> None:
    """An old program never writes to the store of a newer one."""
    with writing(open_store(store_url, make=True)) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreInvalid, match=r"schema 9999.*Update Thongbao; nothing was changed"):
        open_store(store_url, make=True)


def test_a_newer_store_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    """An old program never writes to the store of a newer one."""
    path = tmp_path / "store.sqlite"
    with writing(open_store(at(path), make=True)) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = path.read_bytes()

    with pytest.raises(StoreInvalid, match=r"schema 9999.*Update Thongbao; nothing was changed"):
        open_store(at(path))

    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"%PDF-1.7\n" * 200, "单位,日期\n".encode() * 100, os.urandom(8192)])
def test_a_file_that_is_no_store_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file of another kind is named, not overwritten."""
    path = tmp_path / "store.sqlite"
    path.write_bytes(content)

    with pytest.raises(StoreInvalid, match=r"store\.sqlite is not a store.*THONGBAO_STORE"):
        open_store(at(path))

    assert path.read_bytes() == content


def test_a_damaged_store_is_named_as_such(tmp_path: Path) -> None:
    """What the disk has lost is said when it is met, with what to do."""
    path = tmp_path / "store.sqlite"
    open_store(at(path), make=True)
    path.write_bytes(path.read_bytes()[:8192] + bytes(4096) * 3)

    with pytest.raises(StoreInvalid, match=r"is damaged.*restore a backup"):
        reports.read(open_store(at(path)), "o", ["cases"], ["a"], a_key().day, a_key().day)


def test_the_database_of_another_program_is_refused(store_url: str) -> None:
    """Our tables are never put among those of somebody else."""
    url = store_url
    with writing(open_store(url, make=True)) as connection:
        connection.execute(text("DROP TABLE alembic_version"))

    with pytest.raises(StoreInvalid, match="database of another program"):
        open_store(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "could not be read"),
        ("sqlite://", "has no file"),
        ("sqlite:///:memory:", "has no file"),
        ("nosuch://host/name", "cannot be kept in nosuch"),
        ("mysql://host/name", "cannot be kept in mysql"),
    ],
)
def test_an_address_that_cannot_be_a_store_is_refused(url: str, said: str) -> None:
    """A wrong THONGBAO_STORE is answered in one sentence."""
    with pytest.raises(StoreInvalid, match=said):
        open_store(url)


@pytest.mark.parametrize(
    "url",
    [
        "://clerk:hunter2@host/name",
        "postgresql+psycopg://clerk:hunter2@host:port/name",
        "postgresql://clerk:hunter2@host:99999999999/name",
        "postgresql://clerk:x@hunter2@host/name",
        "hunter2",
    ],
)
def test_a_password_in_the_address_is_not_said(url: str) -> None:
    """What stands in an address may be secret: neither the error nor its cause repeats it."""
    with pytest.raises(StoreInvalid) as raised:
        open_store(url)

    assert "hunter2" not in "".join(traceback.format_exception_only(raised.value))
    assert raised.value.__cause__ is None or "hunter2" not in str(raised.value.__cause__)


def test_a_store_that_is_not_there_is_only_made_by_the_intake(tmp_path: Path) -> None:
    """A mistyped address must not read as an office from which nobody reported; nothing is left in its place."""
    with pytest.raises(StoreInvalid, match=r"does not exist\. Take reports in first, or correct THONGBAO_STORE"):
        open_store(at(tmp_path / "stoer" / "store.sqlite"))
    with pytest.raises(StoreInvalid, match="no file name has"):
        open_store(at(tmp_path / "a\0b"))

    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_way_is_said(tmp_path: Path) -> None:
    """A path that cannot be a file, or whose folder cannot be made, gives an error of ours."""
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreInvalid, match="could not be opened"):
        open_store(at(tmp_path))
    with pytest.raises(StoreInvalid, match="folder of the store could not be made"):
        open_store(at(tmp_path / "file" / "store.sqlite"), make=True)


def test_a_mistake_of_the_program_is_not_blamed_on_the_store(tmp_path: Path) -> None:
    """Only what the operator can mend becomes StoreInvalid."""
    engine = open_store(at(tmp_path / "store.sqlite"), make=True)

    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text("INSERT INTO figures VALUES (99, 'total', 'confirmed', 1)"))


def test_a_time_without_a_zone_is_refused(tmp_path: Path) -> None:
    """Nobody can say later what 17:00 without a zone was."""
    engine = open_store(at(tmp_path / "store.sqlite"), make=True)
    naive = datetime(2020, 2, 19, 17)  # noqa: DTZ001

    with pytest.raises(ValueError, match="no time zone"), writing(engine) as connection:
        reports.record_source(connection, "o", "0" * 64, "x.csv", 1, naive, "accepted")


def test_a_database_without_tables_is_only_filled_by_the_intake(store_url: str) -> None:
    """Somebody's empty database, named by mistake, stays empty, and does not read as an office without reports."""
    if store_url.startswith("sqlite"):
        Path(store_url.removeprefix("sqlite:///")).touch()

    with pytest.raises(StoreInvalid, match=r"is empty\. Take reports in first"):
        open_store(store_url)


def test_a_server_that_cannot_be_reached_is_said_with_what_to_do(postgresql: str) -> None:
    """No server, no database, no such host: one sentence each, and soon."""
    for url, said in (
        (postgresql.replace("/postgres?", "/nosuch?"), r"does not exist\. Make it with createdb"),
        ("postgresql://clerk:hunter2@127.0.0.1:1/x", r"could not be reached\. Look whether the server is up"),
        ("postgres:///x?host=/nonexistent", "could not be reached"),
    ):
        with pytest.raises(StoreInvalid, match=said) as raised:
            open_store(url)
        assert "hunter2" not in str(raised.value)
        assert raised.value.__cause__ is None


def test_an_account_without_the_right_is_told_so(postgresql: str, new_store: Callable[[str], str]) -> None:
    """Before and after the tables are there."""
    url = new_store("postgresql")
    clerk = url.replace("thongbao@", "clerk@")
    with writing(open_store(url, make=True)) as connection:
        connection.execute(text("DROP ROLE IF EXISTS clerk"))
        connection.execute(text("CREATE ROLE clerk LOGIN"))

    with pytest.raises(StoreInvalid, match="has not the right"):
        open_store(clerk)
    with pytest.raises(StoreInvalid, match="has not the right"):
        open_store(new_store("postgresql").replace("thongbao@", "clerk@"), make=True)


def test_a_server_that_ends_meanwhile_is_no_traceback(new_store: Callable[[str], str]) -> None:
    """The connection is gone in the middle of a write: nothing of it is kept, and the next one goes through."""
    engine = open_store(new_store("postgresql"), make=True)

    def cut_off() -> None:
        with writing(engine) as connection:
            reports.append(connection, a_key(), a_report())
            mine = connection.execute(text("SELECT pg_backend_pid()")).scalar()
            with engine.connect() as other:
                other.execute(text(f"SELECT pg_terminate_backend({mine})"))
            connection.execute(text("SELECT 1"))

    with pytest.raises(StoreInvalid, match="was closed by its server"):
        cut_off()
    with writing(engine) as connection:
        assert reports.append(connection, a_key(), a_report()) == 1


def test_a_missing_driver_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL is an extra."""
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(StoreInvalid, match=r"pip install 'thongbao\[postgresql\]'"):
        open_store("postgresql://nowhere/nothing")


def test_a_writer_that_waits_too_long_says_so(store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process holds the one writing place."""
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.2)
    monkeypatch.setattr(opening, "_engine", opening._engine.__wrapped__)
    engine = open_store(store_url, make=True)

    with writing(engine), pytest.raises(StoreInvalid, match="was in use by another process"), writing(engine):
        pass
    engine.dispose()
