"""`thongbao unsubscribe` says whose request a token of a letter is."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from support.approved import made
from support.editions import DAY
from thongbao.bulletin.mailheaders import unsubscribe_token
from thongbao.bulletin.signing import UNSUBSCRIBE_KEY
from thongbao.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

KEY = "a long random text"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(UNSUBSCRIBE_KEY, KEY)


def asked(token: str) -> Result:
    return CliRunner().invoke(main, ["unsubscribe", token])


def test_the_token_of_a_letter_names_its_recipient(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it stands in the letter's own header, in whatever case a web server hands it on."""
    monkeypatch.setattr("thongbao.flow.standing", lambda *_: [])
    office = home.params / "zhumadian" / "office.yml"
    text = office.read_text(encoding="utf-8")
    assert "unsubscribe_url" not in text.replace("# unsubscribe_url", "")
    said = 'unsubscribe_url: "https://zhumadian.example/leave/{token}"'
    found = re.search(r"(?m)^letters: *\n", text)
    text = text.replace(found[0], f"{found[0]}  {said}\n") if found else f"{text}\nletters: {{{said}}}\n"
    office.write_text(text, encoding="utf-8")
    made(home)
    letters = ["letters", DAY.isoformat(), "--to-file", str(tmp_path / "l"), "--bulletin", "county_daily"]
    CliRunner().invoke(main, [*letters, "--unit", "411721"])
    (path,) = (tmp_path / "l").glob("*.eml")
    header = re.sub(r"\s", "", str(message_from_bytes(path.read_bytes())["List-Unsubscribe"]))
    (token,) = re.findall(r"leave/([0-9a-f]{32})>", header)

    result = asked(token.upper())

    assert result.exit_code == 0, result.output
    assert "<xiping@zhumadian.example> wants no more county_daily" in result.output
    assert "opted_out: and the day" in result.output


def test_who_gets_several_bulletins_may_leave_one(home: Settings) -> None:
    """And who has left already is said to have."""
    recipients = home.params / "zhumadian" / "recipients.yml"
    text = recipients.read_text(encoding="utf-8")
    several = text.replace("[city_rollup]", "[county_daily, city_rollup]\n  opted_out: 2020-02-18", 1)
    recipients.write_text(several, encoding="utf-8")
    token = unsubscribe_token(KEY.encode(), "zhumadian", "county_daily", "Leading-group@zhumadian.example")

    result = asked(token)

    assert result.exit_code == 0, result.output
    assert "take county_daily out of their bulletins; they still get city_rollup" in result.output
    assert "They opted out on 2020-02-18 already" in result.output


@pytest.mark.parametrize("token", ["0" * 32, "", "é", "' OR 1=1"])
def test_a_token_that_is_nobodys_is_said(home: Settings, token: str) -> None:
    """Also one that is no token at all; exit code 2."""
    result = asked(token)

    assert result.exit_code == 2
    assert "The token is nobody's in zhumadian" in result.output


def test_without_the_key_nothing_can_be_told(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is named."""
    monkeypatch.delenv(UNSUBSCRIBE_KEY)

    result = asked("0" * 32)

    assert result.exit_code == 2
    assert UNSUBSCRIBE_KEY in result.output
