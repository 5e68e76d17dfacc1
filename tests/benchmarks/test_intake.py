"""Taking files in against the least it could cost: bare python-calamine plus a bare executemany of the same figures.

Once into one table of its own, and once into the store's own tables, with the lines of reports and files that belong to
them: what is left of the difference then is looking before believing. All end with one forced commit at least. The
second is the fair one: it reads the same files once each, hashes them as we do, opens every sheet, and inserts the very
rows that we insert into the same tables with the same keys. The first writes figures only, and hashes nothing.

What runs already is counted on no side: the baselines do not pay for starting Python and loading python-calamine, so
the child that reads is started before the clock, as ``thongbao intake --watch`` has it. What the start costs is told
beside it, and both as commands, where all that starting and loading takes is counted on both sides.

By default 100 counties × 3 files. The whole country: THONGBAO_BENCH_INTAKE=12,100,1000,2850 make bench ARGS="-k intake"
"""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

import pytest

from benchmarks.country import BULLETINS_YML, LAST, OFFICE, OFFICE_YML, PROJECT, Course, codes, units_csv
from benchmarks.measured import Cost, in_turns, process, table, watched
from thongbao.data.intake import intake
from thongbao.data.reader import Reader
from thongbao.data.workbook import write_workbook
from thongbao.database import open_store
from thongbao.files import publish
from thongbao.params.office import read_office
from thongbao.settings import Settings, settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from thongbao.records import OfficeParams

pytestmark = [pytest.mark.bench, pytest.mark.timeout(2 * 3600)]

SIZES = [int(n) for n in os.environ.get("THONGBAO_BENCH_INTAKE", "12,100").split(",")]
NOW = datetime(2020, 2, 19, 8, tzinfo=UTC)

BARE = """
import sqlite3, sys
from pathlib import Path
from python_calamine import load_workbook
rows = []
for n, path in enumerate(sorted(Path(sys.argv[1]).iterdir())):
    book = load_workbook(str(path))
    for sheet in book.sheet_names:
        for r, row in enumerate(book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)):
            rows += [(n, str(r), str(c), value) for c, value in enumerate(row) if isinstance(value, float)]
store = sqlite3.connect(sys.argv[2])
store.execute("PRAGMA journal_mode = WAL")
store.execute("CREATE TABLE figures (n INTEGER, row TEXT, measure TEXT, value FLOAT, PRIMARY KEY (n, row, measure))")
store.executemany("INSERT INTO figures VALUES (?, ?, ?, ?)", rows)
store.commit()
"""
"""What anybody would write who trusts every file: no check, no limit, no revision, no words."""

BARE_STORE = """
import hashlib, io, sqlite3, sys
from pathlib import Path
from python_calamine import load_workbook
NOW = "2020-02-19 08:00:00.000000"
reports, figures, sources = [], [], []
for n, path in enumerate(sorted(Path(sys.argv[1]).iterdir()), start=1):
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    book = load_workbook(io.BytesIO(content))
    for sheet in book.sheet_names:
        rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        if len(rows) < 8 or rows[1][0] != "form":
            continue
        before = len(figures)
        for row in rows[8:]:
            figures += [(n, row[0], rows[7][c], value) for c, value in enumerate(row) if isinstance(value, float)]
        said = hashlib.sha256(repr(figures[before:]).encode()).hexdigest()
        head = (n, "o", rows[1][2], rows[2][2], rows[3][2], rows[4][2].isoformat(), 1, NOW, NOW, digest, path.name)
        reports.append((*head, "filled", True, said))
    sources.append(("o", digest, path.name, len(content), NOW, "accepted"))
store = sqlite3.connect(sys.argv[2])
store.execute("PRAGMA foreign_keys = ON")
store.execute("PRAGMA journal_mode = WAL")
store.executemany("INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", reports)
store.executemany("INSERT INTO figures VALUES (?, ?, ?, ?)", figures)
store.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)", sources)
store.commit()
"""
"""The same into the store's own tables: with its keys, and what a report and a file need besides."""


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Settings]:
    """A function that makes an office with so many counties and three filled workbooks of each, once."""

    @cache
    def make(counties: int) -> Settings:
        home = settings(tmp_path_factory.mktemp("intake") / str(counties))
        shutil.copytree(PROJECT / "params" / "forms", home.params / "forms")
        home.notebooks.mkdir()
        publish(home.params / OFFICE / "office.yml", OFFICE_YML)
        publish(home.params / OFFICE / "bulletins.yml", BULLETINS_YML)
        publish(home.params / OFFICE / "units.csv", "\n".join(units_csv(counties)) + "\n")
        params = read_office(home.params, OFFICE)
        folder = _folder(home)
        folder.mkdir(parents=True)
        for code in codes(counties):
            unit = params.unit(code)
            assert unit is not None
            for form, (state, stated) in Course(300, 8.0, [3, 9]).reports(20).items():
                told = "nothing" if state == "zero" else stated
                write_workbook(folder / f"{code}-{form}.xlsx", params, unit, LAST, {form: told}, "zh_Hans")
        return home

    return make


def _folder(home: Settings) -> Path:
    return home.data / OFFICE / "inbox"


def _fresh(home: Settings) -> None:
    """Begin with an empty store of the newest schema: making one is no part of taking files in."""
    for path in home.data.glob("store.sqlite*"):
        path.unlink()
    open_store(home.store, make=True)


def _timed(work: Callable[[], object]) -> Cost:
    started, before = time.perf_counter(), _spent()
    work()
    return Cost(time.perf_counter() - started, _spent() - before)


def _spent() -> float:
    """Return processor seconds of this process and of those it waited for; finer than /proc tells them."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _ours(home: Settings) -> Cost:
    """Take in with a child that runs already."""
    _fresh(home)
    params = read_office(home.params, OFFICE)
    with Reader(params.office.locale) as reader:
        before = _spent_by(reader.pid)
        cost = _timed(lambda: _all_taken_in(home, params, reader))
        return Cost(cost.wall, cost.cpu + _spent_by(reader.pid) - before)


def _ours_from_cold(home: Settings) -> Cost:
    """Take in with a child that must be started and ended."""
    _fresh(home)
    params = read_office(home.params, OFFICE)
    return _timed(lambda: _all_taken_in(home, params))


def _all_taken_in(home: Settings, params: OfficeParams, reader: Reader | None = None) -> None:
    summary = intake(home, params, [_folder(home)], now=NOW, reader=reader)
    assert (summary.new, summary.refused) == (len(list(_folder(home).iterdir())), 0)


def _spent_by(pid: int) -> float:
    """Return processor seconds of another process (Linux): the clock that ``clock_getcpuclockid`` gives."""
    return time.clock_gettime((~pid << 3) | 2)


def _bare(home: Settings, text: str = BARE) -> Cost:
    store = _no_bare_store(home)
    if text == BARE_STORE:
        open_store(f"sqlite:///{store}", make=True)
    code = compile(text, "bare", "exec")
    given, sys.argv = sys.argv, ["", str(_folder(home)), str(store)]
    try:
        cost = _timed(lambda: exec(code, {}))  # noqa: S102 -- the texts above
    finally:
        sys.argv = given
    with closing(sqlite3.connect(store)) as made:
        assert made.execute("SELECT count(*) FROM figures").fetchone()[0] == _figures(home)
    return cost


def _no_bare_store(home: Settings) -> Path:
    for path in home.data.glob("bare.sqlite*"):
        path.unlink()
    return home.data / "bare.sqlite"


def _bare_command(home: Settings) -> Cost:
    return process([sys.executable, "-c", BARE, _folder(home), _no_bare_store(home)])


def _our_command(home: Settings) -> Cost:
    _fresh(home)
    return process(_intake_command(home), env=_environment(home))


def _figures(home: Settings) -> int:
    """Return how many figures the files hold: 10, 4 and 4 of a county's three."""
    return 6 * len(list(_folder(home).iterdir()))


def _intake_command(home: Settings) -> list[str]:
    return [sys.executable, "-m", "thongbao", "intake", "--office", OFFICE, str(_folder(home))]


def _environment(home: Settings) -> dict[str, str]:
    return {"THONGBAO_HOME": str(home.home), "THONGBAO_STORE": home.store}


def _again(home: Settings) -> Cost:
    params = read_office(home.params, OFFICE)
    return _timed(lambda: intake(home, params, [_folder(home)], now=NOW))


def test_intake_against_bare_calamine_and_executemany(inbox: Callable[[int], Settings]) -> None:
    """Prints seconds, ratios and memory from few counties to many: 3 files each, checked, kept, and said in words."""
    lines: list[list[object]] = []
    for counties in SIZES:
        home = inbox(counties)
        ways: dict[str, Callable[[], Cost]] = {
            "bare": partial(_bare, home),
            "same": partial(_bare, home, BARE_STORE),
            "ours": partial(_ours, home),
            "again": partial(_again, home),
            "cold": partial(_ours_from_cold, home),
            "bare command": partial(_bare_command, home),
            "command": partial(_our_command, home),
        }
        took = in_turns(ways)
        _fresh(home)
        memory = max(watched(_intake_command(home), _environment(home)).pss)
        bare, same, ours, files = took["bare"], took["same"], took["ours"], 3 * counties
        each = [f"{1e3 * one.wall / files:.2g} / {1e3 * one.cpu / files:.2g}" for one in (bare, same, ours)]
        ratios = [f"{ours.wall / of.wall:.2g} / {ours.cpu / of.cpu:.2g}" for of in (bare, same)]
        start = 1e3 * (took["cold"].cpu - ours.cpu)
        commands = [f"{took[one].wall:.2g} / {took[one].cpu:.2g}" for one in ("bare command", "command")]
        line = [counties, files, *each, *ratios, start, *commands, ours.wall, took["again"].wall, memory / 2**20]
        lines.append(line)

    head = ("counties", "files", "bare, ms a file (wall / CPU)", "bare into the store", "intake", "× bare (wall / CPU)")
    head += ("× bare into the store", "starting the child, CPU ms", "bare script, s (wall / CPU)", "command")
    table("Taking files in", (*head, "intake, s", "all known already, s", "peak PSS, MiB"), lines)
