"""Take in what counties sent: open, check, and keep it, each file whole or not at all.

A refused file stays where it is; what is wrong with it is written down beside the summary. It may be taken in again
after it was mended, or after the office's forms or units were: until then it is looked at in every intake.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.collecting import few_collections
from thongbao.data.cells import Limits, Problem, Unreadable
from thongbao.data.faults import in_words, visible
from thongbao.data.inbox import find, read_whole
from thongbao.data.kept import Desk, Taken, keep
from thongbao.data.known import known_files, superseded
from thongbao.data.looked import Looked, checked, in_groups
from thongbao.data.opened import raw_reports
from thongbao.data.reader import Reader
from thongbao.data.summary import FileOutcome, Summary, publish_summary
from thongbao.database import open_store, reading
from thongbao.errors import ReportUnreadable, ThongbaoError
from thongbao.files import only_one

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from thongbao.data.cells import Table
    from thongbao.data.known import Known
    from thongbao.data.raw import RawReport
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings

LONGEST_REASON = 200
"""Characters that are told of an error that nobody foresaw."""


def intake(
    settings: Settings,
    params: OfficeParams,
    paths: Iterable[Path],
    *,
    backfill: bool = False,
    now: datetime,
    limits: Limits | None = None,
    only: Collection[Path] | None = None,
    stop: Callable[[], bool] = lambda: False,
    reader: Reader | None = None,
) -> Summary:
    """Take in files and folders of reports.

    Args:
        backfill: believe what received.csv and ``received_at`` columns say about arrival; otherwise all came ``now``.
        now: with a zone.
        only: of the files found, these; None for all.
        stop: asked now and then; True ends the intake early, and what was not looked at is not in the summary.
        reader: one that runs already, for whoever takes files in again and again; it has limits of its own and stays
            open.

    Raises:
        WrongUse: a path is not there, or a received.csv could not be read; nothing was taken in.
        RunBusy: another intake of the office is at work.
        StoreInvalid: the store could not be opened or written; files taken in before that stay taken in.
    """
    folder = settings.data / params.office.code / "intake"
    arrivals = find(paths, ZoneInfo(params.office.timezone), backfill=backfill)
    if only is not None:
        arrivals = [one for one in arrivals if one.path in only]
    with only_one(folder / ".lock", "taking in reports"), _open(reader, params, limits) as child, few_collections():
        if arrivals:
            child.warm()
        desk = Desk(params, open_store(settings.store, make=True), child, now, backfill)
        # Open throughout: a SQLite store that nobody has open is tidied up after every group.
        with reading(desk.engine) as connection:
            outcomes = _take_all(desk, connection, takewhile(lambda _: not stop(), in_groups(desk, arrivals)))
            summary = Summary(_with_superseded(desk, outcomes))
        publish_summary(folder, summary, params.office.locale, now.astimezone(desk.zone))
    return summary


def _open(reader: Reader | None, params: OfficeParams, limits: Limits | None) -> AbstractContextManager[Reader]:
    return Reader(params.office.locale, limits) if reader is None else nullcontext(reader)


def open_reports(path: Path, params: OfficeParams, limits: Limits | None = None) -> list[RawReport]:
    """Return the reports of one file as they were written, without keeping anything.

    Raises:
        ReportUnreadable: the file could not be opened within the limits, or holds no report of the office.
    """
    locale = params.office.locale
    try:
        with Reader(locale, limits) as reader:
            return raw_reports(reader.read(read_whole(path, reader.limits.size)), params.mappings)
    except Unreadable as error:
        raise ReportUnreadable(in_words(error.problem, visible(path.name), locale)) from error


@dataclass(slots=True)
class _Group:
    """Files that are taken in together.

    Attributes:
        outcomes: of each file, as far as it is known.
        tables: of each file that is not known yet, as the child reads them.
        taken: place in ``files`` -> what is to be kept of it.
    """

    files: list[Looked]
    known: Known
    outcomes: list[FileOutcome]
    new: list[int]
    tables: Iterator[list[Table] | Unreadable]
    taken: dict[int, Taken] = field(default_factory=dict)


def _take_all(desk: Desk, connection: Connection, groups: Iterable[list[Looked]]) -> list[FileOutcome]:
    """Take files in, group by group: while one is kept, and the next is looked at, the child reads."""
    outcomes: list[FileOutcome] = []
    before: _Group | None = None
    for files in groups:
        if before is None:
            before = _begin(desk, connection, files)
            continue
        _check(desk, before)
        if {one.digest for one in files} & {one.digest for one in before.files} - {""}:
            outcomes += _kept(desk, before)  # so that the files that stand in both are known
            before = _begin(desk, connection, files)
            continue
        try:
            after = _begin(desk, connection, files)
        finally:
            outcomes += _kept(desk, before)
        before = after
    if before is not None:
        _check(desk, before)
        outcomes += _kept(desk, before)
    return outcomes


def _begin(desk: Desk, connection: Connection, files: list[Looked]) -> _Group:
    """Ask what is known of some files, and the child for the others.

    Args:
        connection: for reading; between two transactions, so that it sees what was kept meanwhile.
    """
    with connection.begin():
        known = known_files(connection, desk.params.office.code, [one.digest for one in files if one.digest])
    outcomes = [replace(one.outcome, skipped=True) if one.digest in known.accepted else one.outcome for one in files]
    new = [n for n, one in enumerate(files) if one.content is not None and not outcomes[n].skipped]
    return _Group(files, known, outcomes, new, desk.reader.read_all([files[n].content or b"" for n in new]))


def _check(desk: Desk, group: _Group) -> None:
    for n in group.new:
        try:
            group.taken[n] = checked(desk, group.files[n], group.known, next(group.tables))
        except Exception as error:  # noqa: BLE001 -- the other files shall not suffer for it
            group.outcomes[n] = _unforeseen(desk, group.outcomes[n], error)


def _kept(desk: Desk, group: _Group) -> list[FileOutcome]:
    for n, kept in zip(group.taken, _keep(desk, list(group.taken.values())), strict=True):
        group.outcomes[n] = kept
    return group.outcomes


def _keep(desk: Desk, taken: list[Taken]) -> list[FileOutcome]:
    """Keep files together; where that fails, one by one: only the file that cannot be kept suffers."""
    if not taken:
        return []
    try:
        return keep(desk, taken)
    except Exception as error:
        if len(taken) == 1:
            return [_unforeseen(desk, taken[0].outcome, error)]
        if isinstance(error, ThongbaoError):
            raise
    return [outcome for one in taken for outcome in _keep(desk, [one])]


def _unforeseen(desk: Desk, outcome: FileOutcome, error: Exception) -> FileOutcome:
    """Refuse a file for what nobody foresaw; the other files shall not suffer for it."""
    if isinstance(error, ThongbaoError):  # the operator must act before any file can be taken in
        raise error
    reason = visible(f"{type(error).__name__}: {error}", LONGEST_REASON)
    problem = Problem("file-unreadable", values=(("reason", reason),))
    fault = in_words(problem, outcome.name, desk.params.office.locale)
    return FileOutcome(path=outcome.path, name=outcome.name, refused=1, faults=(fault,))


def _with_superseded(desk: Desk, outcomes: list[FileOutcome]) -> tuple[FileOutcome, ...]:
    """Mark the files that were known already and in whose place a later correction is in force."""
    if not any(outcome.skipped for outcome in outcomes):
        return tuple(outcomes)
    with reading(desk.engine) as connection:
        old = superseded(connection, desk.params.office.code)
    return tuple(replace(one, superseded=one.skipped and one.digest in old) for one in outcomes)
