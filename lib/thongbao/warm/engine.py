"""The papermill engine ``warm``: ``papermill --engine warm in.ipynb out.ipynb -p county X``.

It starts no kernel: the notebook runs in a process forked from the one that calls papermill, which has imported what
it needs already. Nothing that the notebook does comes back but its outputs.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import Engine
from papermill.log import logger


class WarmEngine(Engine):
    """Run a notebook in a forked process instead of a kernel. POSIX only."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,  # noqa: ARG003 -- there is one kernel: this Python
        log_output: bool = False,
        stdout_file: Any = None,
        stderr_file: Any = None,
        start_timeout: int = 60,  # noqa: ARG003 -- nothing is started that one would wait for
        execution_timeout: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Run the cells of ``nb_man.nb`` in place; see papermill's Engine."""
        # papermill imports every engine when it is imported: what this one needs waits until it is used.
        from thongbao.warm.client import WarmClient

        known = {name: value for name, value in kwargs.items() if WarmClient.class_traits().get(name)}
        WarmClient(
            nb_man,
            timeout=execution_timeout,
            log=logger,
            log_output=log_output,
            stdout_file=stdout_file,
            stderr_file=stderr_file,
            **known,
        ).execute()
