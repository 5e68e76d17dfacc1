"""`thongbao purge`: remove what is no longer to be kept."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import click

from thongbao.options import log_option, office_option, open_office

LEAST = 30
"""Days that everything is kept: so long a letter may still have to be sent again."""


def _days(_context: click.Context, _option: click.Parameter, given: str) -> int:
    found = re.fullmatch(r"([0-9]{1,5})d", given)
    if not found:
        raise click.BadParameter(f"{given!r} is not a number of days; write 400d.")
    if int(found[1]) < LEAST:
        raise click.BadParameter(f"Everything is kept for {LEAST} days at least; {given} is less.")
    return int(found[1])


@click.command()
@click.option("--older-than", "days", required=True, callback=_days, metavar="DAYSd", help="E.g. 400d; 30d at least.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed; change nothing.")
@office_option
@log_option
def purge(days: int, dry_run: bool, office: str | None) -> None:
    """Remove old editions, bytes of letters, texts about refused files, and logs.

    Reports, refusals, approvals, the audit trail, what became of letters, the inbox and the archive's file copies are
    never removed.

    \b
    Example:
      thongbao purge --older-than 400d --dry-run
    """
    from thongbao import log
    from thongbao.bulletin.gallery import write_gallery
    from thongbao.retention import find_old, remove

    here, params = open_office(office)
    code = params.office.code
    before = datetime.now(ZoneInfo(params.office.timezone)) - timedelta(days=days)
    old = find_old(here, code, before)
    what = "would be removed" if dry_run else "removed"
    if not dry_run:
        remove(here, code, old, before)
        write_gallery(here.outputs, params, ())
        log.event("purge", removed=len(old.files), letters=old.letters)
    for path in old.files:
        click.echo(f"{what}: {path.relative_to(here.home)}")
    click.echo(
        f"Older than {before.date()}, {what}: editions of {len(old.dates)} dates, bytes of {old.letters} letters, "
        f"{len(old.texts)} texts about refused files, {len(old.logs)} logs."
    )
