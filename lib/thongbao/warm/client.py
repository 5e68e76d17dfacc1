"""The parent's side: papermill's own client, with a forked process and a pipe where it has a kernel and sockets."""

from __future__ import annotations

import os
import re
import signal
import time
from contextlib import contextmanager, suppress
from itertools import pairwise
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_hook, run_sync
from papermill.clientwrap import PapermillNotebookClient
from traitlets import Int

from thongbao.warm.kernel import LANGUAGE_INFO, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode

_BACKSPACE = re.compile(r"[^\n]\b")
_CARRIAGE_RETURN = re.compile(r".*\r(?=[^\n])")
CALM_DOWN_SECONDS = 1.0
"""Between asking a process to stop and ending it."""


class OutputTooLarge(DeadKernelError):
    """A cell put out more than the run allows, and was ended."""


class WarmClient(PapermillNotebookClient):
    """Run the cells of one notebook in a process forked from this one.

    Everything that nbclient decides stays nbclient's: what an output is, display ids, tags, errors, hooks.
    """

    address_space = Int(None, allow_none=True, help="Bytes that the notebook's process may map.").tag(config=True)
    output_bytes = Int(100_000_000, help="Bytes that one cell may put out.").tag(config=True)

    def execute(self, **_: Any) -> NotebookNode:
        """Run all cells in a process of their own."""
        self.reset_execution_trackers()
        self.clear_before_next_output = False
        with self._process():
            self.papermill_execute_cells()
            self.nb.metadata["language_info"] = dict(LANGUAGE_INFO)
        nb: NotebookNode = self.nb
        return nb

    @contextmanager
    def _process(self) -> Iterator[None]:
        ours, theirs = Pipe()
        pid = os.fork()
        if pid == 0:
            ours.close()
            serve(theirs, self.address_space)
        theirs.close()
        self._pid, self._pipe = pid, ours
        try:
            yield
        finally:
            ours.close()
            _end_group(pid)

    def execute_cell(
        self, cell: NotebookNode, cell_index: int, execution_count: int | None = None, store_history: bool = True
    ) -> NotebookNode:
        """Run one code cell; see nbclient for what is raised."""
        run = run_sync(run_hook)
        run(self.on_cell_start, cell=cell, cell_index=cell_index)
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        if self.record_timing:
            cell["metadata"]["execution"] = {}
        run(self.on_cell_execute, cell=cell, cell_index=cell_index)
        cell.outputs = []
        self.clear_before_next_output = False
        reply = self._reply(cell, cell_index, store_history=store_history)
        self.code_cells_executed += 1
        run(self.on_cell_complete, cell=cell, cell_index=cell_index)
        cell["execution_count"] = execution_count or reply["content"]["execution_count"]
        run(self.on_cell_executed, cell=cell, cell_index=cell_index, execute_reply=reply)
        if self.coalesce_streams:
            cell.outputs = coalesced(cell.outputs)
        run_sync(self._check_raise_for_error)(cell, cell_index, reply)
        self.nb["cells"][cell_index] = cell
        return cell

    def _reply(self, cell: NotebookNode, cell_index: int, *, store_history: bool) -> dict[str, Any]:
        """Send a cell, take its messages as they come, and return its reply."""
        timeout = self._get_timeout(cell)
        deadline = None if timeout is None or timeout < 0 else time.monotonic() + timeout
        put_out = 0
        try:
            self._pipe.send((cell.source, store_history))
            while True:
                left = None if deadline is None else max(0.0, deadline - time.monotonic())
                if not self._pipe.poll(left):
                    self._interrupt()
                    raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", timeout, cell)
                kind, content = self._pipe.recv()
                if kind == "reply":
                    return {"content": content}
                put_out += _size(content)
                if put_out > self.output_bytes:
                    raise OutputTooLarge(f"Cell '{cell.id}' put out more than {self.output_bytes:,} bytes")
                self.process_message(_as_received(content), cell, cell_index)
        except (EOFError, ConnectionError) as error:
            raise DeadKernelError(f"Kernel died in cell '{cell.get('id', cell_index)}'{self._how()}") from error

    def _how(self) -> str:
        with suppress(ChildProcessError):
            _, status = os.waitpid(self._pid, 0)
            if os.WIFSIGNALED(status):
                return f": {signal.Signals(os.WTERMSIG(status)).name}"
            return f": exit code {os.WEXITSTATUS(status)}"
        return ""

    def _interrupt(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGINT)


def coalesced(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what was written to each stream, as nbclient does: first place counts, stdout before stderr beside it."""
    joined: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        if output["output_type"] == "stream":
            streams[output["name"]] = output
        joined.append(output)
    for output in streams.values():
        output["text"] = _as_a_terminal_shows(output["text"])
    for at, (one, other) in enumerate(pairwise(joined)):
        if one.get("name") == "stderr" and other.get("name") == "stdout":
            joined[at : at + 2] = [other, one]
    return joined


def _as_a_terminal_shows(text: str) -> str:
    """Apply backspaces and carriage returns, as progress bars use them."""
    while (shorter := _BACKSPACE.sub("", text)) != text:
        text = shorter
    return _CARRIAGE_RETURN.sub("", text)


def _as_received(content: dict[str, Any]) -> dict[str, Any]:
    """Give a message the frame that nbclient expects of one that came through a socket."""
    return {**content, "header": {"msg_type": content["msg_type"]}, "parent_header": {}}


def _size(content: dict[str, Any]) -> int:
    """Estimate what a message weighs: the lengths of its texts."""
    body = content["content"]
    return len(body.get("text", "")) + sum(len(v) for v in body.get("data", {}).values() if isinstance(v, str))


def _end_group(pid: int) -> None:
    """End the notebook's process and everything that it has started and left behind."""
    deadline = time.monotonic() + CALM_DOWN_SECONDS
    while time.monotonic() < deadline:
        with suppress(ChildProcessError):
            done, _ = os.waitpid(pid, os.WNOHANG)
            if done == 0:
                time.sleep(0.002)
                continue
        break
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
