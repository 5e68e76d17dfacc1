"""Append three reports in one transaction, killed before its n-th statement, for n = 1, 2, ... until it gets through.

Prints one JSON line per try: how it ended, and how many reports and figures the store then holds. Run as a script, so
that the forked children are copies of a process that has nothing else in it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import timedelta
from itertools import count
from typing import Any

from sqlalchemy import event, func, select

from support.arrivals import DAY, a_key, a_report
from thongbao.data import reports
from thongbao.database import figures, open_store, reading, writing
from thongbao.database import reports as table


def three_reports(url: str, office: str, fatal: int) -> None:
    engine = open_store(url)
    statements = count(1)

    def kill(*_: Any) -> None:
        if next(statements) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", kill)
    event.listen(engine, "commit", kill)
    with writing(engine) as connection:
        for days in range(3):
            report = a_report(figures={("total", "confirmed"): 1, ("total", "suspected"): 2}, warning="odd")
            reports.append(connection, a_key(day=DAY - timedelta(days=days), office=office), report)


def held(url: str) -> tuple[int, int]:
    with reading(open_store(url)) as connection:
        return tuple(connection.execute(select(func.count()).select_from(t)).scalar_one() for t in (table, figures))  # type: ignore[return-value]


def main(url: str) -> None:
    for fatal in count(1):
        child = os.fork()
        if child == 0:
            three_reports(url, f"o{fatal}", fatal)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        killed = os.WIFSIGNALED(status)
        print(json.dumps({"killed": killed, "held": held(url)}), flush=True)  # noqa: T201
        if not killed:
            break


if __name__ == "__main__":
    main(sys.argv[1])
