"""A warm process that runs a foreign notebook in a forked child, in several ways; started by test_engine.py.

It reads lines "HOW WORKERS TIMES NOTEBOOK PANEL FOLDER" (JSON lists) and answers each with [wall, cpu] of all children.
"""

from __future__ import annotations

import ast
import base64
import contextlib
import gc
import io
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

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

import thongbao.warm.preload  # noqa: F401  -- as whoever runs many notebooks does

if TYPE_CHECKING:
    from collections.abc import Callable

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
            with contextlib.redirect_stdout(printed):
                value = _value("".join(cell["source"]), names)
            if "parameters" in cell["metadata"].get("tags", []):
                names |= {"county": "003", "panel": panel}
            if isinstance(value, pd.DataFrame):
                parts.append(value.to_html())
    out.write_text(TEMPLATE.render(title="003", parts=[*parts, printed.getvalue()]))


def _value(source: str, names: dict[str, Any]) -> Any:
    """Run a cell and return what its last line shows: the tables are part of the page."""
    *body, last = ast.parse(source).body
    shown = isinstance(last, ast.Expr)
    exec(compile(ast.Module(body if shown else [*body, last], []), "cell", "exec"), names)  # noqa: S102 -- our own
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if isinstance(last, ast.Expr) else None  # noqa: S307


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
    """Run a notebook ``times`` times, and return the wall and the processor seconds of all, forks included.

    Args:
        workers: children at once; 0 to run it here, one after the other: the engine forks by itself.
    """
    started, before = time.perf_counter(), _used()
    running = 0
    for number in range(times):
        out = Path(folder) / f"{how}{number}.html"
        if not workers:
            globals()[how](notebook, panel, out)
            continue
        if running == workers:
            _wait_for_one()
            running -= 1
        _fork(lambda out=out: globals()[how](notebook, panel, out))  # type: ignore[misc]
        running += 1
    for _ in range(running):
        _wait_for_one()
    return [time.perf_counter() - started, _used() - before]


def _fork(work: Callable[[], None]) -> None:
    if os.fork() == 0:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 -- the child must not go on as a second server
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)


def _wait_for_one() -> None:
    _, status = os.wait()
    assert status == 0


def _used() -> float:
    """Return the processor seconds of this process and of those it has waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


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
