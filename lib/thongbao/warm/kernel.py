"""The notebook's process: take cells from a pipe, run them in the shell, send back what they put out."""

from __future__ import annotations

import asyncio
import atexit
import gc
import json
import os
import signal
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any

from IPython.core.async_helpers import _asyncio_runner

from thongbao.warm.fresh import show_figures_inline, start_afresh
from thongbao.warm.shell import new_shell

if TYPE_CHECKING:
    from types import FrameType

    from ipykernel.zmqshell import ZMQInteractiveShell

    from thongbao.warm.speaker import Speaker

COLLECT_AFTER = 10_000
"""New objects that bring the garbage collector; Python's own 700 (2,000 from 3.14 on) let it run a hundred times in one
figure, and find nothing. One figure is more than 10,000 objects, so figures that a notebook drops are still collected
one by one."""
LANGUAGE_INFO = {
    "name": "python",
    "version": sys.version.split()[0],
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


def serve(speaker: Speaker, address_space: int | None, folder: str | None) -> None:
    """Run cells until the client closes its end or the notebook calls ``exit()``; never return to what called it.

    Args:
        speaker: this process's end of the line.
        address_space: bytes that the notebook may map beyond what is mapped at its start, None for no limit.
        folder: where the notebook runs, None for where the client is.
    """
    code = 1
    try:
        start_afresh(address_space)
        if folder is not None:
            os.chdir(folder)
        sys.stdout, sys.stderr = speaker.streams["stdout"], speaker.streams["stderr"]
        shell = new_shell(speaker.send)
        show_figures_inline()
        gc.freeze()  # the shell stays as long as the process: no collection need look at it
        gc.set_threshold(COLLECT_AFTER, *gc.get_threshold()[1:])
        # As in a kernel, a loop is running while cells run, so that tasks started in one go on in the next.
        asyncio.new_event_loop().run_until_complete(_cells(shell, speaker))
        code = 0
        # What the interpreter does at its end; a process that ends by os._exit does not.
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001
        atexit._run_exitfuncs()  # noqa: SLF001
    except BaseException:  # noqa: BLE001 -- said in the notebook's stderr, which the client still reads
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


async def _cells(shell: ZMQInteractiveShell, speaker: Speaker) -> None:
    asked = asyncio.Event()
    asyncio.get_running_loop().add_reader(speaker.pipe.fileno(), asked.set)
    while not shell.exit_now:
        await asked.wait()
        try:
            source, store_history = json.loads(speaker.pipe.recv_bytes())
        except (EOFError, OSError):
            return
        asked.clear()
        speaker.reply(await _run(shell, source, store_history=store_history))


async def _run(shell: ZMQInteractiveShell, source: str, *, store_history: bool) -> dict[str, Any]:
    """Run one cell and return its reply, as ipykernel's ``do_execute`` does."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        result = await _result(shell, source, store_history=store_history)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    error = result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
    shown_badly = getattr(shell, "_last_traceback_during_displayhook", False)
    reply: dict[str, Any] = {"status": "ok", "execution_count": shell.execution_count - 1}
    if not result.success or shown_badly:
        lines = getattr(shell, "_last_traceback", None) or []
        reply |= {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": lines}
    if shell.payload_manager is not None:
        shell.payload_manager.clear_payload()
    return reply


async def _result(shell: ZMQInteractiveShell, source: str, *, store_history: bool) -> Any:
    """Let the shell run a cell, one that awaits at top level as a task."""
    failed = None
    try:
        transformed = shell.transform_cell(source)
    except Exception:  # noqa: BLE001 -- the shell shows it
        transformed, failed = source, sys.exc_info()
    how = {"transformed_cell": transformed, "preprocessing_exc_tuple": failed}
    if shell.loop_runner is not _asyncio_runner or not shell.should_run_async(source, **how):
        return shell.run_cell(source, store_history=store_history)
    task = asyncio.ensure_future(shell.run_cell_async(source, store_history=store_history, **how))
    loop = asyncio.get_running_loop()

    def cancel(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(task.cancel)

    signal.signal(signal.SIGINT, cancel)
    result = None
    try:
        result = await task
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    return result
