"""`thongbao preview`: see it before others do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from thongbao.errors import WrongUse
from thongbao.options import Day, bulletin_option, chosen_day, locale_option, office_option, open_office

if TYPE_CHECKING:
    import threading
    from datetime import date
    from pathlib import Path

    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


@click.command()
@click.argument("what", required=False, metavar="[NOTEBOOK|DATE]")
@click.option("--date", "day_option", type=Day(), metavar="DATE", help="The day of the reports.")
@click.option("--unit", "unit", metavar="CODE", help="Whose bulletin.")
@click.option("--hard", is_flag=True, help="Of a notebook: the hardest units, side by side.")
@bulletin_option
@locale_option
@office_option
@click.option("--letter", is_flag=True, help="As a letter, at the width of a desktop and of a telephone.")
@click.option("--no-open", is_flag=True, help="Open no browser; say where the page is.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Of a notebook's page. Default: any that is free."
)
@click.option("--embedded-in", default="", hidden=True, help="The origin of a page that may hold this one in a frame.")
@click.option("--until-closed", is_flag=True, hidden=True, help="End when standard input ends.")
def preview(what: str | None, day_option: date | None, **options: Any) -> None:
    """Show a bulletin in the browser before others see it.

    Of a NOTEBOOK, a page that follows the file: each time it is saved the new page is there, with every error at its
    place. Without --unit it is shown for the unit and day of desk.yml. Of a DATE, the page that a run has made.

    \b
    Examples:
      thongbao preview notebooks/10_county_daily.ipynb --hard
      thongbao preview 10_county_daily.ipynb --unit 411702 --locale en
      thongbao preview 2020-02-19 --unit 411702 --letter
    """
    here, params = open_office(options.pop("office"))
    if what is not None and not _is_day(what):
        _live(here, params, what, day_option, options)
        return
    if options["unit"] is None:
        raise WrongUse("Give --unit CODE: whose bulletin. Or give a notebook, to see what it makes.")
    day = Day().convert(what, None, None) if what else None
    _made(here, params, chosen_day(params, day, day_option), options)


def _is_day(what: str) -> bool:
    return what[:1].isdigit() and "_" not in what and not what.endswith(".ipynb")


def _made(here: Settings, params: OfficeParams, day: date, options: dict[str, Any]) -> None:
    """Show what a run has made."""
    from thongbao.bulletin.ledger import date_folder
    from thongbao.bulletin.plan import Wish, plan

    if options["hard"]:
        raise WrongUse("--hard goes with a notebook: thongbao preview notebooks/10_county_daily.ipynb --hard")
    wish = Wish((options["unit"],), options["bulletins"], options["locale"])
    edition = plan(params, day, wish)[0]
    path = date_folder(here.outputs, params.office.code, day) / f"{edition.stem}.html"
    if not path.is_file():
        making = f"thongbao run {day} --unit {edition.unit}"
        raise WrongUse(f"{edition.stem} of {day} was not made. Make it with `{making}`.")
    if options["letter"]:
        from thongbao.bulletin.composing import compose
        from thongbao.bulletin.preview import write_preview
        from thongbao.desk.letter import recipient_of

        content = compose(here.outputs, params, recipient_of(params, edition), edition, signed=False).content
        path = path.with_name(f"{edition.bulletin}.{edition.locale}.letter.html")
        write_preview(path, content)
    _show(path.as_uri(), options, path)


def _live(here: Settings, params: OfficeParams, what: str, day: date | None, options: dict[str, Any]) -> None:
    """Follow a notebook until Ctrl-C."""
    import signal
    import threading

    from thongbao.desk.board import Board
    from thongbao.desk.choice import Asked, chosen, hard, notebook_at
    from thongbao.desk.live import follow
    from thongbao.desk.server import serving

    if options["hard"] and options["unit"]:
        raise WrongUse("--hard chooses the units itself. Leave out --unit.")
    if len(options["bulletins"]) > 1:
        raise WrongUse("A notebook is shown as one bulletin. Give --bulletin once.")
    bulletin = options["bulletins"][0] if options["bulletins"] else None
    notebook = notebook_at(here, what)
    asked = Asked(options["unit"], day, options["locale"], bulletin, options["letter"])
    shown = hard(here, params, notebook, asked) if options["hard"] else [chosen(here, params, notebook, asked)]
    board, stopped = Board([title for _, title in shown]), threading.Event()
    with serving(board, options["port"], options["embedded_in"]) as server:
        if options["until_closed"]:
            threading.Thread(target=_stop_when_closed, args=(stopped,), daemon=True).start()
        _show(server.url, options, None)
        # An editor or a service that ends this ends it as Ctrl-C does.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            follow([trial for trial, _ in shown], board, stopped)
        except KeyboardInterrupt:
            click.echo("\nThe preview has ended.", err=True)


def _stop_when_closed(stopped: threading.Event) -> None:
    sys.stdin.read()
    stopped.set()


def _show(address: str, options: dict[str, Any], path: Path | None) -> None:
    click.echo(f"{path}\n{address}" if path else address)
    sys.stdout.flush()  # who started this may read the address from a pipe
    if not options["no_open"]:
        click.launch(address)
