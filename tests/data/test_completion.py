"""A unit above others is complete only with all of them."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.completion import completion
from thongbao.records import Text, Unit

DAY = date(2021, 9, 1)
NAMES = Text(zh_Hans="名", vi="tên", en="name")


def a_unit(code: str, parent: str = "", last: date | None = None) -> Unit:
    return Unit(code=code, parent=parent, kind="school", names=NAMES, valid_to=last)


def of_day(**units: tuple[int, int]) -> pd.DataFrame:
    """Make a frame from received and expected reports by unit."""
    return pd.DataFrame([(u, e, r) for u, (r, e) in units.items()], columns=["unit", "expected", "received"])


def test_a_parent_waits_for_its_last_child() -> None:
    """Also through a level that owes nothing itself."""
    units = [a_unit("city"), a_unit("county", "city"), a_unit("x", "county"), a_unit("y", "county")]

    waits = completion(units, DAY, of_day(x=(2, 2), y=(1, 2)))
    whole = completion(units, DAY, of_day(x=(2, 2), y=(2, 2)))

    assert waits["complete"].to_dict() == {"city": False, "county": False, "x": True, "y": False}
    assert waits.loc["county", ["children_complete", "children"]].tolist() == [1, 2]
    assert whole["complete"].all()


def test_its_own_reports_count_too() -> None:
    """All children are complete, and the county itself is silent."""
    found = completion([a_unit("county"), a_unit("x", "county")], DAY, of_day(x=(1, 1), county=(0, 3)))

    assert found["complete"].to_dict() == {"county": False, "x": True}
    assert found.loc["county", ["own_received", "own"]].tolist() == [0, 3]


def test_who_has_ended_or_owes_nothing_holds_nobody_up() -> None:
    """A closed school, and a branch in which nobody owes anything."""
    units = [a_unit("city"), a_unit("x", "city"), a_unit("old", "city", date(2021, 8, 31)), a_unit("idle", "city")]

    found = completion(units, DAY, of_day(x=(1, 1), old=(0, 1)))

    assert found["complete"].to_dict() == {"city": True, "x": True}
    assert completion(units, DAY, of_day()).empty


@given(
    st.integers(1, 8).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.integers(0, 7), min_size=n, max_size=n),
            st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=n, max_size=n),
        )
    )
)
def test_complete_is_that_nobody_below_owes_anything(drawn: tuple[int, list[int], list[tuple[int, int]]]) -> None:
    """Whatever the tree and whatever the order of its units."""
    n, above, reports = drawn
    parents = {k: above[k] % k if k else None for k in range(n)}
    units = [a_unit(f"u{k}", "" if parents[k] is None else f"u{parents[k]}") for k in range(n)]
    told = {f"u{k}": (min(pair), max(pair)) for k, pair in enumerate(reports) if max(pair)}

    found = completion(reversed(units), DAY, of_day(**told))

    def below(k: int) -> list[int]:
        return [k, *(m for child in range(n) if parents[child] == k for m in below(child))]

    for k in range(n):
        owing = [f"u{m}" for m in below(k) if f"u{m}" in told]
        assert (f"u{k}" in found.index) == bool(owing)
        if owing:
            assert found.loc[f"u{k}", "complete"] == all(told[u][0] == told[u][1] for u in owing)
