"""A DKIM signature that others verify, with a key that is no part of the project."""

from __future__ import annotations

import base64
import subprocess
from typing import TYPE_CHECKING

import dkim
import pytest

from support.editions import office_params, recipient
from support.letters import letter_bytes
from thongbao.bulletin.mailheaders import Posting
from thongbao.bulletin.signing import sign, unsubscribe_key
from thongbao.errors import LetterRefused
from thongbao.records import Letters

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import OfficeParams

DOMAIN = "zhumadian.example"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private key that openssl made for this run."""
    path = tmp_path_factory.mktemp("key") / "private.pem"
    _openssl("genrsa", "-traditional", "-out", str(path), "2048")
    return path


def _openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], check=True, capture_output=True).stdout


def record_of(key: Path) -> bytes:
    """What stands in the DNS for the key."""
    public = _openssl("rsa", "-in", str(key), "-pubout", "-outform", "DER")
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def signing_office() -> OfficeParams:
    params = office_params(recipient(f"a@{DOMAIN}"))
    letters = Letters(dkim_selector="mail", unsubscribe_url=f"https://{DOMAIN}/" + "{token}")
    return params.model_copy(update={"office": params.office.model_copy(update={"letters": letters})})


def signed(monkeypatch: pytest.MonkeyPatch, key: Path) -> bytes:
    monkeypatch.setenv("THONGBAO_DKIM_KEY", str(key))
    params = signing_office()
    content = letter_bytes(params=params, posting=Posting(unsubscribe_key=b"x", earlier=(f"<1@{DOMAIN}>",)))
    return sign(content, params.office, DOMAIN)


def verified(content: bytes, key: Path) -> bool:
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record_of(key)

    result = dkim.verify(content, dnsfunc=dns)
    assert asked == [b"mail._domainkey.zhumadian.example."]
    return bool(result)


def test_a_signed_letter_verifies_with_the_public_key(monkeypatch: pytest.MonkeyPatch, key: Path) -> None:
    """The signature covers what RFC 8058 wants covered, and stands on top."""
    content = signed(monkeypatch, key)
    header = content.partition(b"\r\nFrom:")[0].replace(b"\r\n", b"").replace(b" ", b"").lower()

    assert content.startswith(b"DKIM-Signature: ")
    assert verified(content, key)
    for name in (b"from", b"to", b"subject", b"date", b"message-id", b"references", b"list-unsubscribe-post"):
        assert name in header.partition(b";h=")[2].partition(b";")[0].split(b":")


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"Date: Wed", b"Date: Thu"), (b"One-Click", b"Two-Clicks"), (b"text/plain", b"text/plane")],
)
def test_a_letter_that_was_changed_on_its_way_does_not_verify(
    monkeypatch: pytest.MonkeyPatch, key: Path, old: bytes, new: bytes
) -> None:
    """Headers, the promise of one click, and the body."""
    content = signed(monkeypatch, key)
    assert old in content

    assert not verified(content.replace(old, new), key)


def test_an_office_without_a_selector_signs_nothing() -> None:
    """Its relay does, and no key is looked for."""
    assert sign(b"x", office_params().office, DOMAIN) == b"x"


@pytest.mark.parametrize(
    ("content", "why"), [(None, "was not set"), ("", "could not be read"), ("no key", "was not an RSA key")]
)
def test_a_key_that_cannot_be_used_is_said_without_its_content(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None, why: str
) -> None:
    """An unsigned letter in place of a signed one would be taken for a forgery."""
    monkeypatch.delenv("THONGBAO_DKIM_KEY", raising=False)
    if content is not None:
        path = tmp_path / "private.pem"
        monkeypatch.setenv("THONGBAO_DKIM_KEY", str(path))
        if content:
            path.write_text(content, encoding="utf-8")

    with pytest.raises(LetterRefused, match=why) as refused:
        sign(b"From: a@b.example\r\n\r\nx", signing_office().office, DOMAIN)
    assert "no key" not in str(refused.value)


def test_the_key_of_tokens_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty one is none."""
    monkeypatch.setenv("THONGBAO_UNSUBSCRIBE_KEY", "long and random")
    assert unsubscribe_key() == b"long and random"
    monkeypatch.setenv("THONGBAO_UNSUBSCRIBE_KEY", "")
    assert unsubscribe_key() is None
