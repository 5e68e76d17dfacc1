"""Read params/<office>/mail.yml: how letters reach the mail server, and never a password."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from thongbao.params.addresses import address_problem
from thongbao.params.entries import read_entry
from thongbao.records import Mail

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.params.entries import Entry
    from thongbao.params.findings import Finding


def read_mail(path: Path, name: str) -> tuple[Mail | None, list[Finding]]:
    """Read the file, if there is one.

    Args:
        name: the file as shown in faults.
    """
    if not path.exists():
        return None, []
    entry, found = read_entry(path, name, Mail)
    if entry is None:
        return None, [_secret(finding) for finding in found]
    return entry.value, [*found, *_check(entry, path.parent)]


def _secret(finding: Finding) -> Finding:
    if finding.code == "unknown-key" and any(
        word in finding.message.casefold() for word in ("“pass", "“secret", "“token")
    ):
        message = "A password has no place under params/. Set THONGBAO_SMTP_PASSWORD or use the keyring, and change it."
        return finding._replace(code="secret-in-params", message=message)
    return finding


def _check(entry: Entry[Mail], folder: Path) -> list[Finding]:
    mail, found = entry.value, []
    if mail.security == "none" and not _here(mail.server):
        message = "security: none would send letters readable for all. Write starttls or tls."
        found.append(entry.finding("unencrypted", message, "security"))
    if mail.envelope_from is not None and (problem := address_problem(mail.envelope_from)):
        found.append(entry.finding("bad-address", problem, "envelope_from"))
    if mail.ca_file is not None and not (folder / mail.ca_file).is_file():
        found.append(entry.finding("no-file", "This file does not exist. Correct its name.", "ca_file"))
    return found


def _here(server: str) -> bool:
    """Say whether a server's name means this machine; what it turns out to be is seen again when it is reached."""
    try:
        return ip_address(server).is_loopback
    except ValueError:
        return server.casefold() == "localhost"
