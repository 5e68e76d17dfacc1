"""What goes out: plan, run, check, render, letters, gallery. Never opens the reports."""

import thongbao.bulletin._quick_imports  # noqa: F401  -- before any module here imports nbformat
