"""Who is on duty, on site or remote; declarations and allowances. Persons are roles here, never names. Pure.

A rota has a line per unit, day and role: unit, day, role, place (on_site, remote, leave or off), and where they are
known exempt and isolated (bool).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data.rates import Share, share, shares

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime

LEADERS = ("head", "deputy")
KEY = ["unit", "day"]


def leadership_coverage(rota: pd.DataFrame, working: pd.DataFrame) -> pd.DataFrame:
    """Return on how many working days each unit has its head or a deputy on site.

    Args:
        rota: see the module.
        working: unit, day of every working unit-day.

    Returns:
        By unit: n (days covered), of (working days), share, over; uncovered (the days, a tuple).
    """
    led = rota[rota["role"].isin(LEADERS) & rota["place"].eq("on_site")][KEY].drop_duplicates()
    found = working[KEY].drop_duplicates().merge(led, on=KEY, how="left", indicator="led")
    covered = found["led"].eq("both")
    groups = covered.groupby(found["unit"], sort=False)
    bare = {str(unit): tuple(sorted(days)) for unit, days in found[~covered].groupby("unit")["day"]}
    counted = shares(groups.sum().astype(float), groups.size().astype(float))
    return counted.assign(uncovered=pd.Series({unit: bare.get(str(unit), ()) for unit in counted.index}, dtype=object))


def remote_share(rota: pd.DataFrame) -> Share:
    """Return remote person-days of all person-days at work; exempt roles, leave and days off do not count."""
    at_work = rota[rota["place"].isin(["on_site", "remote"])]
    if "exempt" in at_work:
        at_work = at_work[~at_work["exempt"].astype(bool)]
    return share(int(at_work["place"].eq("remote").sum()), len(at_work))


def balance(rota: pd.DataFrame) -> pd.DataFrame:
    """Return how evenly head and deputies share the days on site.

    Returns:
        By unit: head and deputy (days on site, a day with two deputies counts once), difference (days, 0 or more).
    """
    led = rota[rota["role"].isin(LEADERS) & rota["place"].eq("on_site")].drop_duplicates([*KEY, "role"])
    days = led.groupby(["unit", "role"], sort=False).size().unstack(fill_value=0)
    units = pd.Index(rota["unit"].drop_duplicates(), name="unit")
    days = days.reindex(index=units, columns=list(LEADERS), fill_value=0).astype("int64")
    days.columns.name = None
    return days.assign(difference=(days["head"] - days["deputy"]).abs())


def conflicts(rota: pd.DataFrame, holidays: Collection[date] = ()) -> pd.DataFrame:
    """Return what cannot be, or should not: each line with its reason.

    Args:
        holidays: days on which nobody but exempt roles is to be on site.

    Returns:
        unit, day, role, why: ``isolated`` (in isolation and on site), ``two_places`` (the same role in two places on
        one day), ``holiday`` (on site on a holiday). A line may have several reasons.
    """
    on_site = rota["place"].eq("on_site")
    exempt = rota["exempt"].astype(bool) if "exempt" in rota else pd.Series(False, index=rota.index)
    isolated = rota["isolated"].astype(bool) if "isolated" in rota else pd.Series(False, index=rota.index)
    off = rota["day"].isin([pd.Timestamp(day) for day in holidays])
    places = rota.groupby([*KEY, "role"])["place"].transform("nunique")
    reasons = {"isolated": on_site & isolated, "two_places": places.gt(1), "holiday": on_site & off & ~exempt}
    found = [rota.loc[where, [*KEY, "role"]].drop_duplicates().assign(why=why) for why, where in reasons.items()]
    return pd.concat(found, ignore_index=True).sort_values([*KEY, "role", "why"], ignore_index=True)


def punctuality(rotas: pd.DataFrame, submit_by: datetime, approve_by: datetime) -> pd.DataFrame:
    """Return whether the rotas of a week came, and were approved, in time.

    Args:
        rotas: unit, submitted_at, approved_at (moments with a zone, NaT = not yet); a line per unit.
        submit_by, approve_by: with a zone.

    Returns:
        By unit: state (approved, submitted or draft), submitted_in_time, approved_in_time.
    """
    found = rotas.set_index("unit")
    submitted, approved = found["submitted_at"], found["approved_at"]
    state = approved.notna().map({True: "approved", False: ""}).mask(approved.isna() & submitted.notna(), "submitted")
    return pd.DataFrame(
        {
            "state": state.mask(approved.isna() & submitted.isna(), "draft"),
            "submitted_in_time": submitted.notna() & (submitted <= submit_by),
            "approved_in_time": approved.notna() & (approved <= approve_by),
        }
    )


def declarations(frame: pd.DataFrame) -> pd.DataFrame:
    """Return health declarations made, of the staff there is.

    Args:
        frame: by unit: staff, declared, flagged, checked (temperature checks), persons; NaN = not stated.

    Returns:
        n (declared), of (staff), share, over; flagged_share (of those declared), checked_share (of the staff).
    """
    return shares(frame["declared"], frame["staff"]).assign(
        flagged_share=shares(frame["flagged"], frame["declared"])["share"],
        checked_share=shares(frame["checked"], frame["staff"])["share"],
    )


def allowances(days: pd.Series[int], rate: int, approved: pd.Series[int] | None = None) -> pd.DataFrame:
    """Return the support for remote days, in whole units of the currency.

    Args:
        days: eligible remote days by unit or role, 0 or more.
        rate: per day, e.g. dong or yuan; whole.
        approved: amounts that were approved; missing = not yet.

    Returns:
        days, proposed (amount), approved (amount, missing where not yet), state (proposed or approved).

    Raises:
        ValueError: the rate is not a whole number, or it or a number of days is negative.
    """
    if isinstance(rate, bool) or rate != int(rate) or rate < 0:
        raise ValueError(f"The rate {rate} is not a whole amount of 0 or more. Money is counted in whole units.")
    if (days < 0).any() or (days % 1 != 0).any():
        raise ValueError("A number of days is negative or not whole.")
    proposed = days.astype("int64") * int(rate)
    held = pd.Series(pd.NA, index=days.index, dtype="Int64") if approved is None else approved.astype("Int64")
    held = held.reindex(days.index)
    state = held.notna().map({True: "approved", False: "proposed"})
    return pd.DataFrame({"days": days.astype("int64"), "proposed": proposed, "approved": held, "state": state})


def kept(days: pd.DataFrame) -> pd.DataFrame:
    """Return how the rota of a week was kept.

    A day that was in fact a holiday, or of which nothing was stated, is none of those judged: that nobody came must
    have been said. Both are there where one of them was planned: that is as planned.

    Args:
        days: unit, day, planned, actual: answers head, deputy, both, neither or holiday; "" = not stated.

    Returns:
        By unit: led (days with a leader), of (days that were no holiday and were stated), as_planned (days led just as
        the rota said), planned (days with a leader by the rota, and stated); bare, otherwise and unplanned: the days on
        which nobody led, another than planned did, or no rota said who should (tuples).
    """
    ours = days[~days["actual"].isin(["holiday", ""])]
    by_rota = ours["planned"].isin([*LEADERS, "both"])
    same = by_rota & (ours["planned"].eq(ours["actual"]) | ours["actual"].eq("both"))
    nobody = ours["actual"].eq("neither")
    counted = pd.DataFrame({"unit": ours["unit"], "led": ~nobody, "of": True, "as_planned": same, "planned": by_rota})
    units = pd.Index(days["unit"].drop_duplicates(), name="unit")
    found = counted.groupby("unit", sort=False).sum().reindex(units, fill_value=0).astype("int64")
    kinds = {"bare": nobody, "otherwise": by_rota & ~same & ~nobody, "unplanned": ours["planned"].eq("") & ~nobody}
    for name, where in kinds.items():
        by_unit = {str(unit): tuple(part) for unit, part in ours[where].groupby("unit")["day"]}
        found[name] = pd.Series({unit: by_unit.get(str(unit), ()) for unit in units}, dtype=object)
    return found
