"""The part of `thongbao intake --watch` that deals with the world: signals, faults that pass, and what is printed."""

from __future__ import annotations

import os
import select
import signal
import time
from contextlib import closing, contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from thongbao.errors import ThongbaoError
from thongbao.options import open_office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path
    from types import FrameType

    from thongbao.data.reader import Reader
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


def watch_inbox(paths: Sequence[Path], every: float, office: str | None) -> None:
    """Take files in as they come until Ctrl-C or SIGTERM; what is being taken in then is finished first.

    Raises:
        ThongbaoError: the office could not be opened at the start; what fails later is said and tried again.
    """
    from thongbao.data.watch import watch

    desk = _Desk(office)
    with _stopping() as (wait, stopped), closing(desk):
        said = ", ".join(map(str, paths))
        click.echo(f"Watching {said} for {desk.params.office.code}. Ctrl-C ends it.")
        watch(paths, lambda ready: desk.take(paths, ready, stopped), lambda: wait(every), time.monotonic, desk.changed)
    click.echo("Stopped.")


class _Desk:
    """The office as it is now, and the last fault that was said, so that it is said once.

    The child that reads is kept until the office's settings change or a new day begins: starting it takes longer than
    reading a hundred reports.
    """

    def __init__(self, office: str | None) -> None:
        self._office = office
        self._fault = ""
        self._reader: Reader | None = None
        self.here, self.params = open_office(office)
        self._sign = self._signature()

    def changed(self) -> bool:
        """Say whether the office's settings have changed or a new day has begun, and read them again."""
        sign = self._signature()
        if sign == self._sign:
            return False
        try:
            self.here, self.params = open_office(self._office or self.params.office.code)
        except ThongbaoError as error:
            self._say(error)
            return False
        self._sign, self._fault = sign, ""
        self.close()
        return True

    def close(self) -> None:
        """End the child that reads; the next files get a new one."""
        if self._reader is not None:
            self._reader.close()
        self._reader = None

    def take(self, paths: Sequence[Path], ready: Sequence[Path], stop: Callable[[], bool]) -> bool:
        from thongbao.data.intake import intake
        from thongbao.data.reader import Reader
        from thongbao.show import show_intake

        now = datetime.now(ZoneInfo(self.params.office.timezone))
        there = [path for path in paths if os.path.lexists(path)]
        try:
            if self._signature() != self._sign:  # they could not be read: nothing is held against the old ones
                return False
            self._reader = self._reader or Reader(self.params.office.locale)
            only = frozenset(ready)
            summary = intake(self.here, self.params, there, now=now, only=only, stop=stop, reader=self._reader)
        except ThongbaoError as error:
            self._say(error)
            return False
        self._fault = ""
        if not all(file.skipped for file in summary.files):
            click.echo(f"{now:%Y-%m-%d %H:%M:%S}")
            show_intake(summary, self.here.data / self.params.office.code / "intake")
        return True

    def _say(self, error: ThongbaoError) -> None:
        if str(error) != self._fault:
            self._fault = str(error)
            click.echo(f"thongbao: {error}\nIt is tried again.", err=True)

    def _signature(self) -> tuple[object, ...]:
        return (*_files(self.here, self.params), _today(self.params))


def _files(here: Settings, params: OfficeParams) -> Iterator[tuple[str, int, int]]:
    for folder in (here.params / "forms", here.params / params.office.code):
        for path in sorted(folder.rglob("*")):
            there = path.stat()
            yield str(path), there.st_size, there.st_mtime_ns


def _today(params: OfficeParams) -> date:
    return datetime.now(ZoneInfo(params.office.timezone)).date()


@contextmanager
def _stopping() -> Iterator[tuple[Callable[[float], bool], Callable[[], bool]]]:
    """Give a way to wait that Ctrl-C and SIGTERM cut short, and one to ask whether they came.

    A second signal does what it always does, so that nobody is kept waiting.
    """
    asked: list[int] = []
    came, tell = os.pipe()
    before: dict[int, object] = {}

    def stop(number: int, _: FrameType | None) -> None:
        asked.append(number)
        os.write(tell, b"x")
        for one, handler in before.items():
            signal.signal(one, handler)  # type: ignore[arg-type]

    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, stop)
    try:
        yield lambda seconds: bool(asked or select.select([came], [], [], seconds)[0]), lambda: bool(asked)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)  # type: ignore[arg-type]
        os.close(came)
        os.close(tell)
