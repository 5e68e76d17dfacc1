"""What the reports said, as tidy frames: one line per report, figure, warning, change or refusal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Result, select

from thongbao.data.slices import Part, digests, within
from thongbao.data.stated import KEY, changes, collected, in_force
from thongbao.database import entries, faults, figures, reading, refusals, reports
from thongbao.records import Slice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Engine, Table

DAY = "datetime64[s]"
MOMENT = "datetime64[us, UTC]"
CELL = [*KEY, "row", "column"]

AT_ONCE = 50_000
"""Lines that are held as tuples at a time; a country has more than a million."""

DTYPES = {
    "id": "int64",
    "form": "str",
    "unit": "str",
    "day": DAY,
    "revision": "int64",
    "received_at": MOMENT,
    "first_received_at": MOMENT,
    "on_time": "bool",
    "state": "str",
    "row": "str",
    "column": "str",
    "value": "float64",
    "text": "str",
    "before": "float64",
    "after": "float64",
    "code": "str",
    "message": "object",
    "source_name": "str",
    "messages": "object",
}


@dataclass(frozen=True, slots=True)
class Reports:
    """What was known of some units, forms and days. Days are midnight without a zone, moments are UTC.

    Attributes:
        reports: form, unit, day, revision, received_at, first_received_at, on_time, state: one line per report, as of
            its revision in force (the last to arrive); ``on_time`` is of its first arrival, state filled or zero.
        figures: form, unit, day, row, column, value: of the revisions in force; not stated = no line.
        entries: form, unit, day, row, column, text: what was written in words, of the revisions in force; a choice as
            its code, days and moments as ISO 8601; of a list, row is the number of the line; not stated = no line.
        warnings: form, unit, day, code, message (locale -> text): of the revisions in force.
        revisions: form, unit, day, row, column, before, after, received_at: each figure that a later arrival changed;
            NaN = not stated.
        entry_revisions: as ``revisions``, of entries; before and after are texts, NaN = not stated.
        refusals: form, unit, day, received_at, source_name, messages (a tuple of locale -> text).
        slices: what was read, one per form, with its digest.
        received_to: arrival of the newest report read; None where there was none.
    """

    reports: pd.DataFrame
    figures: pd.DataFrame
    entries: pd.DataFrame
    warnings: pd.DataFrame
    revisions: pd.DataFrame
    entry_revisions: pd.DataFrame
    refusals: pd.DataFrame
    slices: tuple[Slice, ...]
    received_to: datetime | None


def read(
    engine: Engine,
    office: str,
    forms: Sequence[str],
    units: Sequence[str],
    first: date,
    last: date,
    as_of: datetime | None = None,
    earlier: Mapping[str, date] | None = None,
) -> Reports:
    """Read the reports of some units and days as they were known at a moment.

    Args:
        forms, units: codes.
        first, last: days, inclusive.
        as_of: what arrived later is left out; None for all that has arrived.
        earlier: form -> its own first day, where it is read further back than the others.
    """
    codes, since = tuple(dict.fromkeys(units)), earlier or {}
    parts = [Part(form, codes, since.get(form, first), last) for form in dict.fromkeys(forms)]
    if not parts:
        raise ValueError("No form was named: there is nothing to read.")
    with reading(engine) as connection:
        found = digests(connection, office, parts, as_of)
        return replace(reports_in(connection, office, parts, as_of), slices=slices(parts, found))


def slices(parts: Sequence[Part], found: Sequence[str]) -> tuple[Slice, ...]:
    """Return parts with their digests."""
    return tuple(Slice(**part._asdict(), digest=digest) for part, digest in zip(parts, found, strict=True))


def arrived(
    engine: Engine,
    office: str,
    forms: Sequence[str],
    units: Sequence[str],
    first: date,
    last: date,
    as_of: datetime | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read which reports and refusals came, without what they say; the frames and arguments are those of ``read``."""
    parts = [Part(form, tuple(units), first, last) for form in forms]
    with reading(engine) as connection:
        arrivals = _arrivals(connection, office, parts, as_of)
        return _in_force(arrivals).drop(columns="id"), _refusals(connection, office, parts, as_of)


def reports_in(connection: Connection, office: str, parts: Sequence[Part], as_of: datetime | None = None) -> Reports:
    """Read what the connection sees of some parts, which differ in their form and its days only; no slices yet."""
    arrivals = _arrivals(connection, office, parts, as_of)
    held = _in_force(arrivals)
    stated, revised = _stated(connection, figures, office, parts, as_of, arrivals, held)
    written, rewritten = _stated(connection, entries, office, parts, as_of, arrivals, held)
    newest = arrivals["received_at"].max() if len(arrivals) else None
    return Reports(
        reports=held.drop(columns="id"),
        figures=stated,
        entries=written,
        warnings=_of(_warnings(connection, office, parts, as_of), held, [*KEY, "code", "message"]),
        revisions=revised,
        entry_revisions=rewritten,
        refusals=_refusals(connection, office, parts, as_of),
        slices=(),
        received_to=newest.to_pydatetime() if newest is not None else None,
    )


def _in_force(arrivals: pd.DataFrame) -> pd.DataFrame:
    """Return the last to come of each report."""
    return arrivals.drop_duplicates(KEY, keep="last").reset_index(drop=True)


def frame(columns: Sequence[str], lines: Iterable[Sequence[Any]] | Result[Any], **types: str) -> pd.DataFrame:
    """Return a frame whose columns have their types, also when there are no lines.

    Args:
        types: by column, where they are not those of DTYPES.
    """
    asked = [(DTYPES | types)[column] for column in columns]
    known: dict[Any, Any] = {}
    parts: list[list[Any]] = [[] for _ in columns]
    for some in lines.partitions(AT_ONCE) if isinstance(lines, Result) else [list(lines)]:
        if not some:
            continue
        for part, dtype, found in zip(parts, asked, zip(*some, strict=True), strict=True):
            # A country says the same few words a million times: each is kept once.
            said = [known.setdefault(word, word) for word in found] if dtype == "str" else list(found)
            part.append(pd.Series(said, dtype=dtype))
    whole = {}
    for name, part, dtype in zip(columns, parts, asked, strict=True):
        whole[name] = (pd.concat(part) if len(part) > 1 else part[0] if part else pd.Series(dtype=dtype)).array
        part.clear()  # else all of it would be there twice
    return pd.DataFrame(whole)


def _arrivals(connection: Connection, office: str, parts: Sequence[Part], as_of: datetime | None) -> pd.DataFrame:
    """All revisions known, in the order in which they came to be in force."""
    c = reports.c
    query = select(c.id, c.form, c.unit, c.day, c.revision, c.received_at, c.on_time, c.state)
    columns = ["id", *KEY, "revision", "received_at", "on_time", "state"]
    found = frame(columns, connection.execute(query.where(*within(reports, office, parts, as_of))))
    found = found[found["unit"].isin(parts[0].units)].sort_values([*KEY, "received_at", "revision"], ignore_index=True)
    groups = found.groupby(KEY, sort=False)
    found["first_received_at"] = groups["received_at"].transform("first")
    found["on_time"] = groups["on_time"].transform("first")
    return found[["id", *KEY, "revision", "received_at", "first_received_at", "on_time", "state"]]


def _stated(
    connection: Connection,
    table: Table,
    office: str,
    parts: Sequence[Part],
    as_of: datetime | None,
    arrivals: pd.DataFrame,
    held: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures or entries in force, and those that a revision changed."""
    c = table.c
    said, dtype = (c.value, "float64") if table is figures else (c.text, "object")
    query = select(c.report_id, c.row, c.measure, said).join(reports).where(*within(reports, office, parts, as_of))
    stated = collected(connection.execute(query).partitions(AT_ONCE), dtype)
    types = {} if table is figures else {"before": "str", "after": "str"}
    changed = frame([*CELL, "before", "after", "received_at"], changes(arrivals, stated), **types)
    return in_force(stated, held, said.name, DTYPES[said.name]), changed


def _warnings(connection: Connection, office: str, parts: Sequence[Part], as_of: datetime | None) -> pd.DataFrame:
    c, r = faults.c, reports.c
    query = select(c.report_id, r.form, r.unit, r.day, c.code, c.message).join(reports, c.report_id == r.id)
    query = query.where(*within(reports, office, parts, as_of)).order_by(r.form, r.unit, r.day, c.id)
    return frame(["id", *KEY, "code", "message"], connection.execute(query))


def _refusals(connection: Connection, office: str, parts: Sequence[Part], as_of: datetime | None) -> pd.DataFrame:
    c, f = refusals.c, faults.c
    query = select(c.id, c.form, c.unit, c.day, c.received_at, c.source_name, f.message)
    query = query.join(faults, f.refusal_id == c.id, isouter=True).where(*within(refusals, office, parts, as_of))
    lines: dict[int, list[Any]] = {}
    for number, *said, message in connection.execute(query.order_by(c.form, c.unit, c.day, c.received_at, c.id, f.id)):
        line = lines.setdefault(number, [*said, ()])
        line[-1] += (message,) if message is not None else ()
    found = frame([*KEY, "received_at", "source_name", "messages"], lines.values())
    return found[found["unit"].isin(parts[0].units)].reset_index(drop=True)


def _of(found: pd.DataFrame, held: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    return found.loc[found["id"].isin(held["id"]), columns].reset_index(drop=True)
