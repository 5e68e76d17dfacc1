"""Hand the jobs of a batch to a dask cluster, and take back what its workers made."""

from __future__ import annotations

import logging
import math
import os
import re
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, CancelledError, wait
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from thongbao.cluster.batch import FAULT, Asked, Batch, differences
from thongbao.errors import ClusterUnusable, WrongUse
from thongbao.settings import SNAPSHOT, SNAPSHOT_DAY
from thongbao.warm.pool import Ended, undisturbed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from thongbao.bulletin.job import Job, Made
    from thongbao.cluster.batch import Likeness
    from thongbao.settings import Settings

    Pool = Callable[[Sequence[Job], int], Iterator[tuple[Job, Made | Ended]]]

ADDRESS = re.compile(r"(tcp|tls)://(\[[^\]]+\]|[^:/\s]+):\d{1,5}")
CONNECT_SECONDS = 10
WITHOUT_WORKERS_SECONDS = 60.0
"""How long a batch waits for a worker where there is none: one that died is started again within seconds."""
LOOK_SECONDS = 2.0
"""How often a batch asks which workers there are while no edition comes."""
CLOSE_SECONDS = 5


@contextmanager
def connected(address: str, settings: Settings, office: str, preload: Sequence[str]) -> Iterator[Pool]:
    """Give a function that has jobs made by the workers of a cluster, as many at once as is said, 0 for all they can.

    Every worker is asked first whether it would make the same editions. What leaves the block early ends what is under
    way on the workers.

    Args:
        address: of the scheduler, ``tcp://HOST:PORT`` or ``tls://HOST:PORT``; certificates come from dask's settings.
        office: code.
        preload: modules to import once on each worker.

    Raises:
        WrongUse: the address cannot be one, or dask is not installed.
        ClusterUnusable: there is no scheduler or no worker, or a worker would make something else; also later, when all
            of them are lost.
    """
    client = _client(address)
    try:
        from thongbao.cluster.worker import leave

        batch = _batch(settings, office)
        _hold_alike(client, address, batch, tuple(preload))
        yield lambda jobs, at_once: _made(client, address, batch, jobs, at_once, tuple(preload))
        with suppress(Exception):  # everything is made; what is left on a worker ends by itself
            client.run(leave, batch.name, on_error="ignore")
    finally:
        with undisturbed(), suppress(Exception):  # what ended the run matters more than how the line was closed
            client.close(timeout=CLOSE_SECONDS)


def _client(address: str) -> Any:
    if not ADDRESS.fullmatch(address):
        raise WrongUse(f"--cluster was given {address!r}. Give the scheduler's address as tcp://HOST:PORT.")
    try:
        from distributed import Client
    except ImportError as error:
        raise WrongUse(f"--cluster needs dask ({error}). Install it: pip install 'thongbao[cluster]'.") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what the operator must know is said by us
    try:
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise ClusterUnusable(
            f"No dask scheduler answered at {address} within {CONNECT_SECONDS} s "
            f"({str(error).splitlines()[0] if str(error) else type(error).__name__}). "
            "Start one (dask scheduler), or correct --cluster."
        ) from error


def _batch(settings: Settings, office: str) -> Batch:
    from thongbao.cluster.likeness import likeness, report_in

    environment = {"THONGBAO_HOME": str(settings.home), "THONGBAO_STORE": settings.store, "THONGBAO_OFFICE": office}
    ours = likeness(Asked(office), settings)
    if FAULT in ours:
        raise ClusterUnusable(f"Editions cannot be made on a cluster: {ours[FAULT]}")
    return Batch(os.environ[SNAPSHOT], Asked(office, report_in(ours)), ours, environment)


def _hold_alike(client: Any, address: str, batch: Batch, preload: tuple[str, ...]) -> None:
    """Ask every worker what it would make editions with, before any is made."""
    from thongbao.cluster.worker import likeness_here

    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        answers = client.run(likeness_here, batch, preload, on_error="return")
    except (OSError, TimeoutError) as error:
        raise ClusterUnusable(
            f"The scheduler at {address} has no worker. Start some: dask worker {address}."
        ) from error
    found = {who: _said(answer) for who, answer in answers.items()}
    wrong = [f"{who}: {said}" for who, answer in found.items() for said in differences(batch.ours, answer)]
    if wrong:
        lines = "\n  ".join(wrong)
        raise ClusterUnusable(
            f"Workers would not make the same editions:\n  {lines}\nNothing was made. Give every machine the same "
            "environment, project and store, and start its workers again."
        )


def _said(answer: Any) -> Likeness:
    if isinstance(answer, ModuleNotFoundError) and (answer.name or "").startswith("thongbao"):
        return {FAULT: "thongbao is not installed there, or an older one: pip install 'thongbao[cluster]'"}
    if isinstance(answer, BaseException):
        return {FAULT: f"{type(answer).__name__}: {answer}"}
    likeness: Likeness = answer
    return likeness


def _made(
    client: Any, address: str, batch: Batch, jobs: Sequence[Job], at_once: int, preload: tuple[str, ...]
) -> Iterator[tuple[Job, Made | Ended]]:
    from thongbao.cluster.worker import make_here

    day = os.environ.get(SNAPSHOT_DAY, "")
    executor: Executor = client.get_executor(pure=False)  # else a second call would be given the first one's result
    workers = _Workers(client, address)
    waiting = deque(jobs)
    under_way: dict[Future[Made | Ended | None], Job] = {}
    try:
        done: list[tuple[Job, Future[Made | Ended | None]]] = []
        while waiting or under_way or done:
            # Not one more: handed out ahead, it might wait behind a long one while another worker has nothing to do.
            room = at_once or workers.editions_at_once()
            while waiting and len(under_way) < room:
                one = waiting.popleft()
                under_way[executor.submit(make_here, batch, one, preload, day)] = one
            # Only now: whoever takes a result writes it to disk, and no worker should wait for that.
            for one, future in done:
                yield one, _result(future, address)
            ended, _ = wait(under_way, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED) if under_way else ((), ())
            done = [(under_way.pop(future), future) for future in ended]
    finally:
        with undisturbed(), suppress(Exception):  # what ended the run matters more
            executor.shutdown(wait=False)


def _result(future: Future[Made | Ended | None], address: str) -> Made | Ended:
    from distributed import KilledWorker
    from distributed.scheduler import NoValidWorkerError

    try:
        result = future.result()
    except KilledWorker as error:
        return Ended(f"was lost: the workers that it ran on died, the last one was {error.last_worker.address}")
    except (CancelledError, NoValidWorkerError) as error:
        raise _lost(address) from error
    if result is None:
        raise _lost(address)
    return result


def _lost(address: str) -> ClusterUnusable:
    return ClusterUnusable(
        f"The scheduler at {address} was lost. What was made stands; run the same command again to make the rest."
    )


class _Workers:
    """The workers that there are, asked for now and then: they come and go."""

    def __init__(self, client: Any, address: str) -> None:
        self._client, self._address = client, address
        self._asked = self._seen = -math.inf
        self._threads = 0

    def editions_at_once(self) -> int:
        """Return how many editions all workers can make at once, at least 1.

        Raises:
            ClusterUnusable: the scheduler is lost, or there has been no worker for too long.
        """
        now = time.monotonic()
        if now < self._asked + LOOK_SECONDS:
            return max(1, self._threads)
        try:
            self._threads = sum(self._client.nthreads().values())
        except (OSError, TimeoutError, CancelledError, RuntimeError, ValueError) as error:
            raise _lost(self._address) from error
        self._asked = now
        if self._threads or self._seen == -math.inf:
            self._seen = now
        if now > self._seen + WITHOUT_WORKERS_SECONDS:
            raise ClusterUnusable(
                f"The scheduler at {self._address} has had no worker for {WITHOUT_WORKERS_SECONDS:g} s. What was made "
                "stands; start workers and run the same command again to make the rest."
            )
        return max(1, self._threads)
