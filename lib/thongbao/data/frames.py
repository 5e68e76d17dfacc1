"""What the reports said, as tidy frames: one line per report, figure, warning, change or refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import select

from thongbao.data.slices import Part, digests, within
from thongbao.database import faults, figures, reading, refusals, reports
from thongbao.records import Slice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Engine

DAY = "datetime64[s]"
MOMENT = "datetime64[us, UTC]"
KEY = ["form", "unit", "day"]
CELL = [*KEY, "row", "column"]

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
        warnings: form, unit, day, code, message (locale -> text): of the revisions in force.
        revisions: form, unit, day, row, column, before, after, received_at: each figure that a later arrival changed;
            NaN = not stated.
        refusals: form, unit, day, received_at, source_name, messages (a tuple of locale -> text).
        slices: what was read, one per form, with its digest.
        received_to: arrival of the newest report read; None where there was none.
    """

    reports: pd.DataFrame
    figures: pd.DataFrame
    warnings: pd.DataFrame
    revisions: pd.DataFrame
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
) -> Reports:
    """Read the reports of some units and days as they were known at a moment.

    Args:
        forms, units: codes.
        first, last: days, inclusive.
        as_of: what arrived later is left out; None for all that has arrived.
    """
    codes = tuple(dict.fromkeys(units))
    parts = [Part(form, codes, first, last) for form in dict.fromkeys(forms)]
    if not parts:
        raise ValueError("No form was named: there is nothing to read.")
    with reading(engine) as connection:
        arrivals = _arrivals(connection, office, parts, as_of)
        stated = _stated(connection, office, parts, as_of, arrivals)
        warned = _warnings(connection, office, parts, as_of)
        refused = _refusals(connection, office, parts, as_of)
        found = digests(connection, office, parts, as_of)
    held = arrivals.drop_duplicates(KEY, keep="last")
    newest = arrivals["received_at"].max() if len(arrivals) else None
    return Reports(
        reports=held.drop(columns="id").reset_index(drop=True),
        figures=_of(stated, held, [*CELL, "value"]),
        warnings=_of(warned, held, [*KEY, "code", "message"]),
        revisions=_changes(arrivals, stated),
        refusals=refused,
        slices=tuple(Slice(**part._asdict(), digest=digest) for part, digest in zip(parts, found, strict=True)),
        received_to=newest.to_pydatetime() if newest is not None else None,
    )


def frame(columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> pd.DataFrame:
    """Return a frame whose columns have their types, also when there are no lines."""
    made = pd.DataFrame(list(lines), columns=list(columns))
    return made.astype({column: DTYPES[column] for column in columns})


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
    connection: Connection, office: str, parts: Sequence[Part], as_of: datetime | None, arrivals: pd.DataFrame
) -> pd.DataFrame:
    """The figures of all revisions, with the id of their report."""
    c = figures.c
    query = select(c.report_id, c.row, c.measure, c.value).join(reports).where(*within(reports, office, parts, as_of))
    found = frame(["id", "row", "column", "value"], connection.execute(query))
    return found.merge(arrivals[["id", *KEY]], on="id").sort_values([*CELL, "id"], ignore_index=True)


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


def _changes(arrivals: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Each figure that differs between a revision and the one in force before it."""
    before = arrivals.groupby(KEY)["id"].shift()
    later = arrivals.assign(previous=before)[before.notna()]
    columns = [*CELL, "before", "after", "received_at"]
    if later.empty:
        return frame(columns, [])
    values = dict(zip(zip(stated["id"], stated["row"], stated["column"], strict=True), stated["value"], strict=True))
    cells: dict[int, set[tuple[str, str]]] = {}
    for number, row, column in values:
        cells.setdefault(number, set()).add((row, column))
    lines = []
    names = ("id", "previous", *KEY, "received_at")
    for number, previous, form, unit, day, arrival in zip(*(later[name].tolist() for name in names), strict=True):
        for row, column in sorted(cells.get(number, set()) | cells.get(previous, set())):
            old, new = values.get((previous, row, column)), values.get((number, row, column))
            if old != new:
                lines.append((form, unit, day, row, column, old, new, arrival))
    return frame(columns, lines)
