"""mail.yml is read with every fault named, and never sends in plain text to another machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from thongbao.params.mailfile import read_mail

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import Mail


def read(folder: Path, text: str) -> tuple[Mail | None, list[str]]:
    (folder / "mail.yml").write_text(text, encoding="utf-8")
    mail, found = read_mail(folder / "mail.yml", "params/o/mail.yml")
    return mail, [finding.code for finding in found]


def test_a_server_is_enough(tmp_path: Path) -> None:
    """Encrypted with STARTTLS on 587, unless it is said otherwise."""
    mail, found = read(tmp_path, "server: smtp.office.example\n")

    assert found == []
    assert mail is not None
    assert (mail.port, mail.security, mail.user) == (587, "starttls", None)
    assert read_mail(tmp_path / "none.yml", "none") == (None, [])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("server: smtp.office.example\nsecurity: none\n", "unencrypted"),
        ("server: 10.0.0.1\nsecurity: none\n", "unencrypted"),
        ("server: s.example\nenvelope_from: nobody\n", "bad-address"),
        ("server: s.example\nca_file: none.pem\n", "no-file"),
        ("server: s.example\npassword: open-sesame\n", "secret-in-params"),
        ("server: s.example\nsecurity: ssl\n", "unknown-value"),
        ("server: s.example\nport: 99999\n", "bad-number"),
        ("port: 587\n", "missing-key"),
        ('server: "s.example\\r\\nRCPT TO"\n', "control-character"),
    ],
)
def test_what_cannot_be_meant_is_named(tmp_path: Path, text: str, code: str) -> None:
    """Each with its own code."""
    assert code in read(tmp_path, text)[1]


@pytest.mark.parametrize("server", ["localhost", "127.0.0.1", "127.8.9.1", '"::1"'])
def test_this_machine_may_be_spoken_to_in_plain_text(tmp_path: Path, server: str) -> None:
    """A relay on the same machine encrypts by itself."""
    assert read(tmp_path, f"server: {server}\nsecurity: none\n")[1] == []
