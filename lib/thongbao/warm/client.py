"""papermill's own client, with a forked process and a pipe where it has a kernel and sockets."""

from __future__ import annotations

import math
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nbclient.client import NotebookClient
from nbclient.util import run_hook, run_sync
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from traitlets import Int

from thongbao.warm.coalesce import coalesced
from thongbao.warm.kernel import LANGUAGE_INFO, serve
from thongbao.warm.limits import CellTooSlow, NotebookTooSlow
from thongbao.warm.link import TIMEOUT, Link
from thongbao.warm.speaker import REPLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbclient.exceptions import CellTimeoutError

    from thongbao.warm.speaker import Speaker

LEAVE_SECONDS = 5.0
"""For what the notebook wants done at its end (atexit, threads that are not daemons); as long as Jupyter waits."""
CALM_DOWN_SECONDS = 1.0
"""For a cell that was interrupted."""


class WarmClient(PapermillNotebookClient):
    """Run the cells of one notebook in a process forked from this one.

    What nbclient decides stays nbclient's: what an output is, display ids, tags, errors, hooks.
    """

    address_space = Int(None, allow_none=True, help="Bytes that the notebook may map.").tag(config=True)
    output_bytes = Int(100_000_000, help="Bytes that one cell may put out.").tag(config=True)
    notebook_output_bytes = Int(500_000_000, help="Bytes that all cells may put out.").tag(config=True)
    notebook_seconds = Int(None, allow_none=True, help="Wall time that all cells may take.").tag(config=True)

    def execute(self, **_: Any) -> NotebookNode:
        """Run all cells in a process of their own."""
        self.reset_execution_trackers()
        self.clear_before_next_output = False
        self._count = 1
        self._ends = time.monotonic() + self.notebook_seconds if self.notebook_seconds else None
        with self._process():
            self._hook("on_notebook_start", notebook=self.nb)
            self.log.info(f"Executing notebook with kernel: {self.kernel_name}")
            self.papermill_execute_cells()
            self.nb.metadata["language_info"] = NotebookNode(LANGUAGE_INFO)
        nb: NotebookNode = self.nb
        return nb

    @contextmanager
    def _process(self) -> Iterator[None]:
        folder = self.resources.get("metadata", {}).get("path") or None

        def run(speaker: Speaker) -> None:
            serve(speaker, self.address_space, folder)

        self._link = Link(run, self._heard, self.output_bytes, self.notebook_output_bytes)
        patience = CALM_DOWN_SECONDS
        try:
            yield
            patience = LEAVE_SECONDS
        finally:
            if patience == CALM_DOWN_SECONDS:
                self._link.process.interrupt()
            self._link.close(patience)

    def execute_cell(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None = None, store_history: bool = True
    ) -> NotebookNode:
        """Run one code cell; see nbclient for what is raised."""
        self._hook("on_cell_start", cell=cell, cell_index=cell_index)
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        if self.skip_cells_with_tag in cell.metadata.get("tags", []):
            return cell
        self._hook("on_cell_execute", cell=cell, cell_index=cell_index)
        cell.outputs = []
        self.clear_before_next_output = False
        if self.record_timing:
            cell["metadata"]["execution"] = NotebookNode()
        self._stamp(cell, "iopub.status.busy", "iopub.execute_input")
        cell["execution_count"] = execution_count or self._count
        self._hook("on_cell_complete", cell=cell, cell_index=cell_index)
        self.code_cells_executed += 1
        try:
            reply = {"content": self._reply(cell, cell_index, store_history=store_history)}
        finally:
            for output in cell.outputs:
                if output["output_type"] == "stream":
                    output["text"] = "".join(output["text"])
        self._stamp(cell, "shell.execute_reply", "iopub.status.idle")
        self._hook("on_cell_executed", cell=cell, cell_index=cell_index, execute_reply=reply)
        if self.coalesce_streams:
            cell.outputs = coalesced(cell.outputs)
        if reply["content"]["status"] == "error":
            run_sync(self._check_raise_for_error)(cell, cell_index, reply)
        self.nb["cells"][cell_index] = cell
        return cell

    def _reply(self, cell: NotebookNode, cell_index: int, *, store_history: bool) -> dict[str, Any]:
        """Run a cell, take its messages as they come, and return its reply."""
        cell_id = str(cell.get("id", cell_index))
        self._link.until = self._until(cell)
        for kind, content in self._link.run(cell.source, cell_id, store_history=store_history):
            if kind == REPLY:
                self._count = content["execution_count"] + 1
                return content
            if kind == TIMEOUT:
                self.log.error(f"Timeout waiting for execute reply ({self._get_timeout(cell)}s).")
                error = self._too_slow(cell_id, self._get_timeout(cell))
                if not self.interrupt_on_timeout or isinstance(error, NotebookTooSlow):
                    raise error
                self._link.process.interrupt()
                if self.error_on_timeout:
                    return {**self.error_on_timeout, "status": "error"}
                self._link.until = self._until(cell)
            elif kind == "stream":
                # Not papermill's, which would log what has been logged when it was read.
                NotebookClient.process_message(self, _as_received(kind, content), cell, cell_index)
            else:
                self.process_message(_as_received(kind, content), cell, cell_index)
        raise AssertionError("a cell has ended without a reply")

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        """Take an output; what is written without anything between it is one output, as in JupyterLab."""
        if msg["msg_type"] == "stream":
            name, text = msg["content"]["name"], msg["content"]["text"]
            if outs and outs[-1].get("name") == name and not self.clear_before_next_output:
                outs[-1]["text"].append(text)
                return None
            msg["content"]["text"] = [text]
        output: NotebookNode | None = super().output(outs, msg, display_id, cell_index)
        return output

    def _heard(self, name: str, text: str) -> None:
        if self.log_output or self.stdout_file or self.stderr_file:
            self.log_output_message(new_output("stream", name=name, text=text))

    def _until(self, cell: NotebookNode) -> float:
        timeout = self._get_timeout(cell)
        ends = [] if self._ends is None else [self._ends]
        return min([*ends, math.inf if timeout is None else time.monotonic() + timeout])

    def _too_slow(self, cell_id: str, timeout: float | None) -> CellTimeoutError:
        if self._ends is not None and time.monotonic() >= self._ends:
            return NotebookTooSlow(cell_id, self.notebook_seconds or 0)
        return CellTooSlow(cell_id, timeout or 0)

    def _stamp(self, cell: NotebookNode, *events: str) -> None:
        if self.record_timing:
            now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
            cell["metadata"]["execution"].update(dict.fromkeys(events, now))

    def _hook(self, name: str, **what: Any) -> None:
        hook = getattr(self, name)
        if hook is not None:
            run_sync(run_hook)(hook, **what)


def _as_received(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """Give a message the frame that nbclient expects of one that came through a socket."""
    return {"msg_type": kind, "content": content, "header": {"msg_type": kind}, "parent_header": {}}
