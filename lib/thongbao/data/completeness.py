"""Who owed a report, who sent one, and when. Missing is not zero, and refused is not missing. Pure.

Completeness = received / expected, timeliness = on time / expected: the reporting rates of DHIS2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thongbao.data.due import due_days
from thongbao.params.calendar import calendar_of

if TYPE_CHECKING:
    from datetime import date

    from thongbao.records import OfficeParams, Unit

KEY = ["form", "unit", "day"]
DAY = "datetime64[s]"


def expected(params: OfficeParams, first: date, last: date) -> pd.DataFrame:
    """Return every report that was due: of each form, from each unit that owes it and exists, on each reporting day.

    Args:
        first, last: days, inclusive; days before the office's first are not due.

    Returns:
        form, unit, day; in the order of params, then of days.
    """
    start = max(first, params.office.starts) if params.office.starts else first
    calendar = calendar_of(params)
    forms, units, days = [], [], []
    for form in params.forms:
        due = np.array(due_days(form, start, last, calendar), dtype=DAY)
        for unit in params.units if len(due) else ():
            if unit.kind not in form.filled_by:
                continue
            held = due if unit.valid_from is None and unit.valid_to is None else _while_there(unit, due)
            days.append(held)
            units += [unit.code] * len(held)
            forms += [form.code] * len(held)
    found = np.concatenate(days) if days else np.array([], dtype=DAY)
    return pd.DataFrame({"form": forms, "unit": units, "day": found}).astype({"form": "str", "unit": "str", "day": DAY})


def _while_there(unit: Unit, days: np.ndarray) -> np.ndarray:
    first = np.datetime64(unit.valid_from or "0001-01-01")
    last = np.datetime64(unit.valid_to or "9999-12-31")
    return days[(days >= first) & (days <= last)]


def reporting(expected: pd.DataFrame, reports: pd.DataFrame, refusals: pd.DataFrame) -> pd.DataFrame:
    """Return what became of every report that was due.

    Args:
        expected: as from ``expected``.
        reports: as ``Reports.reports``.
        refusals: as ``Reports.refusals``.

    Returns:
        One line per line of ``expected``, in its order: form, unit, day, state, zero, late, revision, received_at.
        state is ``missing``, ``refused`` (a report came, none was accepted), ``late``, ``zero`` (nothing to report, on
        time) or ``on_time``; zero and late hold whatever the state; revision is 0 and received_at (of the first
        arrival, UTC) empty where no report was accepted.
    """
    accepted = reports[[*KEY, "revision", "first_received_at", "on_time", "state"]]
    found = expected[KEY].merge(accepted, on=KEY, how="left", validate="one_to_one")
    refused = found.merge(refusals[KEY].drop_duplicates(), on=KEY, how="left", indicator=True)["_merge"] == "both"
    received = found["revision"].notna()
    late = received & (found["on_time"].eq(False))
    zero = received & found["state"].eq("zero")
    state = np.select([~received & refused, ~received, late, zero], ["refused", "missing", "late", "zero"], "on_time")
    return found[KEY].assign(
        state=pd.Series(state, index=found.index, dtype="str"),
        zero=zero.astype(bool),
        late=late.astype(bool),
        revision=found["revision"].fillna(0).astype("int64"),
        received_at=found["first_received_at"],
    )


def rates(
    reporting: pd.DataFrame, revisions: pd.DataFrame, reports: pd.DataFrame | None = None, by: str = "unit"
) -> pd.DataFrame:
    """Return the reporting rates of each unit, over all forms and days given, or of each form over all units.

    Args:
        reporting: as from ``reporting``.
        revisions: as ``Reports.revisions``; what it tells of other reports does not count.
        reports: as ``Reports.reports``; those of them that were not due are counted apart. None counts none.
        by: unit or form.

    Returns:
        One line per unit or form that owed something, in the order of first appearance: its code; expected, received,
        on_time, zero, refused (reports); completeness and timeliness (shares of expected, 0 to 1); silent_streak
        (reporting days up to the last one on which nothing came, accepted or refused; by unit only); corrections
        (arrivals that changed a figure of a report: revision numbers follow the taking in, which may be in another
        order); unexpected (accepted reports that were not due); actual (received + unexpected, of expected: above 1
        where a unit sends more than it owes) and over (whether it is); zero_share (of received) and punctual (on time,
        of received), NaN where nothing was received.
    """
    corrected = revisions[[*KEY, "received_at"]].drop_duplicates().groupby(KEY).size().rename("corrections")
    received = reporting["revision"] > 0
    counted = reporting[[by]].assign(
        expected=1,
        received=received.astype(int),
        on_time=(received & ~reporting["late"]).astype(int),
        zero=reporting["zero"].astype(int),
        refused=reporting["state"].eq("refused").astype(int),
        corrections=reporting[KEY].join(corrected, on=KEY)["corrections"].fillna(0).astype("int64"),
    )
    sums = counted.groupby(by, sort=False).sum()
    sums["completeness"] = sums["received"] / sums["expected"]
    sums["timeliness"] = sums["on_time"] / sums["expected"]
    order = ["expected", "received", "on_time", "zero", "refused", "completeness", "timeliness"]
    if by == "unit":
        sums["silent_streak"] = silent_streaks(reporting).reindex(sums.index).astype("int64")
        order.append("silent_streak")
    more = not_due(reporting, reports).groupby(by).size() if reports is not None else pd.Series(dtype="int64")
    sums["unexpected"] = more.reindex(sums.index, fill_value=0).astype("int64")
    sums["actual"] = (sums["received"] + sums["unexpected"]) / sums["expected"]
    sums["over"] = sums["actual"] > 1
    some = sums["received"].where(sums["received"] > 0)
    sums["zero_share"], sums["punctual"] = sums["zero"] / some, sums["on_time"] / some
    return sums[[*order, "corrections", "unexpected", "actual", "over", "zero_share", "punctual"]].reset_index()


def not_due(expected: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """Return form, unit, day of the accepted reports that were not due: on a Sunday, say, or by a unit that has ended.

    Args:
        expected: as from ``expected`` or ``reporting``, of the same days as ``reports``.
    """
    found = reports[KEY].merge(expected[KEY], on=KEY, how="left", indicator="owed")
    return found.loc[found["owed"] == "left_only", KEY].reset_index(drop=True)


def silent_streaks(reporting: pd.DataFrame) -> pd.Series[int]:
    """Return unit -> number of reporting days, up to and with the last, on which nothing came from it.

    A refused report breaks the silence: the unit has spoken.
    """
    silent = reporting["state"].eq("missing").groupby([reporting["unit"], reporting["day"]], sort=True).all()
    return silent[::-1].groupby(level="unit", sort=False).agg(lambda days: int(days.cummin().sum()))


def by_day(reporting: pd.DataFrame) -> pd.DataFrame:
    """Return what each unit did on each day, over all of its forms.

    Returns:
        unit, day, expected, received, refused (forms), late, zero (all forms received said so), state: as in
        ``reporting``, and ``partly`` where some but not all forms were received.
    """
    groups = reporting.assign(
        received=reporting["revision"].gt(0).astype(int),
        refused=reporting["state"].eq("refused").astype(int),
        not_zero=(reporting["revision"].gt(0) & ~reporting["zero"]).astype(int),
        expected=1,
    ).groupby(["unit", "day"], sort=False)
    days = groups[["expected", "received", "refused", "not_zero"]].sum()
    days["late"] = groups["late"].any()
    days["zero"] = days["received"].gt(0) & days["not_zero"].eq(0)
    none, all_received = days["received"].eq(0), days["received"].eq(days["expected"])
    states = [(none & days["refused"].gt(0), "refused"), (none, "missing"), (~all_received, "partly")]
    states += [(days["late"], "late"), (days["zero"], "zero")]
    days["state"] = np.select([where for where, _ in states], [state for _, state in states], "on_time")
    return days.drop(columns="not_zero").astype({"state": "str"}).reset_index()
