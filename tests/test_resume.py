"""Whatever stops a batch, wherever it stops: nothing is half there, and the next run makes only what is missing."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import psutil
import pytest

from support.cluster import RUN
from support.processes import processes_of
from support.steps import LOG, every_step, in_this_process, pages
from support.unrun import code, notebook, use_notebooks
from thongbao.bulletin.ledger import FIGURES
from thongbao.bulletin.plan import Wish
from thongbao.errors import OutputUnwritable
from thongbao.flow import How, run
from thongbao.params.office import read_office
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from thongbao.bulletin.ledger import Batch
    from thongbao.settings import Settings

DAY = date(2020, 2, 19)
ALL = Wish(locale="en")
FEW = Wish(units=("411702", "411721", "411722"), locale="en")
KINDS = ("open", "write", "fsync", "rename")
CODES = (errno.ENOSPC, errno.EIO, errno.EMFILE, errno.EACCES)


@pytest.fixture
def made(home: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The sample office with a notebook that shows a table, run without kernels."""
    use_notebooks(home.notebooks, notebook())
    in_this_process(monkeypatch)
    return home


def batch_of(home: Settings, wish: Wish, *, force: bool = False) -> Batch:
    return run(home, read_office(home.params, "zhumadian"), DAY, wish, How(jobs=1, force=force))


def executed(home: Settings) -> Counter[str]:
    """How often each edition's notebook was run since the log was last removed."""
    log = home.home / LOG
    lines = log.read_text().split() if log.exists() else []
    log.unlink(missing_ok=True)
    return Counter(lines)


def steps_of(home: Settings, wish: Wish, *, force: bool = False) -> list[str]:
    """Every step on the disk of an undisturbed batch."""
    met: list[str] = []
    with every_step(met.append):
        batch_of(home, wish, force=force)
    return met


def killed_at(number: int, home: Settings, wish: Wish, *, force: bool = False) -> None:
    """Run a batch in a process of its own that is killed before its step of that number."""
    left = number

    def count(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    child = os.fork()
    if child == 0:
        try:
            with every_step(count):
                batch_of(home, wish, force=force)
        finally:
            os._exit(9)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def nothing_is_half_there(home: Settings) -> None:
    """Every record that can be read vouches for its files or is stale, and no page is cut off."""
    for path in (home.outputs / "zhumadian").rglob("*.json"):
        if not path.name.startswith("."):
            json.loads(path.read_bytes())
    for name, content in pages(home.outputs / "zhumadian").items():
        if not name.split("/")[-1].startswith("."):
            assert content.rstrip().endswith((b"</html>", b"}")), name


def vouched(home: Settings) -> set[str]:
    """Editions whose record says made."""
    found = set()
    for path in (home.outputs / "zhumadian" / DAY.isoformat()).glob("*/[!.]*.json"):
        if path.name.endswith(FIGURES):
            continue
        record = EditionRecord.model_validate_json(path.read_bytes())
        found |= {f"{record.edition.unit}.{record.edition.locale}"} if record.state == "made" else set()
    return found


def killed_and_resumed(home: Settings, wish: Wish, numbers: Iterator[int] | range | list[int]) -> None:
    """Kill a batch at each of the steps, and hold what is there then, and what the next run does, to the promise."""
    batch_of(home, wish)
    undisturbed = pages(home.outputs / "zhumadian")
    for number in numbers:
        remove(home.outputs)
        executed(home)
        killed_at(number, home, wish)
        nothing_is_half_there(home)
        before, stood = executed(home), vouched(home)

        resumed = batch_of(home, wish)

        again = executed(home)
        assert not resumed.failed
        assert pages(home.outputs / "zhumadian") == undisturbed
        assert not {*again} & {name for name in stood if not name.startswith("411700")}  # the roll-up tells of others
        assert sum((before & again).values()) <= 1
        assert not list((home.outputs / "zhumadian").rglob(".*.json.*"))


def remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_batch_that_is_killed_at_some_steps_is_carried_on_by_the_next_run(made: Settings) -> None:
    """A sample; all steps of twelve counties are in `make faults`."""
    steps = steps_of(made, FEW)

    killed_and_resumed(made, FEW, range(1, len(steps), max(1, len(steps) // 14)))


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_a_batch_of_twelve_counties_can_be_killed_at_every_step(made: Settings) -> None:
    """After each of them all pages equal those of the undisturbed batch, and at most one notebook ran twice."""
    steps = steps_of(made, ALL)

    assert len(steps) > 200
    killed_and_resumed(made, ALL, range(len(steps)))


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_a_batch_that_makes_editions_anew_can_be_killed_at_every_step(made: Settings) -> None:
    """Older pages stand in the way then: each is the older or the newer one, whole, and vouched for or stale."""
    steps = steps_of(made, FEW)
    undisturbed = pages(made.outputs / "zhumadian")
    for number in range(len(steps_of(made, FEW, force=True))):
        killed_at(number, made, FEW, force=True)
        nothing_is_half_there(made)
        assert pages(made.outputs / "zhumadian").keys() >= undisturbed.keys()
        batch_of(made, FEW)
        assert {n: c for n, c in pages(made.outputs / "zhumadian").items() if "/." not in n} == undisturbed
    assert steps


def refused_at(kind: str, number: int, code: int) -> Callable[[str], None]:
    """Raise the system's error at the n-th step of a kind."""
    left = number

    def count(step: str) -> None:
        nonlocal left
        if step == kind:
            left -= 1
            if left < 0:
                raise OSError(code, os.strerror(code), "somewhere")

    return count


def hindered(home: Settings, kind: str, number: int, code: int) -> bool:
    """Force a batch of which one step is refused; return whether there was such a step."""
    there = pages(home.outputs / "zhumadian")
    said = ""
    try:
        with every_step(refused_at(kind, number, code)):
            batch = batch_of(home, FEW, force=True)
        said = " ".join(record.detail for record in batch.failed)
        hit = bool(batch.failed)
    except OutputUnwritable as error:
        said, hit = str(error), True
    nothing_is_half_there(home)
    now = pages(home.outputs / "zhumadian")
    assert {name: now.get(name) for name in there} == there  # same inputs give the same bytes: nothing is lost
    if hit:
        assert str(home.outputs) in said
        assert os.strerror(code) in said
    resumed = batch_of(home, FEW)
    assert not resumed.failed
    assert pages(home.outputs / "zhumadian") == there
    return hit


def all_refusals(home: Settings, kind: str, code: int, step: int = 1) -> int:
    """Refuse the n-th step of a kind, n = 0, step, ... until a batch has none left; return how many were refused."""
    batch_of(home, FEW)
    total = steps_of(home, FEW, force=True).count(kind)
    hits = sum(hindered(home, kind, number, code) for number in range(0, total, step))
    assert not hindered(home, kind, total, code)
    return hits


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_that_the_system_refuses_fails_by_name_and_loses_nothing(made: Settings, kind: str) -> None:
    """A full disk at a sample of steps; every step and four errors are in `make faults`."""
    assert all_refusals(made, kind, errno.ENOSPC, step=7) > 0


@pytest.mark.faults
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize("kind", KINDS)
def test_every_step_may_be_refused_with_every_error(made: Settings, kind: str, code: int) -> None:
    """The n-th open, write, fsync or rename fails, n = 1, 2, ... until the batch is through."""
    assert all_refusals(made, kind, code) > 10


def test_the_same_inputs_give_the_same_bytes(made: Settings) -> None:
    """Three times from nothing."""
    batch_of(made, FEW)
    found = [pages(made.outputs / "zhumadian")]
    for _ in range(2):
        remove(made.outputs)
        batch_of(made, FEW)
        found.append(pages(made.outputs / "zhumadian"))

    assert found[0]
    assert found[0] == found[1] == found[2]


LOGGING = "import pathlib\nwith pathlib.Path({log!r}).open('a') as log:\n    print(county, file=log)"


def real_batch(home: Settings) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", RUN, "run", DAY.isoformat(), "--locale", "en", "--jobs", "1"]
    environment = {**os.environ, "THONGBAO_HOME": str(home.home)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.mark.faults
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(8))
def test_a_real_batch_of_twelve_counties_can_be_killed_at_any_time(home: Settings, seed: int) -> None:
    """Command, pool, kernels and all: 25 times each, ``kill -9`` at a random moment, then the same command again."""
    use_notebooks(home.notebooks, notebook(code(LOGGING.format(log=str(home.home / LOG)), "logging")), notebook())
    started = time.monotonic()
    assert real_batch(home).wait() == 0
    took, undisturbed = time.monotonic() - started, pages(home.outputs / "zhumadian")
    dice = random.Random(seed)
    for _ in range(25):
        remove(home.outputs)
        executed(home)
        running = real_batch(home)
        with suppress(subprocess.TimeoutExpired):
            running.wait(dice.uniform(0, took))
        running.kill()
        running.wait()
        psutil.wait_procs(processes_of(home.home), timeout=20)
        assert not processes_of(home.home)
        if home.outputs.is_dir():
            nothing_is_half_there(home)
        before, stood = executed(home), {name.split(".")[0] for name in vouched(home)} - {"411700"}

        assert real_batch(home).wait() == 0

        again = executed(home)
        assert pages(home.outputs / "zhumadian") == undisturbed
        assert not {*again} & stood
        assert sum((before & again).values()) <= 1
