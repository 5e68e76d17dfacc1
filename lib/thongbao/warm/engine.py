"""The papermill engine ``warm``: ``papermill --engine warm in.ipynb out.ipynb -p county X``.

It starts no kernel: the notebook runs in a process forked from the one that calls papermill, which has imported what
it needs already. Nothing that the notebook does comes back but its outputs.
"""

from __future__ import annotations

import os
from typing import Any

from papermill.engines import Engine
from papermill.exceptions import PapermillException
from papermill.log import logger

OF_A_KERNEL = "kernel_manager_class"


class WarmEngine(Engine):
    """Run a notebook in a forked process instead of a kernel. POSIX only."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,  # noqa: ARG003 -- nothing is started that one would wait for
        execution_timeout: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells of ``nb_man.nb`` in place; see papermill's Engine.

        Other keyword arguments are settings of WarmClient; those that are for a kernel manager are ignored.

        Raises:
            PapermillException: the notebook is not written in Python, or this system cannot fork.
        """
        if not hasattr(os, "fork"):
            raise PapermillException("The engine 'warm' forks, and this system cannot. Use --engine nbclient.")
        _refuse_other_languages(nb_man.nb)
        _stop_monitor(nb_man.pbar)
        # papermill imports every engine when it is imported: what this one needs waits until it is used.
        from thongbao.warm.client import WarmClient

        known = {
            name: value for name, value in kwargs.items() if name in WarmClient.class_traits() and name != OF_A_KERNEL
        }
        if execution_timeout:
            known["timeout"] = execution_timeout
        WarmClient(
            nb_man,
            kernel_name=kernel_name,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
            **known,
        ).execute()


def _refuse_other_languages(nb: Any) -> None:
    told = [nb.metadata.get("kernelspec", {}).get("language"), nb.metadata.get("language_info", {}).get("name")]
    language = next((name for name in told if name), "python")
    if language.lower() != "python":
        raise PapermillException(f"The engine 'warm' runs Python, and this notebook is written in {language}.")


def _stop_monitor(bar: Any) -> None:
    """End the thread by which tqdm redraws bars that stand still: who forks should have no other thread."""
    monitor = getattr(type(bar), "monitor", None)
    if monitor is not None:
        monitor.exit()
        bar.miniters = 1
