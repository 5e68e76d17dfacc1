"""The trail tells who did what and when, each line one line."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Never

import pytest

from thongbao.bulletin.audit import note, trail
from thongbao.database import open_store, reading, writing

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

DAY = date(2020, 2, 19)


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", make=True)


def test_a_line_tells_who_did_what_to_what_and_when(engine: Engine) -> None:
    """The role that was named, and the account it was named under."""
    noon = datetime(2020, 2, 19, 4, tzinfo=UTC)
    with writing(engine) as connection:
        note(connection, office="zhumadian", day=DAY, action="sent", actor="operator", subject="<1@x>", at=noon)
        note(connection, office="thaibinh", action="sent", actor="operator")
    with reading(engine) as connection:
        (line,) = trail(connection, "zhumadian")

        assert (line.at, line.action, line.actor, line.subject) == (noon, "sent", "operator", "<1@x>")
        assert line.account == getpass.getuser()
        assert len(trail(connection, "zhumadian", DAY)) == 1
        assert not trail(connection, "zhumadian", date(2020, 2, 20))


def test_a_reason_cannot_forge_a_second_line(engine: Engine) -> None:
    """Line ends, terminal colours and endless texts are made harmless; Chinese and Vietnamese stay."""
    with writing(engine) as connection:
        detail = "地图有误\r\n2020-02-19 approved\x1b[31m\u2028bản đồ sai" + "x" * 5000
        note(connection, office="zhumadian", action="withdrawn", actor="deputy", detail=detail)
        (line,) = trail(connection, "zhumadian")

    assert line.detail.startswith("地图有误 2020-02-19 approved [31m bản đồ sai")
    assert len(line.detail) == 1000


def test_an_account_without_a_name_is_no_reason_to_fail(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a container the process may run under a bare number."""

    def nameless() -> Never:
        raise KeyError("uid not found")

    monkeypatch.setattr("getpass.getuser", nameless)
    with writing(engine) as connection:
        note(connection, office="zhumadian", action="sent", actor="operator")

        assert trail(connection, "zhumadian")[0].account == ""
