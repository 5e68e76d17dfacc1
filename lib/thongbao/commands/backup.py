"""`thongbao backup` and `thongbao restore`: the store as one file, and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click


@click.command()
@click.option("--to", "path", metavar="FILE", type=click.Path(path_type=Path), help="Default: backups/ beside data/.")
def backup(path: Path | None) -> None:
    """Back the store up into one file, while others go on using it.

    The file is looked through before it gets its name, and is never written over another one.

    \b
    Example:
      thongbao backup --to /mnt/safe/2020-02-19.sqlite
    """
    from thongbao.database.backup import back_up
    from thongbao.settings import settings

    here = settings()
    to = path or here.home / "backups" / f"store-{datetime.now().astimezone():%Y%m%d-%H%M%S}.sqlite"
    counts = back_up(here.store, to)
    click.echo(f"Written and looked through: {to} ({to.stat().st_size / 1e6:.1f} MB, {counts['reports']} reports)")


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
def restore(path: Path) -> None:
    """Put a backup into an empty store: the one that THONGBAO_STORE names, of SQLite or PostgreSQL.

    \b
    Example:
      export THONGBAO_STORE=postgresql://db.example/thongbao
      thongbao restore backups/store-20200219-180000.sqlite
    """
    from thongbao.database.backup import restore as put_back
    from thongbao.settings import settings

    counts = put_back(path, settings().store)
    click.echo(f"Restored: {counts['reports']} reports, {counts['figures']} figures")
