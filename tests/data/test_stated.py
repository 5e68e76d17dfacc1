"""What is in force and what a revision changed, against the plain way to say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.examples import examples
from thongbao.data.stated import KEY, changes, collected, in_force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.data.stated import Change

NOON = pd.Timestamp("2020-02-19T12:00", tz="UTC")
FORMS, UNITS, DAYS = ("b", "a"), ("2", "10", "1"), ("2020-02-18", "2020-02-19")
CELLS = [(row, column) for row in ("z", "y", "x") for column in ("q", "p")]

Said = dict[tuple[str, str], float]

arrivals = st.lists(
    st.tuples(
        st.sampled_from(FORMS),
        st.sampled_from(UNITS),
        st.sampled_from(DAYS),
        st.dictionaries(st.sampled_from(CELLS), st.sampled_from([0.0, 1.0, 2.5]), max_size=4),
    ),
    max_size=12,
)


def came(made: Sequence[tuple[str, str, str, Said]], ids: Sequence[int]) -> pd.DataFrame:
    """Return id, form, unit, day, received_at of all revisions, by report and arrival."""
    lines = [(i, *key, NOON + pd.Timedelta(hours=n)) for n, (i, (*key, _)) in enumerate(zip(ids, made, strict=True))]
    found = pd.DataFrame(lines, columns=["id", *KEY, "received_at"])
    types = {"id": "int64", "form": "str", "unit": "str", "day": "datetime64[s]", "received_at": "datetime64[us, UTC]"}
    return found.astype(types).sort_values([*KEY, "received_at"], ignore_index=True)


def lines(made: Sequence[tuple[str, str, str, Said]], ids: Sequence[int]) -> list[tuple[int, str, str, float]]:
    """Return report, row, column, value, the last report first."""
    return [(i, *cell, value) for i, (*_, said) in zip(ids, made, strict=True) for cell, value in said.items()][::-1]


@given(made=arrivals, seed=st.randoms(use_true_random=False), at_once=st.integers(1, 5))
@examples(40)
def test_what_is_in_force_is_what_the_last_arrival_of_each_report_said(
    made: list[tuple[str, str, str, Said]], seed: Any, at_once: int
) -> None:
    """In the order of reports, rows and columns; of earlier revisions and other reports nothing is left."""
    ids = [7 * n + 3 for n in range(len(made))]
    seed.shuffle(ids)
    there, said = came(made, ids), lines(made, ids)
    other = [(10_000, "x", "p", 9.0), (-1, "x", "p", 9.0), (4, "x", "p", 9.0)]
    stated = collected((part for n in range(0, len(said), at_once) if (part := said[n : n + at_once])), "float64")
    more = collected([[*said, *other]], "float64")
    held = there.drop_duplicates(KEY, keep="last").reset_index(drop=True)

    last = {(form, unit, day): values for form, unit, day, values in made}
    expected = sorted(
        (*key, row, column, value) for key, values in last.items() for (row, column), value in values.items()
    )
    for one in (stated, more):
        found = in_force(one, held, "value", "float64")
        assert list(found.columns) == [*KEY, "row", "column", "value"]
        assert [str(kind) for kind in found.dtypes] == ["str", "str", "datetime64[s]", "str", "str", "float64"]
        days = found["day"].dt.strftime("%Y-%m-%d")
        assert [*found.assign(day=days).itertuples(index=False, name=None)] == expected


@given(made=arrivals)
@examples(40)
def test_every_figure_that_differs_from_the_revision_before_is_a_change(made: list[tuple[str, str, str, Said]]) -> None:
    """One that is no longer stated, or newly, too."""
    ids = [*range(1, len(made) + 1)]
    before: dict[tuple[str, str, str], Said] = {}
    expected: list[tuple[Any, ...]] = []
    for *key, said in made:
        old = before.get((key[0], key[1], key[2]))
        if old is not None:
            differ = [cell for cell in {*said, *old} if said.get(cell) != old.get(cell)]
            expected += [(*key, *cell, old.get(cell), said.get(cell)) for cell in differ]
        before[key[0], key[1], key[2]] = said

    def told(change: Change) -> tuple[Any, ...]:
        form, unit, day, *rest = change[:-1]
        return (form, unit, f"{day:%Y-%m-%d}", *rest)

    said = lines(made, ids)
    stated = collected([said] if said else [], "float64")
    found = [told(change) for change in changes(came(made, ids), stated)]
    assert sorted(found, key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("reports", [0, 1])
def test_where_nothing_was_stated_the_columns_are_there(reports: int) -> None:
    """An office of which nothing has come yet is read like any other."""
    held = came([("a", "1", DAYS[0], {})] * reports, [1] * reports)

    found = in_force(collected([], "object"), held, "text", "str")

    assert found.empty
    assert [str(kind) for kind in found.dtypes] == ["str", "str", "datetime64[s]", "str", "str", "str"]
