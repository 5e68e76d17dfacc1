"""What a mail server that could not be used said, in words that tell the operator what to do, and never a secret."""

from __future__ import annotations

import smtplib
import ssl
from typing import TYPE_CHECKING

from thongbao.bulletin.credentials import redacted
from thongbao.bulletin.outbox import Answer
from thongbao.errors import MailServerRefused

if TYPE_CHECKING:
    from thongbao.bulletin.credentials import Secret
    from thongbao.records import Mail

SAID = 400
"""Letters of an answer that are kept."""


class NotEncrypted(ValueError):
    """The server was not on this machine, and nothing would have been encrypted."""


def refused(step: str, error: Exception, mail: Mail, secret: Secret) -> MailServerRefused:
    """Return what to raise where a server could not be used.

    Args:
        step: at which it failed: connect, ehlo, starttls or auth.
        error: what smtplib, the socket or TLS raised; it may repeat the login.
        secret: is never repeated.
    """
    where = f"The mail server {mail.server}:{mail.port}"
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code if error.smtp_code != 500 or b"too long" not in as_bytes(error.smtp_error) else -1
        said = one_line(as_bytes(error.smtp_error), secret)
        return MailServerRefused(
            f"{where} refused at {step.upper()}: {Answer(step, code, said)}.{_advice(step)}",
            lasting=code // 100 == 5,
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        said = f"{where} showed a certificate that could not be verified: {error.verify_message}. If the office has an "
        return MailServerRefused(f"{said}authority of its own, name its file as ca_file in mail.yml.", lasting=True)
    if isinstance(error, NotEncrypted):
        said = f"{where} is not on this machine, and security: none would send letters readable for all. "
        return MailServerRefused(f"{said}Write starttls or tls in mail.yml.", lasting=True)
    if isinstance(error, smtplib.SMTPNotSupportedError) or type(error) is smtplib.SMTPException:
        what = "STARTTLS" if step == "starttls" else "login of a known kind"
        return MailServerRefused(f"{where} offers no {what} on this port. Correct mail.yml.", lasting=True)
    if isinstance(error, UnicodeError):
        said = "The mail server's user or password has letters other than ASCII, which cannot be sent safely."
        return MailServerRefused(f"{said} Set another one.", lasting=True)
    if isinstance(error, FileNotFoundError):
        return MailServerRefused("The ca_file that mail.yml names does not exist.", lasting=True)
    said = one_line(str(error).encode(), secret)
    return MailServerRefused(f"{where} could not be reached at {step.upper()}: {said}.", lasting=False)


def _advice(step: str) -> str:
    return " Correct the user in mail.yml or the password." if step == "auth" else ""


def one_line(said: bytes, secret: Secret) -> str:
    """Return a server's words as one printable line of SAID letters at most, without the secret."""
    text = redacted(said.decode("utf-8", "replace"), secret)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:SAID]


def as_bytes(said: object) -> bytes:
    """Return what smtplib gives as bytes here and as text there."""
    return said if isinstance(said, bytes) else str(said).encode()
