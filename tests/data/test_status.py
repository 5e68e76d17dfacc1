"""How reporting stands on a day, and what was known of it at a moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from support import stores
from support.filled import COUNTY, DAY, DIRECT, OTHERS, ZONE, put, put_published, put_refused, screening
from thongbao.data.status import below, report_states, status_of
from thongbao.database import open_store
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from thongbao.data.status import Status
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


home = stores.home_in_either


@pytest.fixture
def params(home: Settings) -> OfficeParams:
    """The sample office."""
    return read_office(home.params, "zhumadian")


@pytest.fixture
def engine(home: Settings) -> Engine:
    """Its store: the published figures of 19 February, without Xiping, whose form was refused, and Shangcai."""
    put_published(home, without=OTHERS[:2])
    put_refused(home, OTHERS[0], DAY, "cases", "write a number")
    return open_store(home.store)


def states(status: Status, unit: str) -> dict[str, str]:
    mine = status.states[status.states["unit"] == unit]
    return dict(zip(mine["form"], mine["state"], strict=True))


def test_every_unit_and_form_has_a_state(params: OfficeParams, engine: Engine) -> None:
    """Refused is not missing, zero is not missing, and what is not due is neither."""
    event = {"screening": {"cadence": "event"}, "isolation": {"filled_by": ("district",)}}
    forms = tuple(form.model_copy(update=event.get(form.code, {})) for form in params.forms)
    found = status_of(engine, params.model_copy(update={"forms": forms}), DAY)

    assert len(found.states) == 12 * 3
    assert states(found, COUNTY) == {"screening": "not_due", "isolation": "on_time", "cases": "on_time"}
    assert states(found, OTHERS[0]) == {"screening": "not_due", "isolation": "not_applicable", "cases": "refused"}
    assert states(found, OTHERS[1])["cases"] == "missing"
    assert states(found, OTHERS[2])["cases"] == "zero"
    unexpected = found.states[found.states["unexpected"]]
    assert set(unexpected["form"]) == {"screening", "isolation"}  # sent, though not asked of them
    assert COUNTY not in set(unexpected.loc[unexpected["form"] == "isolation", "unit"])
    assert OTHERS[1] not in set(unexpected["unit"])


def test_rates_are_of_the_window_and_completion_of_the_day(params: OfficeParams, engine: Engine) -> None:
    """Eleven of twelve units are not the whole city."""
    day, week = status_of(engine, params, DAY, window=1), status_of(engine, params, DAY, window=7)

    assert day.by_unit.set_index("unit").loc[COUNTY, ["expected", "received"]].tolist() == [3, 3]
    assert week.by_unit.set_index("unit").loc[COUNTY, ["expected", "received"]].tolist() == [21, 3]
    assert day.by_form["received"].tolist() == [10, 10, 10]
    assert day.complete.loc["411700", ["children_complete", "children", "complete"]].tolist() == [10, 12, False]
    assert day.fields["share"].tolist() == [1.0] * 10


def test_as_of_tells_what_was_known_then(home: Settings, params: OfficeParams) -> None:
    """A report that came at 16 was not there at 15:59, whatever came since."""
    put(home, COUNTY, DAY, {"screening": screening(1, 2, 3)}, hour=16)
    engine = open_store(home.store)
    four = datetime(2020, 2, 19, 16, tzinfo=ZONE)

    before = status_of(engine, params, DAY, as_of=four - timedelta(minutes=1))
    after = status_of(engine, params, DAY, as_of=four)

    assert states(before, COUNTY)["screening"] == "missing"
    assert states(after, COUNTY)["screening"] == "on_time"
    assert set(report_states(engine, params, DAY, four - timedelta(minutes=1))["state"]) == {"missing"}


def test_corrections_are_listed_where_somebody_asks(home: Settings, params: OfficeParams) -> None:
    """Since the moment that is given."""
    put(home, COUNTY, DAY, {"screening": screening(1, 2, 3)}, hour=10)
    put(home, COUNTY, DAY, {"screening": screening(4, 2, 3)}, hour=12)
    engine = open_store(home.store)

    found = status_of(engine, params, DAY, since=datetime(2020, 2, 19, 11, tzinfo=ZONE)).corrections

    assert found is not None
    assert found[["row", "old", "new"]].to_numpy().tolist() == [["teachers", 1, 4], ["total", 6, 9]]
    assert status_of(engine, params, DAY).corrections is None


def test_some_units_are_those_and_all_below_them(params: OfficeParams, engine: Engine) -> None:
    """In the order of units.csv."""
    found = status_of(engine, params, DAY, units=[DIRECT, COUNTY])

    assert [unit.code for unit in found.units] == [COUNTY, DIRECT]
    assert len(below(params, ["411700"])) == 13
    assert set(found.by_unit["unit"]) == {COUNTY, DIRECT}


def test_a_calendar_that_is_not_published_is_said_where_a_form_asks_for_it(
    params: OfficeParams, engine: Engine
) -> None:
    """A form of every calendar day does not care."""
    far = date(2038, 10, 1)
    forms = tuple(form.model_copy(update={"reporting_days": "working_days"}) for form in params.forms)

    assert status_of(engine, params, far).note == ""
    assert "2038" in status_of(engine, params.model_copy(update={"forms": forms}), far).note


def test_an_office_in_which_nothing_is_due_has_a_status(params: OfficeParams, engine: Engine) -> None:
    """Before its first day."""
    found = status_of(engine, params, date(2019, 12, 1))

    assert set(found.states["state"]) == {"not_due"}
    assert found.by_unit.empty
    assert found.complete.empty
