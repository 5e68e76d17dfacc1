"""Load a country's reports in a process of its own, and tell what that took: python loading.py FOLDER COUNTIES WAY."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from sqlalchemy import select

from benchmarks.country import FIRST, LAST, OFFICE
from thongbao.data.snapshot import held, hold
from thongbao.database import figures, open_store, reading, reports
from thongbao.params.office import read_office
from thongbao.settings import settings

if TYPE_CHECKING:
    from sqlalchemy import Engine


def bare(engine: Engine, forms: list[str]) -> int:
    """Read the same rows with pandas alone: the reports, and the figures with the key of their report."""
    r, f = reports.c, figures.c
    key = [r.form, r.unit, r.day]
    asked = [r.office == OFFICE, r.form.in_(forms), r.day.between(FIRST, LAST)]
    heads = select(r.id, *key, r.revision, r.received_at, r.on_time, r.state).where(*asked)
    said = select(f.report_id, *key, f.row, f.measure, f.value).join(reports, f.report_id == r.id).where(*asked)
    with reading(engine) as connection:
        return len(pd.read_sql(heads, connection)) + len(pd.read_sql(said, connection))


def loaded(engine: Engine, forms: list[str], units: list[str]) -> int:
    """Load the frames that a batch shares, ready for every county; return the reports and figures of all revisions."""
    hold("bench", engine, OFFICE, forms, units, FIRST, LAST)
    whole = held("bench", OFFICE, forms, units, FIRST, LAST)
    assert whole is not None
    return len(whole.reports) + len(whole.figures)


def peak() -> float:
    """Return the most memory that this process has needed so far, MB."""
    # Not getrusage: there Linux counts what the process that started this one needed, too.
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def main(folder: str, way: str) -> None:
    """Print seconds, rows, and by how much the most memory ever needed grew, MB."""
    home = settings(Path(folder))
    params = read_office(home.params, OFFICE)
    forms, units = [form.code for form in params.forms], [unit.code for unit in params.reporting_units(LAST)]
    engine = open_store(home.store)
    with reading(engine) as connection:
        pd.read_sql(select(reports.c.id).limit(1), connection)  # imports and the first connection count for neither
    before, started, used = peak(), time.perf_counter(), time.process_time()
    rows = bare(engine, forms) if way == "bare" else 0
    if way == "ours":
        rows = loaded(engine, forms, units)
    wall, cpu = time.perf_counter() - started, time.process_time() - used
    print(json.dumps({"wall": wall, "cpu": cpu, "rows": rows, "memory": peak() - before}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
