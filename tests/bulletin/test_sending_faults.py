"""Whatever a mail server does at whatever step: each letter is in the right state, and the others go on."""

from __future__ import annotations

import ssl
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import trustme

from support.mailserver import FAULTS, STEPS, Script, mail_server
from support.outboxes import SCOPE, how, outbox_of, rows, states
from thongbao.bulletin import delivery, smtp
from thongbao.bulletin.outbox import Event
from thongbao.bulletin.outbox_store import release
from thongbao.bulletin.send import send_letters
from thongbao.database import reading, writing
from thongbao.database.mailing import answers
from thongbao.errors import MailServerRefused

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

LETTERS = 3
PASSWORD = "open sesame"
SHORT, LONG = 0.8, 20.0
"""Seconds until a server is given up: one that hangs, and one that only may be slow."""


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run waits for before it connects again is not what is tested here."""
    monkeypatch.setattr(delivery, "CONNECT_WAITS", (0.0, 0.0))
    monkeypatch.setattr(smtp, "GOODBYE_SECONDS", 0.3)


@pytest.fixture
def script(authority: trustme.CA) -> Script:
    """A server with TLS and a login."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return Script(tls=context, login=("office", PASSWORD))


def send(engine: Engine, port: int, authority: trustme.CA, folder: Path, seconds: float = LONG) -> None:
    path = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    send_letters(
        engine, SCOPE, how(port, seconds, PASSWORD, security="starttls", user="office", ca=str(path), patience=0.0)
    )


def once(step: str, fault: str) -> object:
    """A fault at the second letter's step, or at the first connection's."""
    at = 2 if step in ("mail", "rcpt", "data", "end") else 1
    return lambda here, times: fault if (here, times) == (step, at) else ""


IN_DOUBT = {("end", fault) for fault in ("hang", "drop", "garbage")}
ENDS_THE_RUN = {(step, "5xx") for step in ("connect", "ehlo", "starttls", "auth")}


def expected(step: str, fault: str) -> str:
    """What becomes of the second letter."""
    if (step, fault) in IN_DOUBT:
        return "in_doubt"
    if step in ("mail", "rcpt", "data", "end"):
        worn_out = fault in ("hang", "drop")  # tried again at once on a new connection: it says nothing of the letter
        return {"4xx": "deferred", "5xx": "refused", "garbage": "deferred"}.get(fault, "sent" if worn_out else "")
    return "queued" if (step, fault) in ENDS_THE_RUN else "sent"


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("step", STEPS)
def test_each_fault_at_each_step_has_its_state(
    tmp_path: Path, script: Script, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch, step: str, fault: str
) -> None:
    """45 faults: nothing is lost, nothing is sent twice, a fault at QUIT un-sends nothing, and other letters go on."""
    script.fault = once(step, fault)  # type: ignore[assignment]
    engine = outbox_of(f"sqlite:///{tmp_path / 'store.sqlite'}", LETTERS)
    state = expected(step, fault)
    with mail_server(script) as port:
        if (step, fault) in ENDS_THE_RUN:
            with pytest.raises(MailServerRefused, match=f"{step.upper()}.*554"):
                send(engine, port, authority, tmp_path)
            assert states(engine) == ["queued"] * LETTERS
            assert not script.taken
        else:
            send(engine, port, authority, tmp_path, SHORT if fault == "hang" else LONG)
            assert states(engine) == ["sent", state, "sent"]
        later = delivery.now() + timedelta(hours=1)
        monkeypatch.setattr("thongbao.bulletin.send.now", lambda: later)
        script.fault = lambda _step, _times: ""
        send(engine, port, authority, tmp_path)

    final = state if state in ("refused", "in_doubt") else "sent"
    assert states(engine) == (["sent", final, "sent"])
    times = script.ids()
    assert max(times.values()) == 1
    assert len(times) == LETTERS - (state == "refused")


QUICK_FAULTS = [fault for fault in FAULTS if fault != "hang"]


@pytest.mark.parametrize("fault", QUICK_FAULTS)
@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "end"])
def test_commands_that_go_together_have_the_same_states(
    tmp_path: Path, script: Script, authority: trustme.CA, step: str, fault: str
) -> None:
    """RFC 2920: what was refused first counts, and no body goes to a server that awaits one nonetheless."""
    script.fault, script.pipelining = once(step, fault), True  # type: ignore[assignment]
    engine = outbox_of(f"sqlite:///{tmp_path / 'store.sqlite'}", LETTERS)
    state = expected(step, fault)
    with mail_server(script) as port:
        send(engine, port, authority, tmp_path)

    assert states(engine) == ["sent", state, "sent"]
    assert max(script.ids().values()) == 1
    assert len(script.ids()) == 2 + (state in ("sent", "in_doubt"))
    if state in ("deferred", "refused") and fault != "garbage":
        assert rows(engine)[1].said.split(": ")[0] == f"{'451' if fault == '4xx' else '554'} to {step.upper()}"


def test_a_deferred_letter_waits_and_says_why(tmp_path: Path, script: Script, authority: trustme.CA) -> None:
    """Its time and the server's words are kept, and it is not tried before."""
    script.fault = once("rcpt", "4xx")  # type: ignore[assignment]
    engine = outbox_of(f"sqlite:///{tmp_path / 'store.sqlite'}", LETTERS)
    with mail_server(script) as port:
        before = delivery.now()
        send(engine, port, authority, tmp_path)
        send(engine, port, authority, tmp_path)
    row = rows(engine)[1]

    assert (row.state, row.attempts, row.said) == ("deferred", 1, "451 to RCPT: 4.3.0 later")
    assert before + timedelta(seconds=45) <= row.next_at <= delivery.now() + timedelta(seconds=75)
    with reading(engine) as connection:
        kept = connection.execute(answers.select()).all()
    assert [(line.letter, line.step, line.code) for line in kept] == [(row.id, "rcpt", 451)]


def test_a_deferred_letter_is_tried_again_in_the_same_run(
    tmp_path: Path, script: Script, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As long as patience lasts."""
    monkeypatch.setattr("thongbao.bulletin.outbox.FIRST_WAIT", timedelta(seconds=0.2))
    script.fault = once("end", "4xx")  # type: ignore[assignment]
    engine = outbox_of(f"sqlite:///{tmp_path / 'store.sqlite'}", LETTERS)
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    with mail_server(script) as port:
        send_letters(
            engine, SCOPE, how(port, 5, PASSWORD, security="starttls", user="office", ca=str(path), patience=20.0)
        )

    assert states(engine) == ["sent"] * LETTERS
    assert rows(engine)[1].attempts == 2


def test_a_refused_letter_can_be_released_when_the_reason_is_mended(
    tmp_path: Path, script: Script, authority: trustme.CA
) -> None:
    """By a person, knowingly, and it stands in the row."""
    script.fault = once("rcpt", "5xx")  # type: ignore[assignment]
    engine = outbox_of(f"sqlite:///{tmp_path / 'store.sqlite'}", LETTERS)
    with mail_server(script) as port:
        send(engine, port, authority, tmp_path)
        with writing(engine) as connection:
            release(connection, SCOPE.office, 2, Event.RELEASE_AGAIN, "director", delivery.now())
        send(engine, port, authority, tmp_path)

    assert states(engine) == ["sent"] * LETTERS
    assert rows(engine)[1].resends == 1
