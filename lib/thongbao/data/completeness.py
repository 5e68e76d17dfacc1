"""Who owed a report, who sent one, and when. Missing is not zero, and refused is not missing. Pure.

Completeness = received / expected, timeliness = on time / expected: the reporting rates of DHIS2.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from datetime import date

    from thongbao.records import Form, OfficeParams

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
    days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
    due = [
        (form.code, unit.code, day)
        for form in params.forms
        for unit in params.units
        if unit.kind in form.filled_by
        for day in days
        if _is_reporting_day(form, day) and unit.exists(day)
    ]
    return pd.DataFrame(due, columns=KEY).astype({"form": "str", "unit": "str", "day": DAY})


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


def rates(reporting: pd.DataFrame, revisions: pd.DataFrame) -> pd.DataFrame:
    """Return the reporting rates of each unit, over all forms and days given.

    Args:
        reporting: as from ``reporting``.
        revisions: as ``Reports.revisions``; what it tells of other reports does not count.

    Returns:
        One line per unit, in the order of first appearance: unit, expected, received, on_time, zero, refused (reports),
        completeness and timeliness (shares of expected, 0 to 1), silent_streak (reporting days up to the last one on
        which nothing came, accepted or refused), corrections (arrivals that changed a figure
        of a report: revision numbers follow the taking in, which may be in another order).
    """
    corrected = revisions[[*KEY, "received_at"]].drop_duplicates().groupby(KEY).size().rename("corrections")
    received = reporting["revision"] > 0
    counted = reporting[["unit"]].assign(
        expected=1,
        received=received.astype(int),
        on_time=(received & ~reporting["late"]).astype(int),
        zero=reporting["zero"].astype(int),
        refused=reporting["state"].eq("refused").astype(int),
        corrections=reporting[KEY].join(corrected, on=KEY)["corrections"].fillna(0).astype("int64"),
    )
    sums = counted.groupby("unit", sort=False).sum()
    sums["completeness"] = sums["received"] / sums["expected"]
    sums["timeliness"] = sums["on_time"] / sums["expected"]
    sums["silent_streak"] = silent_streaks(reporting).reindex(sums.index).astype("int64")
    order = ["expected", "received", "on_time", "zero", "refused", "completeness", "timeliness", "silent_streak"]
    return sums[[*order, "corrections"]].reset_index()


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


def _is_reporting_day(form: Form, day: date) -> bool:
    return form.reporting_days == "all" or day.weekday() < 5
