"""From approved editions to Maildirs through a real Postfix: every letter arrives once, byte by byte."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from support.approved import approved, made, mail_settings
from support.editions import DAY
from support.mailserver import wait_until
from support.postfix import missing, postfix
from thongbao.cli import main
from thongbao.database import open_store, reading
from thongbao.database.mailing import letters, outbox
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

DOMAIN = "county.zhumadian.example"
TRACE = re.compile(rb"\A(?:(?:Return-Path|Delivered-To|X-Original-To|Received):[^\n]*\n(?:[ \t][^\n]*\n)*)+")
"""The headers that a server puts on top (RFC 5321, 4.4), folded lines too."""


def recipients(here: Settings, units: list[str]) -> list[str]:
    """Give each county two recipients of their own, and one who does not exist; return the boxes that do."""
    role = {"zh_Hans": "教育局", "vi": "Phòng Giáo dục", "en": "Education bureau"}
    entry = {"role": role, "locale": "zh_Hans", "audience": "internal", "bulletins": ["county_daily"]}
    people = [
        {**entry, "address": f"{a}-{unit}@{DOMAIN}", "units": [unit]} for unit in units for a in ("office", "duty")
    ]
    nobody = {**entry, "address": f"no-one@{DOMAIN}", "units": [units[0]]}
    path = here.params / "zhumadian" / "recipients.yml"
    path.write_text(json.dumps([*people, nobody], ensure_ascii=False), encoding="utf-8")
    return [str(one["address"]).partition("@")[0] for one in people]


def arrived(mail: Path) -> list[Path]:
    return [path for folder in ("new", "cur") for path in mail.glob(f"*/{folder}/*")]


@pytest.mark.skipif(bool(missing()), reason=missing() or "Postfix is there")
def test_every_letter_arrives_once_byte_by_byte(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twelve counties, two recipients each; one who does not exist is refused and named, and stops nobody else."""
    monkeypatch.setattr("thongbao.flow.standing", lambda *_: [])
    office = read_office(home.params, "zhumadian")
    units = [unit.code for unit in office.units if unit.kind != "city"][:12]
    boxes = recipients(home, units)
    expected = len(boxes)
    approved(home, made(home, units=tuple(units)))
    with postfix(DOMAIN, boxes) as (port, mail):
        mail_settings(home, port)
        result = CliRunner().invoke(main, ["send", DAY.isoformat(), "--wait", "0", "--bulletin", "county_daily"])
        wait_until(lambda: len(arrived(mail)) >= expected, 60)
        found = {path.parents[1].name: path.read_bytes() for path in arrived(mail)}
        count = len(arrived(mail))

    assert len(units) == 12
    assert result.exit_code == 1, result.output
    assert f"to no-one@{DOMAIN} (" in result.output
    assert re.search(r"refused: letter \d+, .*550 to RCPT: 5\.1\.1", result.output)
    assert count == expected == 24
    with reading(open_store(home.store)) as connection:
        sent = connection.execute(outbox.join(letters).select().where(outbox.c.state == "sent")).all()
    assert len(sent) == expected
    for row in sent:
        box = row.recipient.partition("@")[0]
        assert TRACE.sub(b"", found[box]) == row.content.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
        assert f"{row.unit}" in box
