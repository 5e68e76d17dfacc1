"""Batches in this process, quick enough to be stopped or hindered at every single step that they take on the disk.

The pool is replaced by a loop and papermill by what it once returned; all else is what a batch really does: planning,
checking, rendering, writing, the ledger and the gallery.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
from nbformat.v4 import new_output

import thongbao.bulletin.run as making
from support.unrun import code
from thongbao import files, flow
from thongbao.bulletin.run import make_edition
from thongbao.records import BLOCK_MIME, RECEIPT_MIME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pytest

    from thongbao.bulletin.job import Job

LOG = "executed.txt"
"""In the home: one line for each edition whose notebook was run, however the batch ended."""


def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let batches run their jobs one after the other in this process, without kernels."""

    def one_by_one(job: Callable[[Job], Any], items: Iterable[Job], **_: object) -> Iterator[tuple[Job, Any]]:
        assert job is make_edition
        for item in items:
            yield item, job(item)

    monkeypatch.setattr(flow, "run_jobs", one_by_one)
    monkeypatch.setattr(making, "execute", _executed)


def _executed(notebook: str, parameters: dict[str, str], work: Path, *_: object) -> nbformat.NotebookNode:
    """Return the notebook as papermill would: the table and the receipt of whom it was asked for."""
    home = work.parents[3]
    handle = REAL["open"](home / LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    REAL["write"](handle, f"{parameters['county']}.{parameters['locale']}\n".encode())
    os.close(handle)
    nb = nbformat.reads(notebook, as_version=4)
    given = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    nb.cells.insert(1, code(given, "injected-parameters", "injected-parameters"))
    receipt = {name: parameters[name] for name in ("office", "date", "locale")} | {"unit": parameters["county"]}
    receipt |= {"slices": [], "received_to": None, "digest": "0" * 64}  # type: ignore[dict-item]
    table = "<table><caption>t</caption><tbody><tr><th scope='row'>a</th><td class='n'>1</td></tr></tbody></table>"
    shown: dict[str, dict[str, Any]] = {
        "table": {"text/plain": "t", "text/html": table, BLOCK_MIME: {"kind": "table", "size": 1}},
        "sign": {"text/plain": "", RECEIPT_MIME: receipt},
    }
    for count, cell in enumerate((c for c in nb.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
        cell.outputs = [new_output("display_data", shown[cell.id])] if cell.id in shown else []
    return nb


REAL: dict[str, Any] = {"open": os.open, "write": os.write, "fsync": os.fsync, "replace": Path.replace}
REAL |= {"unlink": Path.unlink, "mkdir": Path.mkdir, "mkstemp": tempfile.mkstemp, "fdopen": os.fdopen}


@contextmanager
def every_step(meet: Callable[[str], None]) -> Iterator[None]:
    """Call ``meet`` with a word before each step that changes the disk: open, write, fsync, rename, remove or mkdir."""

    def before(step: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kw: Any) -> Any:
            meet(step)
            return real(*args, **kw)

        return called

    class Writer:
        """What os.fdopen gives, whose writing is a step."""

        def __init__(self, *args: Any) -> None:
            self._file = REAL["fdopen"](*args)
            self.write = before("write", self._file.write)
            self.flush, self.fileno = self._file.flush, self._file.fileno

        def __enter__(self) -> Writer:
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

    replaced = [
        (files.os, "fsync", before("fsync", REAL["fsync"])),
        (files.os, "fdopen", Writer),
        (files.tempfile, "mkstemp", before("open", REAL["mkstemp"])),
        (Path, "replace", before("rename", REAL["replace"])),
        (Path, "unlink", before("remove", REAL["unlink"])),
        (Path, "mkdir", before("mkdir", REAL["mkdir"])),
    ]
    held = [(owner, name, getattr(owner, name)) for owner, name, _ in replaced]
    try:
        for owner, name, ours in replaced:
            setattr(owner, name, ours)
        yield
    finally:
        for owner, name, theirs in held:
            setattr(owner, name, theirs)


def pages(folder: Path) -> dict[str, bytes]:
    """Return the editions' pages and notebooks under a folder of outputs: name -> content."""
    found = sorted(p for p in folder.rglob("*") if p.suffix in (".html", ".ipynb") and p.name != "index.html")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
