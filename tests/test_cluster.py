"""Batches whose editions are made by the workers of a dask cluster: as if they had been made here."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING

import psutil
import pytest
import trustme
from click.testing import CliRunner

from support.cluster import RUN, free_port, scheduler, small_cluster, workers
from support.namespaces import ip, machines
from support.steps import pages
from support.unrun import code, notebook, use_notebooks
from thongbao.bulletin.plan import Wish
from thongbao.cli import main
from thongbao.cluster import client, likeness
from thongbao.errors import ClusterUnusable
from thongbao.flow import How, run
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from thongbao.bulletin.ledger import Batch
    from thongbao.settings import Settings

pytest.importorskip("distributed", reason="the extra 'cluster' is not installed")
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="workers need Unix sockets"),
    pytest.mark.usefixtures("little_preload"),
]

DAY = date(2020, 2, 19)
UNITS = ("411702", "411721", "411722", "411723")
WAIT_SECONDS = 120


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster of two worker processes, which all tests share."""
    from distributed import LocalCluster

    folder = str(tmp_path_factory.mktemp("cluster"))
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, local_directory=folder
    ) as local:
        yield local.scheduler_address


def batch_of(home: Settings, cluster: str, wish: Wish | None = None, **how: object) -> Batch:
    wish = wish or Wish(units=UNITS, locale="en")
    return run(home, read_office(home.params, "zhumadian"), DAY, wish, How(cluster=cluster, **how))  # type: ignore[arg-type]


def until(happened: Callable[[], object]) -> None:
    """Wait for something that must happen."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def waiting(folder: Path, county: str) -> str:
    """Return a cell that notes who makes which county; that of one county waits as long as a file is there."""
    return f"""
import os, pathlib, time
folder = pathlib.Path({str(folder)!r})
(folder / (county + "." + str(os.getpid()) + ".made")).touch()
while county == {county!r} and (folder / "wait").exists():
    time.sleep(0.02)
"""


def made_by(folder: Path) -> dict[str, list[int]]:
    """Return county -> the processes that have made it, or have begun to."""
    found: dict[str, list[int]] = {}
    for path in folder.glob("*.made"):
        county, pid, _ = path.name.split(".")
        found.setdefault(county, []).append(int(pid))
    return found


def ended(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_a_cluster_makes_the_same_bytes_as_this_machine(home: Settings, cluster: str) -> None:
    """The roll-up, which comes after the others, too; and nothing is made again here that was made there."""
    use_notebooks(home.notebooks, notebook())
    wish = Wish(units=(*UNITS[:2], "411700"), locale="en")

    first = batch_of(home, cluster, wish)
    there = pages(home.outputs / "zhumadian")
    second = batch_of(home, "", wish)
    batch_of(home, "", wish, force=True)

    assert (len(first.made), len(second.made), len(second.skipped)) == (3, 0, 3)
    assert there
    assert pages(home.outputs / "zhumadian") == there
    assert [record.attempts for record in first.made] == [1] * 3
    assert not [path for path in home.outputs.rglob(".*") if path.name != ".lock"]


def test_failures_are_what_they_are_on_this_machine(home: Settings, cluster: str) -> None:
    """Errors and dead processes: the cause, the page that says so, the notebook as far as it ran, the second try."""
    endings = {
        "411702": "raise KeyError('pupils')",
        "411721": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "411722": "import os, signal; os.kill(os.getppid(), signal.SIGKILL)",
    }
    use_notebooks(home.notebooks, notebook(code(f"exec({endings!r}.get(county, ''))", "ending")))

    batch = batch_of(home, cluster)
    there = pages(home.outputs / "zhumadian")

    assert [record.edition.unit for record in batch.made] == ["411723"]
    assert {record.edition.unit: (record.cause, record.attempts) for record in batch.failed} == {
        "411702": ("KeyError: 'pupils' in cell ending", 1),
        "411721": ("NotebookDied: the kernel died: SIGKILL in cell ending", 2),
        "411722": ("its process killed by SIGKILL", 2),
    }
    assert f"{DAY}/411702/county_daily.en.failed.ipynb" in there
    assert b"could not be made" in there[f"{DAY}/411722/county_daily.en.html"]


@pytest.mark.faults
def test_a_batch_on_a_cluster_stops_after_as_many_failures_as_are_allowed(home: Settings, cluster: str) -> None:
    """What is under way on the workers then is not waited for."""
    use_notebooks(home.notebooks, notebook(code("raise ValueError('everywhere')", "broken")))

    batch = batch_of(home, cluster, Wish(locale="en"), max_failures=2)

    assert batch.stopped
    assert len(batch.failed) == 2


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(home: Settings, cluster: str, tmp_path: Path) -> None:
    """Its edition is made by another one, the others are not made again, and nothing of the dead one goes on."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "wait").touch()
    use_notebooks(home.notebooks, notebook(code(waiting(notes, "411721"), "waiting")))

    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(batch_of, home, cluster)
        until(lambda: len(made_by(notes)) == len(UNITS))
        (first,) = made_by(notes)["411721"]
        chain = psutil.Process(first).parents()
        worker = next(p for p in chain if "spawn_main" in " ".join(p.cmdline()))
        below = [p.pid for p in worker.children(recursive=True)]
        worker.kill()
        until(lambda: all(ended(pid) for pid in below))
        until(lambda: len(made_by(notes)["411721"]) == 2)
        (notes / "wait").unlink()
        batch = running.result(WAIT_SECONDS)

    assert first in below
    assert sorted(record.edition.unit for record in batch.made) == sorted(UNITS)
    times = Counter({county: len(pids) for county, pids in made_by(notes).items()})
    assert times == Counter({"411702": 1, "411721": 2, "411722": 1, "411723": 1})


@pytest.mark.parametrize(
    "how",
    [
        signal.SIGINT,
        pytest.param(signal.SIGTERM, marks=pytest.mark.faults),
        pytest.param(signal.SIGKILL, marks=pytest.mark.faults),
    ],
    ids=lambda how: how.name,
)
def test_what_stops_a_batch_ends_its_editions_on_the_workers(
    home: Settings, cluster: str, tmp_path: Path, how: signal.Signals
) -> None:
    """Nobody waits for them any more; what came before stands, and the same command makes the rest."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "wait").touch()
    use_notebooks(home.notebooks, notebook(code(waiting(notes, "411721"), "waiting")))
    call = [sys.executable, "-c", RUN, "run", DAY.isoformat(), "--locale", "en", "--cluster", cluster]
    call += ["--unit", "411702", "--unit", "411721"]
    environment = {**os.environ, "THONGBAO_HOME": str(home.home)}
    record = home.outputs / "zhumadian" / DAY.isoformat() / "411702/county_daily.en.json"

    running = subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until(lambda: (record.exists() and "411721" in made_by(notes)) or running.poll() is not None)
    running.send_signal(how)
    said, _ = running.communicate(timeout=WAIT_SECONDS)
    (left,) = made_by(notes)["411721"]
    until(lambda: ended(left))
    (notes / "wait").unlink()
    batch = batch_of(home, cluster, Wish(units=("411702", "411721"), locale="en"))

    assert running.returncode == (-signal.SIGKILL if how == signal.SIGKILL else 130), said
    assert how == signal.SIGKILL or "run the same command again" in said
    assert [made.edition.unit for made in batch.made] == ["411721"]
    assert [skipped.edition.unit for skipped in batch.skipped] == ["411702"]


def test_workers_that_would_make_something_else_are_named_and_nothing_is_made(
    home: Settings, cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every worker that differs, and in what."""
    use_notebooks(home.notebooks, notebook())
    monkeypatch.setattr(likeness, "program", lambda: "another")

    with pytest.raises(ClusterUnusable, match="would not make the same") as refused:
        batch_of(home, cluster)

    assert str(refused.value).count("instead of another") == 2
    assert not list(home.outputs.rglob("*.html"))


def invoked(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["run", DAY.isoformat(), "--locale", "en", *arguments])
    return result.exit_code, result.output


@pytest.mark.parametrize("address", ["127.0.0.1:8786", "tcp://127.0.0.1", "http://127.0.0.1:8786", "tcp://a b:1"])
def test_what_is_no_address_is_refused(home: Settings, address: str) -> None:
    """With how one is written."""
    code, said = invoked("--cluster", address)

    assert code == 2
    assert "tcp://HOST:PORT" in said


def test_an_address_without_a_scheduler_is_named(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how a scheduler is started; nothing is written."""
    monkeypatch.setattr(client, "CONNECT_SECONDS", 1)
    address = f"tcp://127.0.0.1:{free_port()}"

    code, said = invoked("--cluster", address)

    assert code == 1
    assert f"No dask scheduler answered at {address}" in said
    assert "dask scheduler" in said
    assert not list(home.outputs.rglob("*.html"))


def test_without_dask_it_is_said_how_to_install_it(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an extra: most offices need no second machine."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    code, said = invoked("--cluster", "tcp://127.0.0.1:8786")

    assert code == 2
    assert "pip install 'thongbao[cluster]'" in said


@pytest.mark.faults
def test_a_scheduler_without_workers_is_named(home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how workers are started."""
    monkeypatch.setattr(client, "CONNECT_SECONDS", 2)
    with scheduler(tmp_path) as address:
        code, said = invoked("--cluster", address)

    assert code == 1
    assert f"dask worker {address}" in said


@pytest.mark.faults
def test_a_scheduler_that_is_lost_in_the_middle_is_named_and_the_rest_can_be_made_here(
    home: Settings, tmp_path: Path
) -> None:
    """What was made stands."""
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "wait").touch()
    use_notebooks(home.notebooks, notebook(code(waiting(notes, "411721"), "waiting")))
    record = home.outputs / "zhumadian" / DAY.isoformat() / "411702/county_daily.en.json"
    wish = Wish(units=("411702", "411721"), locale="en")

    with ThreadPoolExecutor(1) as threads, scheduler(tmp_path) as address, workers(tmp_path, address, 2):
        running = threads.submit(batch_of, home, address, wish)
        until(lambda: record.exists() and "411721" in made_by(notes))
        [server] = [p for p in psutil.Process().children() if "scheduler" in p.cmdline()]
        server.kill()
        with pytest.raises(ClusterUnusable, match=r"was lost\. What was made stands"):
            running.result(WAIT_SECONDS)
        (left,) = made_by(notes)["411721"]
        until(lambda: ended(left))
    (notes / "wait").unlink()
    told = json.loads((home.outputs / "zhumadian" / DAY.isoformat() / "batch.json").read_text())
    after = batch_of(home, "", wish)

    assert told["interrupted"]
    assert [made.edition.unit for made in after.made] == ["411721"]


@pytest.mark.faults
def test_a_batch_whose_workers_are_all_gone_says_so(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits a while, for workers that die are started again; but not for ever."""
    monkeypatch.setattr(client, "WITHOUT_WORKERS_SECONDS", 3.0)
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "wait").touch()
    use_notebooks(home.notebooks, notebook(code(waiting(notes, "411721"), "waiting")))

    with ThreadPoolExecutor(1) as threads, scheduler(tmp_path) as address:
        with workers(tmp_path, address):
            running = threads.submit(batch_of, home, address)
            until(lambda: "411721" in made_by(notes))
        with pytest.raises(ClusterUnusable, match="has had no worker for 3 s"):
            running.result(WAIT_SECONDS)


@pytest.mark.faults
def test_one_worker_of_several_threads_makes_several_editions_at_once(home: Settings, tmp_path: Path) -> None:
    """They share what one process has loaded."""
    notes = tmp_path / "notes"
    notes.mkdir()
    meeting = f"""
import os, pathlib, time
folder = pathlib.Path({str(notes)!r})
(folder / (county + "." + str(os.getpid()) + ".made")).touch()
while len(list(folder.glob("*.made"))) < 3:
    time.sleep(0.02)
"""
    use_notebooks(home.notebooks, notebook(code(meeting, "meeting")))

    with small_cluster(tmp_path, many=1, threads=3) as address:
        batch = batch_of(home, address, Wish(units=UNITS[:3], locale="en"))

    assert len(batch.made) == 3


@pytest.mark.faults
def test_three_machines_of_a_network_make_a_batch_and_one_that_is_cut_off_loses_nothing(
    home: Settings, tmp_path: Path
) -> None:
    """A scheduler and two workers, each in a network namespace; the line of the one at work is then taken away."""
    notes = tmp_path / "notes"
    notes.mkdir()
    use_notebooks(home.notebooks, notebook(code(waiting(notes, "411721"), "waiting")))
    with machines(3) as (first, *others), ThreadPoolExecutor(1) as threads, ExitStack() as stack:
        address = stack.enter_context(scheduler(tmp_path, first.address, first.within, SCHEDULER__WORKER_TTL="4s"))
        started = [
            stack.enter_context(workers(tmp_path, address, within=machine.within, THONGBAO_HOME=str(home.home)))
            for machine in others
        ]
        whole = batch_of(home, address)
        before = set(made_by(notes)["411721"])
        (notes / "wait").touch()
        again = threads.submit(batch_of, home, address, force=True)
        until(lambda: len(made_by(notes)["411721"]) == 2)
        (newest,) = set(made_by(notes)["411721"]) - before
        chain = {process.pid for process in psutil.Process(newest).parents()}
        cut = next(m for m, process in zip(others, started, strict=True) if process.pid in chain)
        ip("link", "set", cut.line, "down")
        until(lambda: len(made_by(notes)["411721"]) == 3)
        (notes / "wait").unlink()
        batch = again.result(WAIT_SECONDS)
        ip("link", "set", cut.line, "up")

    assert address.startswith(f"tcp://{first.address}:")
    assert len(whole.made) == len(batch.made) == len(UNITS)
    assert {record.edition.unit: record.revision for record in batch.made} == dict.fromkeys(UNITS, 1)


@pytest.mark.faults
def test_a_cluster_may_speak_tls_by_dasks_own_settings(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the settings that docs/operations.md names; without them it is not reached."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "mine.pem")
    prefix = "DASK_DISTRIBUTED__COMM__"
    plain = {name: value for name, value in os.environ.items() if not name.startswith(prefix)}
    monkeypatch.setenv(f"{prefix}REQUIRE_ENCRYPTION", "True")
    monkeypatch.setenv(f"{prefix}TLS__CA_FILE", str(tmp_path / "ca.pem"))
    for part in ("SCHEDULER", "WORKER", "CLIENT"):
        for what in ("CERT", "KEY"):
            monkeypatch.setenv(f"{prefix}TLS__{part}__{what}", str(tmp_path / "mine.pem"))
    use_notebooks(home.notebooks, notebook())
    with scheduler(tmp_path, "tls://127.0.0.1") as address, workers(tmp_path, address):
        call = [sys.executable, "-c", RUN, "run", DAY.isoformat(), "--locale", "en", "--unit", "411702"]
        call += ["--cluster", address]
        with_tls = subprocess.run(call, capture_output=True, text=True, check=False)
        without = subprocess.run([*call, "--force"], env=plain, capture_output=True, text=True, check=False)

    assert address.startswith("tls://")
    assert with_tls.returncode == 0, with_tls.stderr
    assert without.returncode == 1
    assert "No dask scheduler answered" in without.stderr
