"""What an import costs."""

from __future__ import annotations

import subprocess
import sys


def test_importing_report_loads_no_drawing_and_no_notebook_libraries() -> None:
    """A bulletin without pictures never pays for matplotlib, and no bulletin for nbconvert."""
    heavy = "matplotlib PIL nbformat nbconvert papermill alembic"
    code = f"import sys, thongbao.report; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "[]"
