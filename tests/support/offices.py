"""Both sample offices as they are shipped, with their reports taken in: every form, every bulletin."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import thongbao_process
from thongbao.settings import settings

if TYPE_CHECKING:
    from thongbao.records import Locale
    from thongbao.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
DAYS = {"zhumadian": date(2020, 2, 14), "thai-binh": date(2021, 9, 10)}
"""Fridays: weekly bulletins are due."""

UNITS = {"zhumadian": ("411722", "411700"), "thai-binh": ("338", "34")}
"""Of each office one unit and the whole."""

OWN: dict[str, Locale] = {"zhumadian": "zh_Hans", "thai-binh": "vi"}


def make_offices(folder: Path, inbox_of_zhumadian: Path) -> Settings:
    """Copy both offices into an empty folder and do what `make bulletins` does up to the first bulletin.

    Args:
        folder: empty.
        inbox_of_zhumadian: its reports, made already.
    """
    ignored = shutil.ignore_patterns("inbox", "intake", "__pycache__")
    shutil.copytree(PROJECT / "params", folder / "params")
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    for name in ("made", *DAYS):
        shutil.copytree(PROJECT / "data" / name, folder / "data" / name, ignore=ignored)
    shutil.copytree(inbox_of_zhumadian, folder / "data" / "zhumadian" / "inbox")
    for office in DAYS:
        inbox = folder / "data" / office / "inbox"
        if not inbox.exists():
            made = thongbao_process([str(folder / "data" / office / "make_reports.py"), str(inbox)], folder)
            assert made.returncode == 0, made.stderr
        taken = thongbao_process(["-m", "thongbao", "intake", "--office", office, "--backfill", str(inbox)], folder)
        assert taken.returncode == 1, taken.stdout + taken.stderr  # some sample reports are refused, and that is said
    return settings(folder)


def make_editions(home: Settings, office: str, locale: Locale, units: tuple[str, ...], bulletin: str = "") -> str:
    """Make all bulletins, or one, of some units of an office in one language; return what is said of failures."""
    asked = [word for unit in units for word in ("--unit", unit)]
    asked += ["--bulletin", bulletin] if bulletin else []
    day = DAYS[office].isoformat()
    made = thongbao_process(["-m", "thongbao", "run", day, "--office", office, "--locale", locale, *asked], home.home)
    return "" if made.returncode == 0 else made.stdout + made.stderr


def page(home: Settings, office: str, name: str, locale: str = "") -> Path:
    """Return the page of one edition, e.g. ``411700/online_learning_all``."""
    return home.outputs / office / DAYS[office].isoformat() / f"{name}.{locale or OWN[office]}.html"
