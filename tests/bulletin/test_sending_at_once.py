"""Two senders at once send nothing twice, on either database; of two commands the second says so and ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from support.mailserver import Script, mail_server
from support.outboxes import SCOPE, outbox_of, states
from thongbao.database import writing
from thongbao.database.mailing import outbox

if TYPE_CHECKING:
    from sqlalchemy import Engine

LETTERS = 60


def at_once(url: str, engine: Engine, kind: str) -> tuple[list[str], Script]:
    """Let two processes send everything; return what each said, and the server."""
    with writing(engine) as connection:
        connection.execute(update(outbox).values(state="queued", sender=None))
    script = Script()
    tests = Path(__file__).parents[1]
    with mail_server(script) as port:
        done = subprocess.run(
            [sys.executable, str(tests / "support" / "sends_at_once.py"), url, str(port), kind],
            env={**os.environ, "PYTHONPATH": str(tests)},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    return [json.loads(line) for line in done.stdout.splitlines()], script


def hold(url: str, kind: str, times: int) -> None:
    engine = outbox_of(url, LETTERS)
    for _ in range(times):
        said, script = at_once(url, engine, kind)

        assert states(engine) == ["sent"] * LETTERS
        assert len(script.ids()) == LETTERS
        assert max(script.ids().values()) == 1
        others = [words for words in said if words != "sent"]
        assert len(said) == 2
        assert all("Another process is sending letters of" in words and SCOPE.office in words for words in others)
        assert kind == "command" or not others


@pytest.mark.parametrize("kind", ["command", "claims"])
def test_two_senders_at_once_send_each_letter_once(store_url: str, kind: str) -> None:
    """Also those that do not ask whether another one lives: the claims alone keep them apart."""
    hold(store_url, kind, 1)


@pytest.mark.faults
@pytest.mark.parametrize("kind", ["command", "claims"])
def test_fifty_double_senders(store_url: str, kind: str) -> None:
    """The same, fifty times."""
    hold(store_url, kind, 50)
