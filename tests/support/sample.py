"""The sample reports, made by the project's own script as a user would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SCRIPT = PROJECT / "data" / "zhumadian" / "make_reports.py"


def make_sample(folder: Path, script: Path = SCRIPT) -> str:
    """Make the sample reports in ``folder`` and return what the script printed."""
    done = subprocess.run(
        [sys.executable, script, folder], check=False, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
