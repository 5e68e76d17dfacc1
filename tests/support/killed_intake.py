"""Take files in, killed before the n-th statement, for chosen n or n = 1, 2, ... until it gets through.

    python killed_intake.py HOME STORE EVERY

Prints one JSON line per try: whether it was killed, how many reports, figures and sources of the try the store then
held, and what the next intake did. Each try has units' reports of a day of its own. Run as a script, so that the forked
children are copies of a process that has nothing else in it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, func, select

from support.inbox_files import DAY, NOW, long_csv, screening
from thongbao.data.intake import intake
from thongbao.database import figures, open_store, reading, reports, sources
from thongbao.params.office import read_office
from thongbao.settings import Settings

if TYPE_CHECKING:
    from thongbao.data.summary import Summary

UNITS = ("411702", "411721", "411722")
KEPT = [5, 20, 4]
"""Reports, figures and sources of a whole try: three units, of one a correction, and a CSV of a second day."""


def write_inbox(folder: Path, fatal: int) -> None:
    """Write the files of a try: three reports, then a correction, then a file of two days."""
    folder.mkdir(parents=True)
    day = DAY - timedelta(days=2 * fatal)
    for n, unit in enumerate(UNITS):
        text = long_csv(screening(), unit=unit, day=day)
        if n == 2:
            text += long_csv(screening(3, total=8), unit=unit, day=day - timedelta(days=1)).split("\n", 1)[1]
        (folder / f"{n}.csv").write_text(text)
    (folder / "3.csv").write_text(long_csv(screening(2, total=7), unit=UNITS[0], day=day))
    for n in range(4):
        os.utime(folder / f"{n}.csv", (n + 1, n + 1))


def take(home: Settings, folder: Path) -> Summary:
    params = read_office(home.params, "zhumadian")
    office = params.office.model_copy(update={"starts": None})  # the days of many tries reach back to before it
    return intake(home, params.model_copy(update={"office": office}), [folder], now=NOW)


def take_and_die(home: Settings, folder: Path, fatal: int) -> None:
    engine = open_store(home.store)
    statements = count(1)

    def kill(*_: Any) -> None:
        if next(statements) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, moment, kill)
    take(home, folder)


def held(url: str, fatal: int) -> list[int]:
    last = DAY - timedelta(days=2 * fatal)
    days = reports.c.day.between(last - timedelta(days=1), last)
    theirs = select(reports.c.id).where(days)
    with reading(open_store(url)) as connection:
        questions = (
            select(func.count()).select_from(reports).where(days),
            select(func.count()).select_from(figures).where(figures.c.report_id.in_(theirs)),
            select(func.count()).select_from(sources),
        )
        return [connection.execute(question).scalar_one() for question in questions]


def main(home: Settings, every: int) -> None:
    before = 0
    for fatal in count(1, every):
        folder = home.data / "zhumadian" / f"inbox{fatal}"
        write_inbox(folder, fatal)
        child = os.fork()
        if child == 0:
            take_and_die(home, folder, fatal)
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
        *half, files = held(home.store, fatal)
        summary = take(home, folder)
        *whole, all_files = held(home.store, fatal)
        told = {"killed": killed, "half": [*half, files - before], "whole": [*whole, all_files - before]}
        print(json.dumps(told | {"refused": summary.refused}), flush=True)  # noqa: T201
        before = all_files
        if not killed:
            break


if __name__ == "__main__":
    main(Settings(Path(sys.argv[1]), sys.argv[2]), int(sys.argv[3]))
