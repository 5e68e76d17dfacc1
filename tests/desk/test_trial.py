"""What is tried goes to another process and comes back, and what came of it says whether a run would succeed."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path

import pytest

from thongbao.desk.remarks import Remark
from thongbao.desk.trial import Trial, Tried

STOPS = Remark("trend", 2, "mend it")
PASSES = Remark("", 0, "name it", stops=False)


@pytest.mark.parametrize(
    ("remarks", "stops"), [((), False), ((PASSES,), False), ((STOPS,), True), ((PASSES, STOPS), True)]
)
def test_one_remark_that_stops_a_run_is_enough(remarks: tuple[Remark, ...], stops: bool) -> None:
    """Others are only said."""
    assert Tried("<p>a page</p>", remarks, 0.1).stops is stops


def test_both_come_whole_through_a_pipe() -> None:
    """The child that tries is given the one and gives back the other."""
    trial = Trial(
        Path("thông báo 通报.ipynb"), Path("/home"), "sqlite:///a", "zhumadian", "", "411702", date(2020, 2, 19), "vi"
    )
    tried = Tried("<p>驿城区</p>", (PASSES, STOPS), 0.25)

    assert pickle.loads(pickle.dumps(trial)) == trial  # noqa: S301 -- our own
    assert pickle.loads(pickle.dumps(tried)) == tried  # noqa: S301 -- our own
