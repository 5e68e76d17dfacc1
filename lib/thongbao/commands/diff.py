"""`thongbao diff`: what changed between two editions, or between two runs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from thongbao.errors import WrongUse

SHOWN = 40


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--all", "everything", is_flag=True, help=f"Show every change, not only the first {SHOWN} of an edition.")
@click.option("--exit-code", is_flag=True, help="End with 1 where something changed, for scripts.")
def diff(old: Path, new: Path, everything: bool, exit_code: bool) -> None:
    """Say what changed from one edition to another, figures first: two pages, or the folders of two runs.

    \b
    Example:
      thongbao diff outputs/zhumadian/2020-02-18 outputs/zhumadian/2020-02-19
    """
    from thongbao.bulletin.compare import compare
    from thongbao.language import counted

    changed = 0
    for name, one, other in _pairs(old, new):
        if one is None or other is None:
            click.echo(f"{name}: only in {new if one is None else old}")
            changed += 1
            continue
        found = compare(_read(one), _read(other))
        if not found:
            continue
        changed += 1
        lines = [f"  {change.place}: {change.old or '–'} → {change.new or '–'}" for change in found.figures]
        lines += [f"  - {text}" for text in found.gone] + [f"  + {text}" for text in found.come]
        click.echo(f"{name}: {counted(len(found.figures), 'figure')} changed")
        click.echo("\n".join(lines if everything else lines[:SHOWN]))
        if len(lines) > SHOWN and not everything:
            click.echo(f"  … and {len(lines) - SHOWN} more lines; --all shows them")
    click.echo("Nothing changed." if not changed else f"{counted(changed, 'edition')} changed.")
    sys.exit(1 if changed and exit_code else 0)


def _pairs(old: Path, new: Path) -> list[tuple[str, Path | None, Path | None]]:
    """Return name, older and newer page of every edition in either place."""
    for path in (old, new):
        if not path.exists():
            raise WrongUse(
                f"{path} is not there. Give two pages, or the folders of two dates, e.g. outputs/OFFICE/DATE."
            )
    if old.is_file() and new.is_file():
        return [(new.name, old, new)]
    if old.is_file() or new.is_file():
        raise WrongUse("A page can only be compared with a page, and a folder with a folder. Give two of a kind.")
    before, after = ({p.relative_to(at).as_posix(): p for p in sorted(at.glob("*/*.html"))} for at in (old, new))
    if not before and not after:
        raise WrongUse(
            f"Neither {old} nor {new} holds editions. Give the folders of two dates, e.g. outputs/OFFICE/DATE."
        )
    return [(name, before.get(name), after.get(name)) for name in sorted({*before, *after})]


def _read(page: Path) -> str:
    try:
        return page.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUse(f"{page} could not be read as a page: {error}") from error
