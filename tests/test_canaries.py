"""The password of the mail server is nowhere but where it was set: not after success, not after any failure."""

from __future__ import annotations

import base64
import random
import ssl
import string
import traceback
from typing import TYPE_CHECKING

import pytest
import trustme
from click.testing import CliRunner

from support.approved import approved, made, mail_settings
from support.editions import DAY
from support.mailserver import FAULTS, STEPS, Script, mail_server
from thongbao.bulletin import delivery, smtp
from thongbao.bulletin.credentials import Secret, password
from thongbao.cli import main
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

USER = "office"
CHANCE = random.Random(20200219)


def canary() -> str:
    """A password as people choose them."""
    return "".join(CHANCE.choices(string.ascii_letters + string.digits + "+/=&%$<>'\"\\{}", k=24))


def forms(secret: str) -> list[bytes]:
    """Return every way in which it may be repeated."""
    sent = [secret.encode(), f"\0{USER}\0{secret}".encode()]
    return [secret.encode(), *(base64.b64encode(each).rstrip(b"=") for each in sent)]


def spilled(folder: Path, said: str, secret: str) -> list[str]:
    """Return where the secret is found: in files of any kind, or in what was said."""
    places = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    places["said"] = said.encode()
    return [name for name, content in places.items() if any(form in content for form in forms(secret))]


def run_with(home: Settings, monkeypatch: pytest.MonkeyPatch, secret: str, step: str, fault: str) -> tuple[str, Script]:
    """Send over TLS with a login; the server fails as told and repeats what it was told at login."""
    monkeypatch.setattr("thongbao.flow.standing", lambda *_: [])
    monkeypatch.setattr(delivery, "CONNECT_WAITS", (0.0,))
    monkeypatch.setattr(smtp, "GOODBYE_SECONDS", 0.3)
    monkeypatch.setenv("THONGBAO_SMTP_PASSWORD", secret)
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    authority.cert_pem.write_to_path(str(home.params / "zhumadian" / "ca.pem"))
    echo = b" ".join(forms(secret)).decode()
    script = Script(tls=context, login=(USER, secret), echo=echo, fault=lambda here, _: fault if here == step else "")
    approved(home, made(home))
    arguments = ["send", DAY.isoformat(), "--unit", "411702", "--unit", "411721", "--bulletin", "county_daily"]
    with mail_server(script) as port:
        mail_settings(
            home, port, security="starttls", user=USER, ca_file="ca.pem", seconds=1 if fault == "hang" else 20
        )
        done = CliRunner().invoke(main, [*arguments, "--wait", "0"])
        CliRunner().invoke(main, [*arguments, "--to-file", str(home.home / "letters")])
    said = done.output
    if done.exc_info and not isinstance(done.exception, SystemExit):
        said += "".join(traceback.format_exception(*done.exc_info))
    return said, script


SAMPLE = [("", ""), ("auth", "5xx"), ("auth", "garbage"), ("mail", "4xx"), ("end", "5xx")]
ALL = (
    [("", "")] * 24 + [(step, fault) for step in STEPS for fault in FAULTS if fault != "drop"] + [("auth", "drop")] * 5
)


@pytest.mark.parametrize(("step", "fault"), SAMPLE)
def test_a_password_is_spilled_nowhere(home: Settings, monkeypatch: pytest.MonkeyPatch, step: str, fault: str) -> None:
    """Outputs, store, letters, messages and tracebacks, though the server repeats it."""
    secret = canary()
    said, script = run_with(home, monkeypatch, secret, step, fault)

    assert script.logins, "it was never used"
    assert spilled(home.home, said, secret) == []
    assert (len(script.taken) == 2) == (not step)


@pytest.mark.faults
@pytest.mark.parametrize(("step", "fault"), ALL)
def test_no_canary_sings(home: Settings, monkeypatch: pytest.MonkeyPatch, step: str, fault: str) -> None:
    """65 runs, each with a password of its own: 24 that succeed, 41 that fail."""
    secret = canary()
    said, _ = run_with(home, monkeypatch, secret, step, fault)

    assert spilled(home.home, said, secret) == []


def test_a_secret_does_not_show_and_cannot_be_written() -> None:
    """Not printed, not formatted, not pickled, not in the settings of a run."""
    secret = Secret("open sesame", USER)

    assert "sesame" not in f"{secret!r} {secret}"
    with pytest.raises(TypeError, match="never written"):
        secret.__reduce__()


def test_a_password_in_the_settings_is_refused_without_repeating_it(home: Settings) -> None:
    """It would be in a repository, and in every copy of it."""
    mail_settings(home, 25, password="open-sesame")
    done = CliRunner().invoke(main, ["check"])

    assert done.exit_code == 2
    assert "no place under params" in done.output
    assert "sesame" not in done.output


def test_the_password_comes_from_the_environment_or_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment first; nothing where no user is named."""
    monkeypatch.delenv("THONGBAO_SMTP_PASSWORD", raising=False)
    monkeypatch.setattr("thongbao.bulletin.credentials._from_keyring", lambda user: f"of {user}")
    assert password("s", "u").reveal() == "of u"
    monkeypatch.setenv("THONGBAO_SMTP_PASSWORD", "set")
    assert password("s", "u").reveal() == "set"
    assert password("s", None).reveal() == ""
    monkeypatch.delenv("THONGBAO_SMTP_PASSWORD")
    monkeypatch.setattr("thongbao.bulletin.credentials._from_keyring", lambda _user: "")
    with pytest.raises(WrongUse, match="There is no password for u"):
        password("s", "u")
