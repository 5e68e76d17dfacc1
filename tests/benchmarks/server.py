"""A warm process that runs a foreign notebook in a forked child, in several ways; started by test_engine.py.

It reads lines "HOW WORKERS TIMES NOTEBOOK PANEL FOLDER" (JSON lists) and answers each with [wall, cpu] of all children.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import thongbao.bulletin  # first: it makes the import of nbformat quick

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import jinja2
import matplotlib as mpl
import matplotlib.pyplot as plt
import matplotlib_inline.backend_inline  # noqa: F401  -- what the notebook's shell uses
import nbformat
import pandas as pd
import papermill
from nbconvert import HTMLExporter

import thongbao.warm.client
import thongbao.warm.kernel  # noqa: F401

TEMPLATE = jinja2.Template("<!doctype html><title>{{ title }}</title>{% for part in parts %}{{ part }}{% endfor %}")


def floor(notebook: str, panel: str, out: Path) -> None:
    """Run the cells as plain code, save the figures, fill a template: nothing can be quicker without changing it."""
    mpl.use("agg")
    names: dict[str, Any] = {}
    parts: list[str] = []
    printed = io.StringIO()

    def show() -> None:
        for number in plt.get_fignums():
            picture = io.BytesIO()
            plt.figure(number).savefig(picture, format="png", bbox_inches="tight")
            parts.append(f'<img src="data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}">')
        plt.close("all")

    plt.show = show  # type: ignore[assignment]
    for cell in json.loads(Path(notebook).read_text())["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            with contextlib.redirect_stdout(printed):
                exec(compile(source, "cell", "exec"), names)  # noqa: S102 -- the benchmark's own notebook
            if "parameters" in cell["metadata"].get("tags", []):
                names |= {"county": "003", "panel": panel}
            last = source.splitlines()[-1]
            if isinstance(names.get(last), pd.DataFrame):
                parts.append(names[last].to_html())
    out.write_text(TEMPLATE.render(title="003", parts=[*parts, printed.getvalue()]))


def engine(notebook: str, panel: str, out: Path) -> None:
    """Run it by papermill with the engine ``warm``."""
    papermill.execute_notebook(
        notebook, out.with_suffix(".ipynb"), parameters={"county": "003", "panel": panel}, engine_name="warm",
        kernel_name="python3", progress_bar=False, request_save_on_cell_execute=False,
    )  # fmt: skip


def page(notebook: str, panel: str, out: Path) -> None:
    """Run it by the engine and make nbconvert's own page of it."""
    engine(notebook, panel, out)
    html, _ = EXPORTER.from_notebook_node(nbformat.read(out.with_suffix(".ipynb"), as_version=4))
    out.write_text(html)


def run(how: str, workers: int, times: int, notebook: str, panel: str, folder: str) -> list[float]:
    """Fork ``times`` children, ``workers`` at a time, and return wall and processor seconds of all."""
    started, cpu, running, begun = time.perf_counter(), 0.0, 0, 0
    while begun < times or running:
        while begun < times and running < workers:
            if os.fork() == 0:
                try:
                    globals()[how](notebook, panel, Path(folder) / f"{how}{begun}.html")
                except BaseException as error:  # noqa: BLE001 -- the child must not go on as a second server
                    print(repr(error), file=sys.stderr, flush=True)
                    os._exit(1)
                os._exit(0)
            begun, running = begun + 1, running + 1
        _, status, used = os.wait4(-1, 0)
        assert status == 0, how
        running, cpu = running - 1, cpu + used.ru_utime + used.ru_stime
    return [time.perf_counter() - started, cpu]


def _warm() -> None:
    """Draw one figure and convert one notebook, as any warm process may before it forks."""
    mpl.use("agg")
    figure, axes = plt.subplots()
    axes.bar([pd.Timestamp("2020-01-01")], [1], label="a")
    axes.legend()
    figure.savefig(io.BytesIO(), bbox_inches="tight")
    plt.close(figure)
    nb = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1"), nbformat.v4.new_markdown_cell("a")])
    EXPORTER.from_notebook_node(nb)


if __name__ == "__main__":
    EXPORTER = HTMLExporter()
    _warm()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(run(*json.loads(line))), flush=True)
