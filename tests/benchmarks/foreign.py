"""Notebooks of other people: nothing of Thongbao in them, written the way people write them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

if TYPE_CHECKING:
    from pathlib import Path

PARAMETERS = 'county = "000"\npanel = ""'
FIGURE = """
fig, ax = plt.subplots(figsize=(7, 3.5))
ax.bar(own["date"], own["{new}"], color="tab:{color}", alpha=0.6, label="{new}")
ax.plot(own["date"], own["{new}"].rolling(7, min_periods=1).mean(), color="k", lw=2, label="7-day mean")
ax.set_title(f"{{county}}: {new}")
ax.set_ylabel("people")
ax.legend()
fig.autofmt_xdate()
plt.show()
"""


def panel(folder: Path) -> Path:
    """Write the data: 300 rows, 10 counties x 30 days."""
    lines = ["county,date,cases,suspected,screened,isolated"]
    for county in range(10):
        for day in range(30):
            rise = math.exp(-((day - 12 - county / 2) ** 2) / 60)
            numbers = (round(40 * rise), round(25 * rise), 900 + 30 * day, round(120 * rise))
            lines.append(",".join(map(str, (f"{county:03}", f"2020-01-{day + 1:02}", *numbers))))
    path = folder / "panel.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def chart_heavy(path: Path) -> Path:
    """Write a notebook of 12 code cells and 4 figures at 150 dpi."""
    figures = [("cases", "red"), ("suspected", "orange"), ("screened", "blue"), ("isolated", "green")]
    sources = [
        "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt",
        'plt.rcParams["figure.dpi"] = 150\nplt.rcParams["axes.grid"] = True',
        'data = pd.read_csv(panel, dtype={"county": str}, parse_dates=["date"])\nown = data[data["county"] == county]',
        "own.tail()",
        *(FIGURE.format(new=new, color=color).strip() for new, color in figures),
        'week = own.set_index("date")[["cases", "suspected", "isolated"]].resample("W").sum()\nweek',
        'print(f"{county}: {int(own.cases.sum())} cases in {len(own)} days")',
        "own.describe().round(1)",
    ]
    return _write(path, sources)


def light(path: Path) -> Path:
    """Write a notebook without figures: pandas and one table."""
    sources = [
        "import pandas as pd",
        'data = pd.read_csv(panel, dtype={"county": str}, parse_dates=["date"])\nown = data[data["county"] == county]',
        'own.groupby(own["date"].dt.isocalendar().week)[["cases", "suspected"]].sum()',
    ]
    return _write(path, sources)


def _write(path: Path, sources: list[str]) -> Path:
    cells = [new_markdown_cell("# Daily report"), new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    cells += [new_code_cell(source) for source in sources]
    nb = new_notebook(cells=cells)
    nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nb, path)
    return path
