"""A sender that is killed loses nothing, sends nothing twice, and leaves one letter in doubt at most."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.killed_while_sending import POINTS, WINDOW
from support.mailserver import Script, mail_server
from support.outboxes import AT, SCOPE, how, outbox_of, rows, states
from thongbao.bulletin.outbox import AT_ONCE, Event
from thongbao.bulletin.outbox_store import release
from thongbao.bulletin.send import send_letters
from thongbao.database import open_store, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FEW, MANY = 10, 60
"""Letters of a run: the length of the run decides what a kill costs, not what it does."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: a kill tests what a process leaves, not what a disk does."""
    memory = Path("/dev/shm")  # noqa: S108
    made = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() and os.access(memory, os.W_OK) else None))
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def killed() -> Iterator[Callable[..., bool]]:
    """Send from a process of its own that is killed at a point; say whether it was."""
    script = Path(__file__).parents[1] / "support" / "killed_while_sending.py"
    paths = os.pathsep.join([str(script.parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
        encoding="utf-8",
    ) as process:
        assert process.stdin
        assert process.stdout
        assert json.loads(process.stdout.readline()) == "ready"

        def run(*job: Any) -> bool:
            print(json.dumps(job), file=process.stdin, flush=True)
            return bool(json.loads(process.stdout.readline()))  # type: ignore[union-attr]

        yield run
        process.stdin.close()


@pytest.fixture(scope="module")
def templates(folder: Path) -> Path:
    """A folder of stores with letters that wait, named by how many."""
    for count in (FEW, MANY):
        outbox_of(f"sqlite:///{folder / f'{count}.sqlite'}", count)
    return folder


def kill_once(templates: Path, killed: Callable[..., bool], point: str, seed: int, count: int) -> None:
    """Kill a sender at a point, begin another, release what is in doubt, send the rest, and count."""
    chance = random.Random(f"{point} {seed}")
    once = point in ("enlisted", "connected", "last")
    letter = 1 if once else chance.randint(1, (count + AT_ONCE - 1) // AT_ONCE if point == "claimed" else count)
    store = templates / f"{point}-{seed}.sqlite"
    shutil.copy(templates / f"{count}.sqlite", store)
    url, script = f"sqlite:///{store}", Script()
    with mail_server(script) as port:
        assert killed(url, port, point, letter), "the point was never reached"
        engine = open_store(url)
        send_letters(engine, SCOPE, how(port))
        doubtful = [row for row in rows(engine) if row.state == "in_doubt"]

        assert set(states(engine)) <= {"sent", "in_doubt"}
        assert len(doubtful) == (point in WINDOW)
        assert max(script.ids().values()) == 1

        with writing(engine) as connection:
            for row in doubtful:
                release(connection, SCOPE.office, row.id, Event.RELEASE_AGAIN, "operator", AT)
        send_letters(engine, SCOPE, how(port))
    knowingly = {row.message_id for row in doubtful}

    assert states(engine) == ["sent"] * count
    assert len(script.ids()) == count
    assert {name for name, times in script.ids().items() if times > 1} <= knowingly
    assert max(script.ids().values()) <= 2


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_sender_loses_nothing_and_sends_nothing_twice(
    templates: Path, killed: Callable[..., bool], point: str
) -> None:
    """Five kills at each of twelve points; in doubt is one letter, and only between its mark and its answer."""
    for seed in range(5):
        kill_once(templates, killed, point, seed, FEW)


@pytest.mark.faults
@pytest.mark.parametrize("point", POINTS)
def test_forty_kills_at_each_point(templates: Path, killed: Callable[..., bool], point: str) -> None:
    """The same, forty times."""
    for seed in range(5, 45):
        kill_once(templates, killed, point, seed, MANY)
