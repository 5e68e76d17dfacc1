"""What lines must carry, and whether they do."""

from __future__ import annotations

import pandas as pd
import pytest

from thongbao.data import bandwidth

NAN = float("nan")


def test_a_thousand_pupils_in_group_calls_need_1300_mbps() -> None:
    """1.0 Mbps each, 30 % above the peak."""
    found = bandwidth.required(pd.DataFrame({"group_hq": [1000.0]}))

    assert found.loc[0].tolist() == pytest.approx([1300, 0])


def test_teachers_and_cameras_send() -> None:
    """Twenty live teachers, and every tenth pupil's camera."""
    learners, teachers = pd.DataFrame({"group_hq": [1000.0]}), pd.DataFrame({"group_hq": [20.0]})

    assert bandwidth.required(learners, teachers, headroom=0).loc[0, "up"] == pytest.approx(16)
    assert bandwidth.required(learners, teachers, headroom=0, cameras=0.1).loc[0, "up"] == pytest.approx(96)


def test_modes_add_up_and_what_is_not_stated_is_not_zero() -> None:
    """A ward that left out one mode has no need that could be told."""
    learners = pd.DataFrame({"group_hq": [100.0, 100], "audio": [50.0, NAN]}, index=["a", "b"])
    found = bandwidth.required(learners, headroom=0)

    assert found.loc["a", "down"] == pytest.approx(104)
    assert pd.isna(found.loc["b", "down"])
    with pytest.raises(KeyError):
        bandwidth.required(pd.DataFrame({"hologram": [1.0]}))


def test_concurrent_learners_are_a_share_of_a_share() -> None:
    """Enrolled, online, at the busiest moment."""
    one = [pd.Series([value]) for value in (1200.0, 0.9, 0.5)]

    assert bandwidth.concurrent(*one).tolist() == pytest.approx([540])


def test_lines_are_green_amber_or_red() -> None:
    """Amber from 80 %, red above 100 %; no line at all is red, and none needed is green."""
    required = pd.Series([79.0, 80, 100, 101, 5, 0, NAN])
    available = pd.Series([100.0, 100, 100, 100, 0, 0, 100])

    found = bandwidth.utilisation(required, available)

    assert found["status"].tolist() == ["green", "amber", "amber", "red", "red", "green", ""]
    assert found["over"].tolist() == [False, False, False, True, True, False, False]
