"""A Postfix of the tests' own: its own configuration and queue in a folder, every letter into a Maildir there."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = ("postfix", "postconf")


def missing() -> str:
    """Say why no Postfix can be run here, "" where one can."""
    gone = [name for name in PROGRAMS if not _program(name)]
    if gone:
        return f"Postfix is not installed: {', '.join(gone)}"
    return "" if os.getuid() == 0 else "only root can start a Postfix of its own"


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@contextmanager
def postfix(domain: str, boxes: list[str]) -> Iterator[tuple[int, Path]]:
    """Run a Postfix that takes letters to some boxes of a domain; give its port and the folder of their Maildirs."""
    home = Path(tempfile.mkdtemp(prefix="thongbao-postfix-"))
    home.chmod(0o755)
    config, queue, data, mail = (home / name for name in ("etc", "queue", "data", "mail"))
    for folder in (config, queue, data, mail):
        folder.mkdir()
    account = pwd.getpwnam("postfix")
    os.chown(data, account.pw_uid, account.pw_gid)
    os.chown(mail, account.pw_uid, account.pw_gid)
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    _configure(config, queue, data, mail, port, domain, boxes, account)
    command = [str(_program("postfix")), "-c", str(config)]
    subprocess.run([*command, "start"], check=True, capture_output=True)
    try:
        _wait_for(port)
        yield port, mail
    finally:
        subprocess.run([*command, "stop"], check=False, capture_output=True)
        shutil.rmtree(home, ignore_errors=True)


def _configure(
    config: Path,
    queue: Path,
    data: Path,
    mail: Path,
    port: int,
    domain: str,
    boxes: list[str],
    account: pwd.struct_passwd,
) -> None:
    (config / "main.cf").write_text(
        f"""compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
myhostname = relay.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = {config}/mail.log
maillog_file_prefixes = {config}
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = {domain}
virtual_mailbox_base = {mail}
virtual_mailbox_maps = texthash:{config}/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{account.pw_uid}
virtual_gid_maps = static:{account.pw_gid}
smtpd_recipient_restrictions = permit_mynetworks, reject
mynetworks = 127.0.0.0/8
""",
        encoding="utf-8",
    )
    lines = [f"{box}@{domain} {box}/" for box in boxes]
    (config / "boxes").write_text("\n".join(lines) + "\n", encoding="utf-8")
    services = [
        f"127.0.0.1:{port} inet n - n - - smtpd",
        "cleanup unix n - n - 0 cleanup",
        "qmgr unix n - n 300 1 qmgr",
        "rewrite unix - - n - - trivial-rewrite",
        "bounce unix - - n - 0 bounce",
        "defer unix - - n - 0 bounce",
        "proxymap unix - - n - - proxymap",
        "smtp unix - - n - - smtp",
        "error unix - - n - - error",
        "virtual unix - n n - - virtual",
        "anvil unix - - n - 1 anvil",
        "postlog unix-dgram n - n - 1 postlogd",
    ]
    (config / "master.cf").write_text("\n".join(services) + "\n", encoding="utf-8")


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as there:
                if there.recv(4).startswith(b"220"):
                    return
        except OSError:
            pass
        assert time.monotonic() < until, "Postfix did not answer"
        time.sleep(0.05)
