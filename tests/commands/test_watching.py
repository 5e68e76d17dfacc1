"""`thongbao intake --watch` as people run it: a process that takes in what comes, until it is told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from queue import Empty, Queue
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from support.inbox_files import long_csv, screening
from thongbao.cli import main
from thongbao.database import open_store, reading, reports
from thongbao.files import only_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thongbao.settings import Settings

SECONDS = 60.0
"""How long a line is waited for; a busy machine needs it, a failing test only."""


class Watcher:
    """A running watch; what it prints can be waited for."""

    def __init__(self, home: Settings, folder: Path) -> None:
        command = [sys.executable, "-u", "-m", "thongbao", "intake", "--watch", "--every", "0.05", str(folder)]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=os.environ | {"THONGBAO_HOME": str(home.home), "THONGBAO_STORE": home.store},
        )
        self.lines: Queue[str] = Queue()
        self.said: list[str] = []
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout:
            for line in self.process.stdout:
                self.lines.put(line)

    def until(self, part: str) -> None:
        while not any(part in line for line in self.said):
            try:
                self.said.append(self.lines.get(timeout=SECONDS))
            except Empty:
                pytest.fail(f"{part!r} was not said: {self.said}")
        self.said.clear()

    def stop(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        self.until("Stopped.")
        return self.process.wait(SECONDS)


@pytest.fixture
def inbox(home: Settings) -> Path:
    """An empty inbox."""
    folder = home.data / "zhumadian" / "inbox"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def watcher(home: Settings, inbox: Path) -> Iterator[Watcher]:
    """A watch of the inbox, ready."""
    running = Watcher(home, inbox)
    running.until("Watching")
    yield running
    running.process.kill()
    running.process.wait()
    running.thread.join()


def kept(home: Settings) -> int:
    with reading(open_store(home.store)) as connection:
        return len(connection.execute(reports.select()).all())


def test_files_are_taken_in_as_they_come_and_faults_do_not_end_it(
    home: Settings, inbox: Path, watcher: Watcher
) -> None:
    """A report, a refused one, its correction; then SIGTERM ends it cleanly."""
    (inbox / "a.csv").write_text(long_csv(screening()))
    watcher.until("1 new")
    (inbox / "b.csv").write_text(long_csv(screening(total=9), unit="411721"))
    watcher.until("b.csv: refused")
    (inbox / "b.csv").write_text(long_csv(screening(), unit="411721"))
    watcher.until("1 new")

    assert watcher.stop(signal.SIGTERM) == 0
    assert kept(home) == 2


def test_a_file_that_comes_bit_by_bit_is_taken_in_whole(home: Settings, inbox: Path, watcher: Watcher) -> None:
    """And what another intake holds up is taken in after it; Ctrl-C ends the watch."""
    text = long_csv(screening())
    with only_one(home.data / "zhumadian" / "intake" / ".lock", "testing"):
        with (inbox / "a.csv").open("w") as file:
            for part in (text[:50], text[50:90], text[90:]):
                file.write(part)
                file.flush()
                os.fsync(file.fileno())
        watcher.until("Another process")
    watcher.until("1 new")

    assert watcher.stop(signal.SIGINT) == 0
    assert kept(home) == 1


def test_a_refused_report_is_taken_in_when_the_units_are_mended(home: Settings, inbox: Path, watcher: Watcher) -> None:
    """Nobody need touch the file; settings that cannot be read meanwhile are said and waited for."""
    units = home.params / "zhumadian" / "units.csv"
    whole = units.read_text(encoding="utf-8")
    recipients = home.params / "zhumadian" / "recipients.yml"
    text = recipients.read_text(encoding="utf-8").replace("reports_for: [411728]", "reports_for: [411729]")
    recipients.write_text(text, encoding="utf-8")
    units.write_text("\n".join(line for line in whole.splitlines() if "411728" not in line) + "\n", encoding="utf-8")
    (inbox / "a.csv").write_text(long_csv(screening(), unit="411728"))
    watcher.until("a.csv: refused")
    units.write_text("nonsense\n")
    watcher.until("thongbao:")
    units.write_text(whole, encoding="utf-8")
    watcher.until("1 new")

    assert watcher.stop(signal.SIGTERM) == 0


def test_what_cannot_be_meant_together_is_refused(home: Settings, inbox: Path) -> None:
    """Stated arrivals and seen ones; how often without what."""
    for arguments, said in ((["--watch", "--backfill"], "Give one of the two"), (["--every", "1"], "Give --watch too")):
        result = CliRunner().invoke(main, ["intake", *arguments, str(inbox)])
        assert result.exit_code == 2
        assert said in result.output
