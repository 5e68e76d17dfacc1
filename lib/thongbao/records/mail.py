"""How an office's letters reach its mail server. There is no place for a password here, on purpose."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from thongbao.records.base import Record


class Mail(Record):
    """How letters reach the mail server: params/<office>/mail.yml. The password never stands in a file of params/.

    Attributes:
        server: name of the mail server.
        port: commonly 587 with starttls, 465 with tls.
        security: starttls (TLS after a greeting), tls (from the first byte), or none, which is accepted for a server on
            this very machine only.
        user: the account; left out where the server wants no login.
        ca_file: certificates of the authority that vouches for the server, PEM; relative to this file. Left out: those
            that the system trusts.
        ehlo: the name that this machine gives itself; left out: its own.
        envelope_from: where reports of non-delivery go; left out: the sender of the letters.
        seconds: until a server that does not answer is given up; after the end of a letter twice as long.
    """

    server: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}$")]
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: Annotated[str, StringConstraints(min_length=1, max_length=320)] | None = None
    ca_file: str | None = None
    ehlo: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9\[][A-Za-z0-9.:\]-]{0,252}$")] | None = None
    envelope_from: str | None = None
    seconds: Annotated[int, Field(ge=1, le=900)] = 300
