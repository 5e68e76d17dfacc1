"""What the process from which editions are forked does once for all of them."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.filled import COUNTY, put_published
from thongbao import report
from thongbao.report.load import office_params

if TYPE_CHECKING:
    from thongbao.settings import Settings

SHOW = f"""
{{first}}
from thongbao import report
day = report.load({COUNTY!r}, "2020-02-19", "zh_Hans", "zhumadian")
every = day.every_measure()
for part in (report.headline(day, *every), report.trend(day, *every), report.reporting(day)):
    print(part.html)
"""
THREADS = "import os; print(len(os.listdir('/proc/self/task')))"


def said_by(program: str, home: Settings) -> str:
    """Run a program in a fresh process that treats warnings as errors."""
    environment = {**os.environ, "THONGBAO_HOME": str(home.home), "THONGBAO_OFFICE": "zhumadian"}
    environment["OPENBLAS_NUM_THREADS"] = "1"
    command = [sys.executable, "-W", "error::UserWarning:thongbao", "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_made_ready_changes_no_page(home: Settings) -> None:
    """The first bulletin of a process and one that finds everything loaded are the same, to the byte."""
    put_published(home)

    cold, ready = (said_by(SHOW.format(first=first), home) for first in ("", "import thongbao.report.ready"))

    assert "data:image/png" in cold
    assert ready == cold


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="threads are counted by Linux's /proc")  # noqa: PTH112
@pytest.mark.parametrize("module", ["thongbao.report.ready", "thongbao.bulletin.ready"])
def test_a_process_that_is_ready_has_one_thread_and_loads_what_draws(home: Settings, module: str) -> None:
    """A second thread could hold a lock at the fork, which its child would wait for without end."""
    loaded = "matplotlib.backends.backend_agg" if "report" in module else "nbconvert.exporters"
    said = said_by(f"import sys, {module}; assert {loaded!r} in sys.modules\n{THREADS}", home)

    assert said.strip() == "1"


def test_an_office_is_read_again_when_one_of_its_files_has_changed(home: Settings) -> None:
    """What is kept from one bulletin to the next never hides what an analyst has just corrected."""
    put_published(home)
    first = office_params(home.params, "zhumadian")
    again = office_params(home.params, "zhumadian")
    units = home.params / "zhumadian" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("Yicheng", "Yicheng District"), encoding="utf-8")

    assert again is first
    assert str(report.load(COUNTY, "2020-02-19", "en", "zhumadian").unit) == "Yicheng District"
