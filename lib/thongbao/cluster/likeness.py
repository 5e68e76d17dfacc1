"""What this machine would make editions with. All machines of a batch must say the same."""

from __future__ import annotations

import json
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
from sqlalchemy import make_url

from thongbao.bulletin.fingerprint import DRAWN_WITH
from thongbao.cluster.batch import DIGITS, FAULT, PROGRAM, STORE, program
from thongbao.data.newest import newest_report
from thongbao.database import open_store
from thongbao.errors import ThongbaoError, WrongUse
from thongbao.files import sha256
from thongbao.params.office import read_office
from thongbao.settings import settings

if TYPE_CHECKING:
    from thongbao.cluster.batch import Asked, Likeness
    from thongbao.settings import Settings

OVER_THE_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "fuse.sshfs", "fuse.glusterfs"}
)
"""Kinds of drives on which SQLite's locks do not hold between machines."""


def likeness(asked: Asked, here: Settings | None = None) -> Likeness:
    """Say what this machine would make an office's editions with.

    Args:
        here: where home and store are; as the environment says by default.
    """
    try:
        here = here or settings()
        if not here.params.is_dir():
            raise WrongUse(
                f"there is no project at {here.home}. Copy it there, or start the worker with THONGBAO_HOME."
            )
        params = read_office(here.params, asked.office)
        not_over_the_network(here.store)
        number, digest = newest_report(open_store(here.store), asked.office, asked.report)
    except (ThongbaoError, OSError) as error:
        return {FAULT: str(error)}
    return {
        "system": sys.platform,
        "python": platform.python_version(),
        PROGRAM: program(),
        **{name: _version(name) for name in (*DRAWN_WITH, "distributed")},
        f"params/{asked.office}": sha256(params.model_dump_json(exclude={"recipients", "mail"}))[:DIGITS],
        "modules in notebooks/": _helpers(here),
        STORE: f"report {number} ({digest[:DIGITS]})" if digest else "",
    }


def report_in(found: Likeness) -> int | None:
    """Return the number of the report that was looked at, None where there is none."""
    said = found.get(STORE, "")
    return int(said.split()[1]) if said else None


def not_over_the_network(store: str) -> None:
    """Refuse SQLite on a network drive.

    Raises:
        WrongUse: the store is such a file.
    """
    address = make_url(store)
    if address.get_backend_name() != "sqlite" or not address.database:
        return
    path = Path(address.database).absolute()
    drives = {Path(part.mountpoint): part.fstype for part in psutil.disk_partitions(all=True)}
    kind = next((drives[folder] for folder in path.parents if folder in drives), "")
    if kind in OVER_THE_NETWORK:
        raise WrongUse(
            f"the store {path} is a SQLite file on a network drive ({kind}), where its locks do not hold between "
            "machines. Use PostgreSQL (THONGBAO_STORE)."
        )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _helpers(here: Settings) -> str:
    """Return the digest of the modules beside the notebooks; the notebooks themselves are sent."""
    found = [
        (path.relative_to(here.notebooks).as_posix(), sha256(path.read_bytes()))
        for path in sorted(here.notebooks.rglob("*.py"))
    ]
    return sha256(json.dumps(found))[:DIGITS]
