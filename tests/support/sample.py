"""The sample reports, made by the project's own script as a user would."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.records import OfficeParams

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "data" / "zhumadian" / "make_reports.py"


@cache
def shipped(office: str) -> OfficeParams:
    """Return the settings of a sample office as they are shipped, read once: checking all its forms takes a while."""
    return read_office(PROJECT / "params", office)


def small_params() -> OfficeParams:
    """Return the sample office with three forms and two bulletins, as `conftest.small_office` cuts it down."""
    whole = shipped("zhumadian")
    forms = tuple(form for form in whole.forms if form.code in ("screening", "isolation", "cases"))
    bulletins = tuple(one for one in whole.bulletins if one.code in ("county_daily", "city_rollup"))
    return whole.model_copy(update={"forms": forms, "bulletins": bulletins})


def make_sample(folder: Path, script: Path = SCRIPT) -> str:
    """Make the sample reports in ``folder`` and return what the script printed."""
    done = subprocess.run(
        [sys.executable, script, folder], check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
