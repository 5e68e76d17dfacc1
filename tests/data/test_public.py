"""One decision for a whole office: the same on every page, every day, whatever comes later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from support.filled import COUNTY, DAY, DIRECT, OTHERS, cases, isolation, put, screening
from thongbao.data.public import Public, public_figures
from thongbao.data.suppress import COVER, SHOWN, SMALL
from thongbao.database import open_store
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from datetime import date

    from thongbao.settings import Settings

UNITS = (COUNTY, *OTHERS, DIRECT)
CONFIRMED = ("cases", "confirmed", "total")


def fill(home: Settings, day: date, seed: int, without: str = "") -> None:
    rng = np.random.default_rng(seed)
    for unit in UNITS:
        if unit == without:
            continue
        confirmed = tuple(float(n) for n in rng.integers(0, 12, 3))
        forms = {
            "screening": screening(*(float(n) for n in 20 + seed * 40 + rng.integers(0, 30, 3))),
            "isolation": isolation(*(float(n) for n in rng.integers(0, 60, 4))),
            "cases": cases(confirmed, (float(rng.integers(0, 5)), 0), (0, 0)),  # type: ignore[arg-type]
        }
        put(home, unit, day, forms)


def decide(home: Settings, last: date, days: int = 3) -> Public:
    return public_figures(open_store(home.store), read_office(home.params, "zhumadian"), last, days)


def test_units_and_sums_are_decided_together(home: Settings) -> None:
    """What is shown is exact, what is small is not, and the sums are over the units that stated the figure."""
    fill(home, DAY, 1, without=OTHERS[0])

    found = decide(home, DAY, days=1)

    at, whole = found.cell_at["isolation", "home_now", "total"], found.node_at["411700:"]
    shown = found.marks[:, at, 0] == SHOWN
    assert (np.isnan(found.values[:, at, 0]) == ~shown | (found.stated[:, at, 0] == 0)).all()
    assert found.stated[whole, at, 0] == len(UNITS) - 1
    values = found.values[:, :, 0]
    assert not ((values > 0) & (values < found.k)).any()


def test_a_later_day_changes_nothing_of_an_earlier_one(home: Settings) -> None:
    """Whoever has both editions finds the same figures and the same marks in both."""
    for n in range(3):
        fill(home, DAY + timedelta(days=n), n)
    first, later = decide(home, DAY + timedelta(days=1)), decide(home, DAY + timedelta(days=2))

    assert np.array_equal(first.values[..., 1:], later.values[..., :-1], equal_nan=True)
    assert np.array_equal(first.marks[..., 1:], later.marks[..., :-1])


def test_a_correction_after_the_day_has_closed_changes_nothing_public(home: Settings) -> None:
    """By difference with the edition before it, one would have the figure that it corrects."""
    fill(home, DAY, 1, without=COUNTY)
    before = decide(home, DAY)

    put(home, OTHERS[1], DAY, {"cases": cases((0, 0, 3), (0, 0), (0, 0))}, hour=18)
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 5), (0, 0), (0, 0))}, hour=40)

    after = decide(home, DAY)
    assert np.array_equal(before.values, after.values, equal_nan=True)
    assert np.array_equal(before.marks, after.marks)


def test_a_step_of_a_cumulative_is_remembered_longer_than_the_days_that_are_read(home: Settings) -> None:
    """15 after 12 forty days ago is still three people more, whatever the window of a bulletin."""
    put(home, COUNTY, DAY - timedelta(days=40), {"isolation": isolation(0, 12, 0, 0)})
    put(home, COUNTY, DAY, {"isolation": isolation(0, 15, 0, 0)})

    found = decide(home, DAY)

    assert found.marks[found.node_at[COUNTY], found.cell_at["isolation", "hospital_released", "total"], -1] == COVER


def test_what_is_no_count_of_people_is_not_hidden(home: Settings) -> None:
    """The form says so, column by column."""
    put(home, COUNTY, DAY, {"isolation": isolation(3, 0, 4, 0)})
    params = read_office(home.params, "zhumadian")
    form = params.forms[1]
    columns = tuple(
        c.model_copy(update={"privacy": "none" if c.code == "home_now" else "people"}) for c in form.columns
    )
    params = params.model_copy(update={"forms": (form.model_copy(update={"columns": columns}),)})

    found = public_figures(open_store(home.store), params, DAY, 1)

    node = found.node_at[COUNTY]
    assert found.values[node, found.cell_at["isolation", "home_now", "total"], 0] == 4
    assert found.marks[node, found.cell_at["isolation", "hospital_now", "total"], 0] == SMALL


def test_an_office_without_reports_has_nothing_public(home: Settings) -> None:
    """And no error."""
    assert np.isnan(decide(home, DAY).values).all()
