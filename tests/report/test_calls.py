"""What all calls of a notebook have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from conftest import make_home
from support.filled import COUNTY, DAY, put_published
from thongbao import report
from thongbao.errors import NotebookInvalid
from thongbao.records import BLOCK_MIME, RECEIPT_MIME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.report.day import Day

OF_DAY = sorted(set(report.__all__) - {"inline", "load", "together"})


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """The county's day; the calls change nothing of it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        put_published(make_home(tmp_path_factory.mktemp("calls") / "home", monkeypatch))
        yield report.load(COUNTY, DAY.isoformat(), "en")


@pytest.mark.parametrize("name", OF_DAY)
def test_a_call_without_day_says_so(day: Day, name: str) -> None:
    """Not "'Measure' object has no attribute 'scope'"."""
    for given in ((day.cases.confirmed,), (), ("411702",)):
        with pytest.raises(NotebookInvalid, match=rf"The first argument of report\.{name} is day"):
            getattr(report, name)(*given)


@pytest.mark.parametrize("given", [("confirmed",), ("cases",), (None,)])
def test_after_day_come_measures(day: Day, given: Any) -> None:
    """A form is no measure yet."""
    form = [day.cases] if given == ("cases",) else given

    for call in (report.headline, report.trend, report.unit_table):
        with pytest.raises(NotebookInvalid, match="takes measures"):
            call(day, *form)


def test_a_chart_of_nothing_is_refused(day: Day) -> None:
    """Found in JupyterLab."""
    with pytest.raises(NotebookInvalid, match="given none"):
        report.trend(day)


def test_every_block_says_whose_it_is(day: Day) -> None:
    """As the receipt does."""
    signed = report.sign(day)._repr_mimebundle_()[RECEIPT_MIME]
    block = report.together(report.figures_table(day), report.sources(day))._repr_mimebundle_()[BLOCK_MIME]

    for name in ("office", "unit", "date", "digest"):
        assert block[name] == signed[name]


def test_a_mistyped_name_is_answered_with_the_right_one() -> None:
    """Also for those who ask whether it is there."""
    with pytest.raises(NotebookInvalid, match=r"report has no headlin\. Did you mean headline\?"):
        _ = report.headlin
    assert not hasattr(report, "zzz")
