"""The one door to SMTP: a connection that is encrypted and logged in, and one letter handed over on it.

smtplib's own ``sendmail`` hides where a fault happened, and a refused recipient where another was taken. So the steps
are taken one by one, and what the server said to the last of them is the answer.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING

from thongbao.bulletin.outbox import ENDING, Answer
from thongbao.bulletin.smtp_refusals import NotEncrypted, as_bytes, one_line, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from thongbao.bulletin.credentials import Secret
    from thongbao.records import Mail

CONNECT_SECONDS = 60
GOODBYE_SECONDS = 5

_DOT = re.compile(rb"\n\.")
"""Three times as quick as bytes.replace."""

Client = smtplib.SMTP
"""A connection, as ``connect`` gives it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a server needs to know of a letter, and the letter.

    Attributes:
        sender: bare address.
        recipient: bare address, ASCII; so SMTPUTF8 is never needed.
        content: ASCII with CRLF, so neither is 8BITMIME.
    """

    sender: str
    recipient: str
    content: bytes


class TakenBack(Exception):
    """The letter was called off before the end of its body."""


def connect(mail: Mail, secret: Secret, ca_file: str | None = None) -> smtplib.SMTP:
    """Return a connection that is encrypted, verified and logged in, ready for letters.

    Args:
        mail: where to.
        secret: the password; used only where ``mail`` names a user.
        ca_file: path of the authority's certificates; None for those that the system trusts.

    Raises:
        MailServerRefused: with the step, what the server said, and whether it is of use to try again.
    """
    client: smtplib.SMTP | None = None
    step = "connect"
    try:
        client = _opened(mail, ca_file)
        step = "ehlo"
        _greet(client)
        if mail.security == "starttls":
            step = "starttls"
            client.starttls(context=_context(ca_file))
            _greet(client)
        if mail.user is not None:
            step = "auth"
            client.login(mail.user, secret.reveal())
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if client is not None:
            client.close()
        # The cause is left out: smtplib's errors hold what the server said, which may repeat the login.
        raise refused(step, error, mail, secret) from None
    _patience(client, mail.seconds)
    return client


def _opened(mail: Mail, ca_file: str | None) -> smtplib.SMTP:
    seconds = min(CONNECT_SECONDS, mail.seconds)
    if mail.security == "tls":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            mail.server, mail.port, mail.ehlo, timeout=seconds, context=_context(ca_file)
        )
    else:
        client = smtplib.SMTP(mail.server, mail.port, mail.ehlo, timeout=seconds)
    if client.sock is None:  # pragma: no cover -- for the type checker: a constructor that returned has connected
        raise OSError("no connection")
    # Without it each letter waits for the delayed acknowledgement of the one before: 48 ms instead of 5 over TLS.
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if mail.security == "none" and not ip_address(str(client.sock.getpeername()[0]).partition("%")[0]).is_loopback:
        client.close()
        raise NotEncrypted
    return client


def _greet(client: smtplib.SMTP) -> None:
    code, said = client.ehlo()
    if code // 100 != 2:
        raise smtplib.SMTPHeloError(code, said)


def _context(ca_file: str | None) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file)


def hand_over(
    client: smtplib.SMTP, letter: Envelope, before_end: Callable[[], None], secret: Secret, seconds: float
) -> Answer:
    """Hand one letter over and return the answer to the step that it came to.

    Args:
        before_end: called when all but the end of the body has gone out; what it raises stops the letter, and nobody
            has it: the connection is closed in the middle of the body.
        secret: is never repeated in the answer.
        seconds: until an answer is given up; after the end of the body twice as long, as RFC 5321 asks for.
    """
    size = f" SIZE={len(letter.content)}" if client.has_extn("size") else ""
    commands = (
        ("mail", f"MAIL FROM:<{letter.sender}>{size}\r\n".encode("ascii")),
        ("rcpt", f"RCPT TO:<{letter.recipient}>\r\n".encode("ascii")),
        ("data", b"DATA\r\n"),
    )
    refusal = (_at_once if client.has_extn("pipelining") else _in_turn)(client, commands, secret)
    if refusal is not None:
        return refusal
    body = _DOT.sub(b"\n..", letter.content)
    body = b"." + body if body.startswith(b".") else body
    try:
        client.send(body if body.endswith(b"\r\n") else body + b"\r\n")
    except (smtplib.SMTPException, OSError) as error:
        return Answer("data", 0, one_line(str(error).encode(), secret))
    try:
        before_end()
    except BaseException:
        client.close()
        raise
    _patience(client, 2 * seconds)
    answer = _said(client, ENDING, b".\r\n", secret)
    _patience(client, seconds)
    return answer


Commands = tuple[tuple[str, bytes], ...]
"""Step and line of each."""


def _good(answer: Answer) -> bool:
    return answer.code // 100 == (3 if answer.step == "data" else 2)


def _in_turn(client: smtplib.SMTP, commands: Commands, secret: Secret) -> Answer | None:
    """Give commands one after the other; return the first answer that was not good."""
    answers = (_said(client, step, line, secret) for step, line in commands)
    return next((answer for answer in answers if not _good(answer)), None)


def _at_once(client: smtplib.SMTP, commands: Commands, secret: Secret) -> Answer | None:
    """Give commands together (RFC 2920): one way to the server and back instead of three.

    What was refused first counts. A server that awaits a body nonetheless gets none: the connection is closed.
    """
    answers = []
    for number, (step, _) in enumerate(commands):
        line = b"" if number else b"".join(line for _, line in commands)
        answers.append(_said(client, step, line, secret))
        if answers[-1].code <= 0:
            break
    refusals = [answer for answer in answers if not _good(answer)]
    if refusals and answers[-1].step == "data" and _good(answers[-1]):
        client.close()
    return refusals[0] if refusals else None


def begin_anew(client: smtplib.SMTP, secret: Secret) -> Answer:
    """Make the server forget a letter that it did not take."""
    return _said(client, "rset", b"RSET\r\n", secret)


def leave(client: smtplib.SMTP) -> None:
    """Say goodbye. What the server makes of it changes nothing for the letters it took."""
    _patience(client, GOODBYE_SECONDS)
    with suppress(smtplib.SMTPException, OSError):
        client.quit()
    client.close()


def _said(client: smtplib.SMTP, step: str, line: bytes, secret: Secret) -> Answer:
    try:
        if line:
            client.send(line)
        code, said = client.getreply()
    except smtplib.SMTPResponseException as error:  # a line without end
        return Answer(step, -1, one_line(as_bytes(error.smtp_error), secret))
    except (smtplib.SMTPException, OSError) as error:
        return Answer(step, 0, one_line(str(error).encode(), secret))
    wanted = step == ENDING or not 200 <= code <= 399  # nobody reads what was said to a step that went well
    return Answer(step, code if 200 <= code <= 599 else -1, one_line(said, secret) if wanted else "")


def _patience(client: smtplib.SMTP, seconds: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(seconds)
