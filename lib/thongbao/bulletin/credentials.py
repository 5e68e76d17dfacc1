"""The password of the mail server: where it may come from, and how it never shows."""

from __future__ import annotations

import base64
import os
from importlib import import_module

from thongbao.errors import WrongUse

PASSWORD = "THONGBAO_SMTP_PASSWORD"  # noqa: S105 -- the name of the variable
KEYRING = "thongbao"
"""Name of the service under which a keyring holds it."""

HIDDEN = "•••"


class Secret:
    """A text that does not show when it is printed, formatted, logged or compared."""

    __slots__ = ("_forms", "_text")

    def __init__(self, text: str, user: str = "") -> None:
        self._text = text
        self._forms = _forms(text, user)

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def __reduce__(self) -> str:
        raise TypeError("A secret is never written anywhere.")

    def reveal(self) -> str:
        """Return the text; to be called only where it is handed to the server."""
        return self._text

    def hidden_in(self, text: str) -> str:
        """Return ``text`` with the secret, bare or as it stands in a login, made unreadable."""
        for form in self._forms:
            text = text.replace(form, HIDDEN)
        return text


def _forms(text: str, user: str) -> tuple[str, ...]:
    """Return how the secret may be repeated: as it is, and as the login mechanisms send it; the longest first."""
    if not text:
        return ()
    bare = text.encode()
    sent = (bare, f"\0{user}\0{text}".encode(), f"{user}\0{user}\0{text}".encode())
    encoded = {base64.b64encode(each).decode().rstrip("=") for each in sent}
    return tuple(sorted({text, *encoded}, key=len, reverse=True))


def redacted(text: str, secret: Secret) -> str:
    """Return ``text`` without the secret."""
    return secret.hidden_in(text)


def password(server: str, user: str | None) -> Secret:
    """Return the password for the mail server: from the environment, else from the keyring, else none where no user is.

    Args:
        server: for the message.
        user: the account; None where the server wants no login.

    Raises:
        WrongUse: there is a user, but no password in either place.
    """
    if user is None:
        return Secret("")
    text = os.environ.get(PASSWORD) or _from_keyring(user)
    if not text:
        raise WrongUse(
            f"There is no password for {user} at {server}. Set {PASSWORD}, or put it into the keyring: "
            f"pip install 'thongbao[keyring]', then `keyring set {KEYRING} {user}`."
        )
    return Secret(text, user)


def _from_keyring(user: str) -> str:
    try:
        keyring = import_module("keyring")
    except ImportError:
        return ""
    try:
        return str(keyring.get_password(KEYRING, user) or "")
    except Exception as error:  # noqa: BLE001 -- each backend has errors of its own, and a locked one is no answer
        raise WrongUse(
            f"The keyring could not be asked: {type(error).__name__}. Unlock it, or set {PASSWORD}."
        ) from None
