"""An outbox with letters in it, without an office behind it; and how it is sent from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from thongbao.bulletin.credentials import Secret
from thongbao.bulletin.delivery import How
from thongbao.bulletin.outbox_store import Letter, Scope, enqueue
from thongbao.database import open_store, reading, writing
from thongbao.database.mailing import outbox
from thongbao.records import Mail

if TYPE_CHECKING:
    from sqlalchemy import Engine

DAY = date(2020, 2, 19)
AT = datetime(2020, 2, 19, 12, tzinfo=UTC)
SCOPE = Scope("zhumadian", DAY)


def letter(number: int, digest: str = "d", size: int = 300) -> Letter:
    """One letter; its body has lines that begin with dots and lines as long as base64 has, and no last line end."""
    message_id = f"<{number:04d}.{digest}@zhumadian.example>"
    head = f"From: bulletins@zhumadian.example\r\nTo: to{number}@county.example\r\nMessage-ID: {message_id}\r\n"
    body = "..\r\n.\r\n.a\r\n" + ("x" * 76 + "\r\n") * (size // 78 + 1) + ".end"
    return Letter(
        unit=f"u{number:04d}",
        bulletin="county_daily",
        locale="zh_Hans",
        revision=1,
        digest=digest,
        recipient=f"to{number}@county.example",
        envelope_from="bulletins@zhumadian.example",
        message_id=message_id,
        content=f"{head}Subject: a\r\n\r\n{body}".encode(),
    )


def outbox_of(url: str, count: int, *, size: int = 300) -> Engine:
    """Make a store with some letters that wait."""
    engine = open_store(url, make=True)
    with writing(engine) as connection:
        enqueue(connection, SCOPE, [letter(n, size=size) for n in range(count)], AT)
    return engine


def rows(engine: Engine) -> list[Any]:
    with reading(engine) as connection:
        return list(connection.execute(select(outbox).order_by(outbox.c.id)))


def states(engine: Engine) -> list[str]:
    return [row.state for row in rows(engine)]


def how(port: int, seconds: float = 5, password: str = "", **values: Any) -> How:
    """How letters go to a server of the tests; ``seconds`` may be less than a settings file may say."""
    patience = values.pop("patience", 0.0)
    per_minute = values.pop("per_minute", 0.0)
    ca_file = values.pop("ca", None)
    mail = Mail.model_validate(
        {"server": "localhost", "port": port, "security": "none", "ehlo": "test.example", **values}
    )
    mail = mail.model_copy(update={"seconds": seconds})
    return How(mail, Secret(password, mail.user or ""), ca_file, per_minute, patience)
