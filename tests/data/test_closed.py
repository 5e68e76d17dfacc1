"""A day closes for the public at its cut-off."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from support.filled import COUNTY, DAY, isolation, put
from thongbao.data.closed import closed_figures, closing, first_day
from thongbao.database import open_store
from thongbao.params.office import read_office
from thongbao.records import SmallNumbers

if TYPE_CHECKING:
    from thongbao.settings import Settings

CUT_OFF = datetime(2020, 2, 19, 9, tzinfo=UTC)


def test_what_came_after_the_cut_off_is_not_public_that_day(home: Settings) -> None:
    """A correction after it neither; one before it is."""
    for hour, home_now in ((15, 500), (16, 600), (18, 700)):
        put(home, COUNTY, DAY, {"isolation": isolation(0, 0, home_now, 0)}, hour=hour)
    params = read_office(home.params, "zhumadian")
    form = params.form("isolation")
    assert form is not None
    assert closing(params, form, DAY) == CUT_OFF

    figures = closed_figures(open_store(home.store), params, form, DAY, DAY)

    assert figures.loc[figures["column"] == "home_now", "value"].tolist() == [600]
    assert first_day(open_store(home.store), params) == DAY


def test_an_office_may_wait_for_late_reports(home: Settings) -> None:
    """Two hours after the cut-off, if it says so."""
    put(home, COUNTY, DAY, {"isolation": isolation(0, 0, 700, 0)}, hour=18)
    params = read_office(home.params, "zhumadian")
    waits = params.office.model_copy(update={"small_numbers": SmallNumbers(hours_after_cut_off=2)})
    form = params.form("isolation")
    assert form is not None
    store = open_store(home.store)

    assert closed_figures(store, params, form, DAY, DAY).empty
    assert len(closed_figures(store, params.model_copy(update={"office": waits}), form, DAY, DAY)) == 4
