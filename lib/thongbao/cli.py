"""The command line. Every command does one step of the story and says plainly what came of it."""

from __future__ import annotations

import click

from thongbao.commands.approve import approve
from thongbao.commands.audit import audit
from thongbao.commands.backup import backup, restore
from thongbao.commands.bounces import bounces
from thongbao.commands.check import check
from thongbao.commands.diff import diff
from thongbao.commands.export import export
from thongbao.commands.form import form
from thongbao.commands.gallery import gallery
from thongbao.commands.init import init
from thongbao.commands.intake import intake
from thongbao.commands.letters import letters
from thongbao.commands.new import new
from thongbao.commands.pdf import pdf
from thongbao.commands.preview import preview
from thongbao.commands.purge import purge
from thongbao.commands.release import release
from thongbao.commands.remind import remind
from thongbao.commands.run import run
from thongbao.commands.schema import schema
from thongbao.commands.send import send
from thongbao.commands.status import status
from thongbao.commands.unsubscribe import unsubscribe
from thongbao.options import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="thongbao", prog_name="thongbao")
def main() -> None:
    """From county reports to a right, readable bulletin for every county.

    \b
    A day's work:
      thongbao intake data/zhumadian/inbox
      thongbao status 2020-02-19
      thongbao run 2020-02-19
      thongbao approve 2020-02-19 --by director
      thongbao send 2020-02-19
    """


for command in (
    intake,
    status,
    run,
    preview,
    pdf,
    approve,
    letters,
    remind,
    send,
    release,
    bounces,
    gallery,
    unsubscribe,
    audit,
    form,
    check,
    init,
    new,
    diff,
    schema,
    export,
    backup,
    restore,
    purge,
):
    main.add_command(command)
