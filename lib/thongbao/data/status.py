"""How an office's reporting stands on a day: who owed what, what became of it, and how well it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data.clusters import clusters
from thongbao.data.completeness import by_day, expected, not_due, rates, reporting
from thongbao.data.completion import completion
from thongbao.data.corrections import changed_since
from thongbao.data.fields import field_completeness
from thongbao.data.frames import arrived
from thongbao.data.reports import read
from thongbao.data.series import events
from thongbao.params.calendar import calendar_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Engine

    from thongbao.records import OfficeParams, Unit

WINDOW = 28
"""Days that rates are told of."""

CALENDAR_DAYS = ("working_days", "school_days")

STATES = ("on_time", "zero", "late", "refused", "missing", "not_due", "not_applicable")


@dataclass(frozen=True, slots=True)
class Status:
    """How reporting stands.

    Attributes:
        day: the day that is told.
        first: the first day of the window that rates are told of; ``day`` is its last.
        as_of: what arrived later is left out; None for all that has come.
        units: those that are told, in the order of units.csv.
        states: unit, form, state (one of STATES), zero, late (hold whatever the state), unexpected (an accepted report
            that was not due), of every unit and form on the day.
        by_unit, by_form: as from ``completeness.rates`` over the window.
        fields: required cells filled in, as from ``fields.field_completeness``, by unit.
        complete: as from ``completion.completion``, of the day.
        alarms: clusters of the day in the figures that the office watches, as from ``clusters.clusters``.
        corrections: as from ``corrections.changed_since``; None where nobody asked.
        note: what is not known of the calendar, "" where all is.
    """

    day: date
    first: date
    as_of: datetime | None
    units: tuple[Unit, ...]
    states: pd.DataFrame
    by_unit: pd.DataFrame
    by_form: pd.DataFrame
    fields: pd.DataFrame
    complete: pd.DataFrame
    alarms: pd.DataFrame
    corrections: pd.DataFrame | None
    note: str


def report_states(engine: Engine, params: OfficeParams, day: date, as_of: datetime | None = None) -> pd.DataFrame:
    """Return the state of each report due on ``day``: see ``completeness.reporting`` for the columns."""
    due = expected(params, day, day)
    forms = [form.code for form in params.forms]
    units = [unit.code for unit in params.reporting_units(day)]
    reports, refusals = arrived(engine, params.office.code, forms, units, day, day, as_of)
    return reporting(due, reports, refusals)


def status_of(
    engine: Engine,
    params: OfficeParams,
    day: date,
    *,
    units: Sequence[str] = (),
    as_of: datetime | None = None,
    since: datetime | None = None,
    window: int = WINDOW,
) -> Status:
    """Return how reporting stands on a day and over the days that end on it.

    Args:
        units: codes; only these and all units below them. Empty for the whole office.
        as_of: tell what was known then.
        since: tell what was corrected since then; None tells nothing.
        window: days, 1 or more.
    """
    first = day - timedelta(days=window - 1)
    told = params.model_copy(update={"units": below(params, units)}) if units else params
    there = told.reporting_units(day)
    own = told.model_copy(update={"units": there})
    found = read(engine, params.office.code, [f.code for f in params.forms], [u.code for u in there], first, day, as_of)
    became = reporting(expected(own, first, day), found.reports, found.refusals)
    today = became[became["day"] == pd.Timestamp(day)]
    of_day = found.reports[found.reports["day"] == pd.Timestamp(day)]
    fields = field_completeness(params.forms, found.reports, found.figures)
    return Status(
        day=day,
        first=first,
        as_of=as_of,
        units=there,
        states=_states(own, today, of_day),
        by_unit=rates(became, found.revisions, found.reports),
        by_form=rates(became, found.revisions, found.reports, by="form"),
        fields=fields,
        complete=completion(told.units, day, by_day(today)),
        alarms=_alarms(own, found.figures, first, day),
        corrections=changed_since(found, since) if since else None,
        note=_calendar_note(params, first, day),
    )


def below(params: OfficeParams, codes: Sequence[str]) -> tuple[Unit, ...]:
    """Return the units that are named and all units below them, in the order of units.csv."""
    children: dict[str, list[str]] = {}
    for unit in params.units:
        children.setdefault(unit.parent, []).append(unit.code)
    ahead, taken = list(codes), set()
    while ahead:
        code = ahead.pop()
        if code not in taken:
            taken.add(code)
            ahead += children.get(code, [])
    return tuple(unit for unit in params.units if unit.code in taken)


def _states(params: OfficeParams, today: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return a line for every unit and form, also where nothing was due."""
    pairs = [(u.code, f.code, u.kind in f.filled_by) for u in params.units for f in params.forms]
    found = pd.DataFrame(pairs, columns=["unit", "form", "owes"]).astype({"unit": "str", "form": "str", "owes": "bool"})
    found = found.merge(today[["unit", "form", "state", "zero", "late"]], on=["unit", "form"], how="left")
    asked = found["owes"].map({True: "not_due", False: "not_applicable"})
    more = not_due(today, reports)[["unit", "form"]].assign(unexpected=True)
    found = found.merge(more, on=["unit", "form"], how="left")
    flags = {name: found[name].eq(True) for name in ("zero", "late", "unexpected")}
    return found[["unit", "form"]].assign(state=found["state"].fillna(asked), **flags)


def _alarms(params: OfficeParams, figures: pd.DataFrame, first: date, day: date) -> pd.DataFrame:
    told = events(params.alarms, params.forms, params.units, figures, first, day)
    found = clusters(told, params.alarms.rules)
    return found[found["last"] == pd.Timestamp(day)].reset_index(drop=True)


def _calendar_note(params: OfficeParams, first: date, last: date) -> str:
    """Say what is not known of the calendar, where any form asks for it."""
    asks = any(f.reporting_days in CALENDAR_DAYS or f.holiday_rule != "same_day" for f in params.forms)
    return calendar_of(params).note(first, last) if asks else ""
