"""The door to SMTP, against a real server: encryption, certificates, logins, and what the server says."""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from support.mailserver import Script, mail_server
from support.outboxes import how
from thongbao.bulletin import smtp
from thongbao.errors import MailServerRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
PASSWORD = "mật khẩu".encode("ascii", "ignore").decode() + "-9"
CONTENT = b"Subject: a\r\n\r\n.\r\n..\r\n.dots\r\n" + b"x" * 900 + b"\r\nend"


class Kept:
    """What a server of aiosmtpd was given."""

    def __init__(self) -> None:
        self.envelopes: list[tuple[Any, Any, bytes]] = []
        self.sessions: list[Any] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.envelopes.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content))
        self.sessions.append(session)
        return "250 taken"


def login(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.login == b"office" and data.password == PASSWORD.encode())


@contextmanager
def real_server(authority: trustme.CA | None, *, implicit: bool = False, name: str = "localhost") -> Iterator[Any]:
    kept = Kept()
    context = None
    if authority is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(context)
    values: dict[str, Any] = {"hostname": "127.0.0.1", "port": free_port(), "authenticator": login}
    if implicit:
        values |= {"ssl_context": context, "auth_require_tls": False}
    elif context is not None:
        values |= {"tls_context": context, "require_starttls": True}
    controller = Controller(kept, **values)
    controller.start()
    try:
        yield kept, controller.port
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


def ca_file(authority: trustme.CA, folder: Path) -> str:
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    return str(folder / "ca.pem")


def handed_over(client: Any, secret: Any, content: bytes = CONTENT) -> Any:
    letter = smtp.Envelope("a@b.example", "c@d.example", content)
    return smtp.hand_over(client, letter, lambda: None, secret, 10)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_letters_go_encrypted_and_logged_in_byte_by_byte(tmp_path: Path, authority: trustme.CA, security: str) -> None:
    """Several on one connection, dots and all, with the certificate of the office's own authority."""
    trusted = ca_file(authority, tmp_path)
    with real_server(authority, implicit=security == "tls") as (kept, port):
        wanted = how(port, 10, PASSWORD, security=security, user="office", ca=trusted)
        client = smtp.connect(wanted.mail, wanted.secret, trusted)
        no_delay = client.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)  # type: ignore[union-attr]
        answers = [handed_over(client, wanted.secret) for _ in range(3)]
        smtp.leave(client)

    assert [answer.code for answer in answers] == [250] * 3
    assert kept.envelopes == [("a@b.example", ["c@d.example"], CONTENT + b"\r\n")] * 3
    assert all(session.authenticated for session in kept.sessions)
    assert all(session.ssl is not None or security == "tls" for session in kept.sessions)
    assert no_delay


def refusal(port: int, **values: Any) -> MailServerRefused:
    wanted = how(port, 5, values.pop("password", PASSWORD), **values)
    with pytest.raises(MailServerRefused) as told:
        smtp.connect(wanted.mail, wanted.secret, wanted.ca_file)
    assert told.value.__suppress_context__
    return told.value


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, authority: trustme.CA) -> None:
    """An unknown authority, another server's certificate; before any password is said."""
    other = trustme.CA()
    with real_server(authority) as (_, port):
        stranger = refusal(port, security="starttls", user="office", ca=ca_file(other, tmp_path))
        system = refusal(port, security="starttls", user="office")
    with real_server(authority, name="other.example") as (_, port):
        misnamed = refusal(port, security="starttls", user="office", ca=ca_file(authority, tmp_path))

    for error in (stranger, system, misnamed):
        assert error.lasting
        assert "certificate that could not be verified" in str(error)


def test_a_server_without_starttls_gets_nothing() -> None:
    """No fallback to plain text, which somebody on the way could bring about."""
    script = Script(login=("office", PASSWORD))
    with mail_server(script) as port:
        error = refusal(port, security="starttls", user="office")

    assert error.lasting
    assert "offers no STARTTLS" in str(error)
    assert not script.logins


def test_a_wrong_password_is_said_without_repeating_it(tmp_path: Path, authority: trustme.CA) -> None:
    """Nor the right one, however the server repeats what it was told."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    script = Script(tls=context, login=("office", PASSWORD), echo="you said wrong-9!x")
    with mail_server(script) as port:
        trusted = ca_file(authority, tmp_path)
        error = refusal(port, security="starttls", user="office", ca=trusted, password="wrong-9!x")

    assert error.lasting
    assert "535" in str(error)
    assert script.logins
    assert "wrong-9" not in str(error)
    assert script.logins[0].split()[-1] not in str(error)


def test_plain_text_goes_to_this_machine_only() -> None:
    """What the name turned out to mean is looked at, not the name."""
    mine = [a.address for there in psutil.net_if_addrs().values() for a in there if a.family is socket.AF_INET]
    outward = [address for address in mine if not address.startswith("127.")]
    if not outward:
        pytest.skip("this machine has no address but its own")
    with socket.create_server((outward[0], 0)) as server:
        port = server.getsockname()[1]
        import threading

        def greet() -> None:
            taken, _ = server.accept()
            with taken:
                taken.sendall(b"220 outside\r\n")
                taken.recv(10)

        thread = threading.Thread(target=greet)
        thread.start()
        wanted = how(port, 5, security="none")
        mail = wanted.mail.model_copy(update={"server": outward[0]})
        with pytest.raises(MailServerRefused, match="readable for all") as told:
            smtp.connect(mail, wanted.secret, None)
        thread.join()

    assert told.value.lasting


def test_a_login_that_is_not_offered_or_not_ascii_is_said(tmp_path: Path, authority: trustme.CA) -> None:
    """Whoever must act can."""
    with mail_server(Script()) as port:
        assert "offers no login" in str(refusal(port, security="none", user="office"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with mail_server(Script(tls=context, login=("office", "x"))) as port:
        trusted = ca_file(authority, tmp_path)
        error = refusal(port, security="starttls", user="office", ca=trusted, password="mật khẩu")
    assert "other than ASCII" in str(error)
    assert "mật" not in str(error)


def test_nobody_there_is_worth_another_try() -> None:
    """The server may be back in a moment; a name that is wrong is said, too."""
    error = refusal(free_port(), security="none")

    assert not error.lasting
    assert "could not be reached at CONNECT" in str(error)


def test_a_letter_too_long_for_the_server_is_its_own_answer(authority: trustme.CA) -> None:
    """The size is announced, so nothing is sent in vain."""
    with real_server(None) as (kept, port):
        wanted = how(port, 10)
        client = smtp.connect(wanted.mail, wanted.secret)
        answer = handed_over(client, wanted.secret, CONTENT + b"x" * 40_000_000)
        again = smtp.begin_anew(client, wanted.secret)
        after = handed_over(client, wanted.secret)
        smtp.leave(client)

    assert (answer.step, answer.code, again.code, after.code) == ("mail", 552, 250, 250)
    assert len(kept.envelopes) == 1


def test_what_stops_a_letter_before_its_end_leaves_it_with_nobody() -> None:
    """The connection is closed in the middle of the body."""
    script = Script()

    def stop() -> None:
        raise smtp.TakenBack

    with mail_server(script) as port:
        wanted = how(port, 10)
        client = smtp.connect(wanted.mail, wanted.secret)
        with pytest.raises(smtp.TakenBack):
            smtp.hand_over(client, smtp.Envelope("a@b.example", "c@d.example", CONTENT), stop, wanted.secret, 10)
        assert client.sock is None

    assert not script.taken
