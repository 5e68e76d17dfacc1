"""A home whose office has made and approved editions, without running a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from support.editions import DAY, edition, write_edition
from thongbao.bulletin.approval import approve, content_digest, subject_of
from thongbao.database import open_store, writing
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.records import EditionRecord
    from thongbao.settings import Settings

UNITS = ("411702", "411721")
"""Two counties of the sample office, each with a recipient."""


def made(here: Settings, *, revision: int = 1, units: tuple[str, ...] = UNITS) -> list[EditionRecord]:
    """Write the editions of some counties as a run leaves them."""
    params = read_office(here.params, "zhumadian")
    return [write_edition(here.outputs, params, edition(unit), revision=revision) for unit in units]


def approved(here: Settings, records: list[EditionRecord], by: str = "director") -> None:
    """Approve editions as they are."""
    contents = {subject_of(record.edition): content_digest(record) for record in records}
    with writing(open_store(here.store)) as connection:
        approve(connection, "zhumadian", DAY, contents, by=by)


def mail_settings(here: Settings, port: int, **values: Any) -> None:
    """Write mail.yml for a server of the tests."""
    said = {"server": "localhost", "port": port, "security": "none", "seconds": 20, **values}
    text = "".join(f"{key}: {value}\n" for key, value in said.items())
    (here.params / "zhumadian" / "mail.yml").write_text(text, encoding="utf-8")
