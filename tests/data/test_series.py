"""From the lines of reports to what the indicators take."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from support.arrivals import DAY, a_form
from thongbao.data import series
from thongbao.data.frames import frame
from thongbao.records import AlarmSettings, Text, Unit, Watched

NAMES = Text(zh_Hans="名", vi="tên", en="name")
NAN = float("nan")


def figures(*lines: tuple[str, int, str, str, float]) -> pd.DataFrame:
    """Make figures of the form screening from unit, days before DAY, row, column and value."""
    told = [("screening", u, DAY - timedelta(b), r, c, v) for u, b, r, c, v in lines]
    return frame(["form", "unit", "day", "row", "column", "value"], told)


def test_a_form_becomes_a_column_per_measure() -> None:
    """What was not stated is NaN, not 0; other forms stay out."""
    more = figures(("a", 0, "total", "screened", 5), ("b", 0, "total", "checked", 0))
    found = series.wide(pd.concat([more, more.assign(form="other")]), "screening")

    assert found.loc[("a", pd.Timestamp(DAY), "total"), "screened"] == 5
    assert pd.isna(found.loc[("b", pd.Timestamp(DAY), "total"), "screened"])
    assert found.loc[("b", pd.Timestamp(DAY), "total"), "checked"] == 0


def test_a_grid_has_every_day_and_adds_up_rows_only_where_all_are_stated() -> None:
    """A day without a report is a gap, and half a sum is none."""
    lines = [("a", 0, "teachers", "screened", 2.0), ("a", 0, "students", "screened", 3.0)]
    told = figures(*lines, ("a", 2, "teachers", "screened", 1.0))
    found = series.grid(
        told, a_form("screening"), "screened", ["teachers", "students"], ["a", "b"], DAY - timedelta(2), DAY
    )

    assert found["a"].fillna(-1).tolist() == [-1, -1, 5]
    assert found["b"].isna().all()


def test_watched_cumulatives_become_new_cases_with_their_spans() -> None:
    """Only units of the watched kind; a fall is a correction, not a case."""
    units = [Unit(code=c, kind=k, names=NAMES) for c, k in (("a", "school"), ("b", "county"))]
    told = figures(*[(u, b, "total", "screened", v) for u in "ab" for b, v in ((4, 1.0), (2, 4.0), (1, 3.0), (0, 8.0))])
    watched = Watched(disease="influenza", place="school", form="screening", column="screened", kinds=("school",))

    found = series.events(
        AlarmSettings(watched=(watched,)), [a_form("screening")], units, told, DAY - timedelta(6), DAY
    )

    assert set(found["place"]) == {"a"}
    assert found[["new", "span"]].to_numpy().tolist() == [[3, 2], [5, 1]]
    assert series.events(AlarmSettings(), [], [], told, DAY, DAY).empty
