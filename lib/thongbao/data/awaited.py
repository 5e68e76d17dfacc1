"""Which reports fall due on a day and were not accepted: of whom, until when, and what of them came and was refused."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from sqlalchemy import select

from thongbao.data.completeness import DAY, KEY, expected, silent_streaks
from thongbao.data.due import cut_off, due_days_until
from thongbao.data.faults import visible
from thongbao.data.frames import frame
from thongbao.data.status import WINDOW, below
from thongbao.database import faults, reading, refusals, reports
from thongbao.params.calendar import calendar_of
from thongbao.records import Awaited, Refused, Silence, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Engine, Table

    from thongbao.records import OfficeParams

Key = tuple[str, str, "date"]
"""Form, unit and day: one report."""


def silences(
    engine: Engine,
    params: OfficeParams,
    on: date,
    *,
    units: Sequence[str] = (),
    forms: Collection[str] = (),
    as_of: datetime | None = None,
) -> list[Silence]:
    """Return every unit of which a report whose cut-off is on ``on`` was not accepted, in the order of units.csv.

    Neither what is not due nor a unit that does not exist on the day of the report is among them; whether a cut-off has
    passed is left to whoever asks.

    Args:
        units: codes; only these and all units below them. Empty for the whole office.
        forms: codes; only these. Empty for all. Streaks are of all forms.
        as_of: tell what was known then; None for all that has come.
    """
    told = params.model_copy(update={"units": below(params, units)}) if units else params
    due = falling_due(told, on)
    asked = due[due["form"].isin(list(forms))] if forms else due
    if asked.empty:
        return []
    last = max(on, due["day"].max().date())
    first = min(on - timedelta(days=WINDOW - 1), asked["day"].min().date())
    with reading(engine) as connection:
        there = arrived(connection, params.office.code, first, last, as_of)
        came = _came(connection, refusals, _within(refusals, params.office.code, first, last, as_of))
        keys = [key for key in _keys(asked) if key not in there]
        why = _refused(connection, params.office.code, {key for key in keys if key in came}, as_of)
    streaks = _streaks(told, on, first, last, there | came)
    return _by_unit(told, keys, why, streaks)


def falling_due(params: OfficeParams, on: date) -> pd.DataFrame:
    """Return form, unit, day of every report whose cut-off is on the day ``on``, in the order of params."""
    calendar, zone = calendar_of(params), ZoneInfo(params.office.timezone)
    parts = []
    for form in params.forms:
        days = due_days_until(form, on, calendar, zone)
        if days:
            found = expected(params.model_copy(update={"forms": (form,)}), days[0], days[-1])
            parts.append(found[found["day"].isin(pd.to_datetime(days))])
    return pd.concat(parts, ignore_index=True) if parts else frame(KEY, [])


def arrived(
    connection: Connection, office: str, first: date, last: date, as_of: datetime | None = None
) -> frozenset[Key]:
    """Return the reports of some days that were accepted, zero reports among them.

    Args:
        first, last: days, inclusive.
    """
    return _came(connection, reports, _within(reports, office, first, last, as_of))


def _within(
    table: Table, office: str, first: date, last: date, as_of: datetime | None
) -> tuple[ColumnElement[bool], ...]:
    c = table.c
    held = (c.office == office, c.day.between(first, last))
    return held if as_of is None else (*held, c.received_at <= as_of)


def _came(connection: Connection, table: Table, held: tuple[ColumnElement[bool], ...]) -> frozenset[Key]:
    c = table.c
    asked = select(c.form, c.unit, c.day).where(*held).distinct()
    return frozenset((row.form, row.unit, row.day) for row in connection.execute(asked))


def _keys(lines: pd.DataFrame) -> list[Key]:
    return list(zip(lines["form"].tolist(), lines["unit"].tolist(), lines["day"].dt.date.tolist(), strict=True))


def _refused(connection: Connection, office: str, keys: set[Key], as_of: datetime | None) -> dict[Key, Refused]:
    """Return why the newest try of each report was refused."""
    if not keys:
        return {}
    c, f = refusals.c, faults.c
    days = [day for *_, day in keys]
    asked = select(c.id, c.form, c.unit, c.day, c.source_name).order_by(c.received_at, c.id)
    newest: dict[Key, Any] = {}
    for row in connection.execute(asked.where(*_within(refusals, office, min(days), max(days), as_of))):
        if (row.form, row.unit, row.day) in keys:
            newest[row.form, row.unit, row.day] = row
    said = select(f.refusal_id, f.place, f.message).where(f.severity == "error").order_by(f.id)
    told: dict[int, list[tuple[str, Text]]] = {}
    numbers = sorted(row.id for row in newest.values())
    for at in range(0, len(numbers), 500):  # SQLite takes no more than some thousands in a statement
        for line in connection.execute(said.where(f.refusal_id.in_(numbers[at : at + 500]))):
            told.setdefault(line.refusal_id, []).append((line.place, Text.model_validate(line.message)))
    return {
        key: Refused(source=visible(row.source_name), faults=tuple(told.get(row.id, ()))) for key, row in newest.items()
    }


def _streaks(params: OfficeParams, on: date, first: date, last: date, heard: frozenset[Key]) -> Mapping[str, int]:
    """Return how many reporting days each unit has been silent, of reports whose cut-off is not after ``on``."""
    calendar, zone = calendar_of(params), ZoneInfo(params.office.timezone)
    due = expected(params, first, last)
    pairs = due[["form", "day"]].drop_duplicates()
    codes = {form.code: form for form in params.forms}
    late = [
        cut_off(codes[form], day.date(), calendar, zone).date() <= on
        for form, day in zip(pairs["form"], pairs["day"], strict=True)
    ]
    due = due.merge(pairs[np.array(late, dtype=bool)], on=["form", "day"])
    spoken = frame(KEY, [(form, unit, pd.Timestamp(day)) for form, unit, day in heard]).astype({"day": DAY})
    became = due.merge(spoken, on=KEY, how="left", indicator="came")
    state = pd.Series(np.where(became["came"] == "both", "there", "missing"), index=became.index)
    return {str(unit): int(days) for unit, days in silent_streaks(became.assign(state=state)).items()}


def _by_unit(
    params: OfficeParams, keys: Sequence[Key], why: Mapping[Key, Refused], streaks: Mapping[str, int]
) -> list[Silence]:
    calendar, zone = calendar_of(params), ZoneInfo(params.office.timezone)
    codes = {form.code: form for form in params.forms}
    found: dict[str, list[Awaited]] = {}
    for key in keys:
        form, unit, day = codes[key[0]], key[1], key[2]
        until = cut_off(form, day, calendar, zone)
        one = Awaited(
            form=form.code, title=form.title, day=day, until=until, zero=form.zero_report, refused=why.get(key)
        )
        found.setdefault(unit, []).append(one)
    return [
        Silence(unit=unit.code, names=unit.names, awaited=tuple(found[unit.code]), streak=streaks.get(unit.code, 0))
        for unit in params.units
        if unit.code in found
    ]
