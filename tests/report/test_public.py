"""What a notebook gets for a public bulletin: never what is hidden."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from support.filled import COUNTY, DAY, DIRECT, OTHERS, PUBLISHED, cases, isolation, put, put_published, put_refused
from thongbao import report
from thongbao.errors import LoadRefused, NotebookInvalid
from thongbao.report import public
from thongbao.report.blocks import note
from thongbao.report.calls import of_day
from thongbao.settings import AUDIENCE

if TYPE_CHECKING:
    from thongbao.report.day import Day
    from thongbao.settings import Settings

CITY = "411700"


@pytest.fixture(autouse=True)
def _for_the_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(AUDIENCE, "public")


def load(unit: str) -> Day:
    return report.load(unit, DAY.isoformat(), "en")


def test_the_frames_hold_no_hidden_figure(home: Settings) -> None:
    """Neither those that the blocks read nor what an analyst prints in the kernel."""
    put_published(home)
    put(home, DIRECT, DAY, {"cases": cases((0, 3, 7), (0, 2), (1, 0))}, hour=18)

    day = load(CITY)

    values = day.data.figures["value"]
    assert len(values)
    assert not ((values > 0) & (values < 10)).any()
    assert day.data.revisions[["before", "after"]].isna().all(axis=None)
    assert day.data.warnings.empty
    assert day.data.entries.empty


def test_what_was_said_of_a_refused_report_is_left_out(home: Settings) -> None:
    """It quotes the figures that it refuses, and the file may be called after somebody."""
    put_published(home)
    put_refused(home, OTHERS[0], DAY, "cases", "3 was found, which is not a total of 2")

    day = load(CITY)

    assert day.data.refusals["messages"].tolist() == [()]
    assert "3 was found" not in report.reporting(day).text


def test_no_digest_can_be_tried_out(home: Settings) -> None:
    """Two stores that differ in hidden figures only have one digest: it knows nothing of figures."""
    put_published(home)
    slices = load(DIRECT).data.slices

    assert {part.units for part in slices} == {()}
    assert len({part.digest for part in slices}) == 3


def test_a_day_that_has_not_closed_is_not_public(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock is that of the office: 17:00 in Shanghai is 09:00 UTC."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime(2020, 2, 19, 8, 59, tzinfo=UTC)

    put_published(home)
    monkeypatch.setattr(public, "datetime", Clock)

    with pytest.raises(LoadRefused, match="not public before the day closes, 2020-02-19 09:00 UTC"):
        load(COUNTY)


def test_an_earlier_state_of_the_reports_is_not_public(home: Settings) -> None:
    """A second version of a day would tell by its difference what came between the two."""
    put_published(home)

    with pytest.raises(LoadRefused, match="Take as_of out"):
        report.load(COUNTY, DAY.isoformat(), "en", as_of="2020-02-19 12:00")


def test_blocks_that_add_figures_up_themselves_are_refused(home: Settings) -> None:
    """Whoever writes a block says that it is fit for the public; nothing is by default."""
    put_published(home)

    with pytest.raises(NotebookInvalid, match="is for internal bulletins"):
        of_day(lambda day: note(str(day)))(load(COUNTY))


def test_for_internal_use_nothing_is_hidden(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the run says nothing, as in JupyterLab."""
    put_published(home)
    monkeypatch.delenv(AUDIENCE)

    assert str(load(DIRECT).cases.confirmed) == "8"
    assert load(DIRECT).public is None


def test_of_a_batch_the_decision_is_made_once(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every edition has the same; and a process that is forked after it, without any work."""
    put_published(home)
    monkeypatch.setenv("THONGBAO_SNAPSHOT", "a batch")

    assert load(COUNTY).public is load(CITY).public


def test_a_unit_of_which_only_a_late_report_came_has_no_public_figures(home: Settings) -> None:
    """They are not stated, and not hidden: the mark is x."""
    put(home, COUNTY, DAY, {"isolation": isolation(20, 20, 20, 20)}, hour=18)
    put(home, DIRECT, DAY, PUBLISHED[DIRECT])

    assert str(load(COUNTY).isolation.home_now) == "not stated"
