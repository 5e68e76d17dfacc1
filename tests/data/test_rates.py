"""Shares, rates and intervals, held against published values and an independent library."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data import rates

NAN = float("nan")


def test_a_share_above_one_is_shown_and_flagged_never_clipped() -> None:
    """It says that n or N is wrong."""
    assert rates.share(30, 28) == (30, 28, 30 / 28, True)
    assert rates.share(97, 112).share == pytest.approx(0.866, abs=5e-4)
    assert rates.share(0, 0) == (0, 0, None, False)
    assert rates.share(NAN, 12).share is None


def test_many_shares_are_the_single_ones() -> None:
    """No denominator, no share; zero of some is zero."""
    found = rates.shares(pd.Series([30.0, 0, NAN, 3, 0]), pd.Series([28.0, 5, 5, NAN, 0]))

    assert found["share"].fillna(-1).tolist() == [30 / 28, 0, -1, -1, -1]
    assert found["over"].tolist() == [True, False, False, False, False]


@pytest.mark.parametrize(
    ("n", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_that_of_newcombe_1998(n: int, of: int, low: float, high: float) -> None:
    """Table I, method 3."""
    assert rates.wilson(n, of) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_wilsons_interval_is_that_of_scipy_and_holds_the_proportion(pair: tuple[int, int]) -> None:
    """Also at 0 and at all."""
    from scipy import stats  # slow to load, and nothing else uses it

    n, of = pair
    low, high = rates.wilson(n, of)
    theirs = stats.binomtest(n, of).proportion_ci(method="wilson")

    assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert 0 <= low <= n / of <= high <= 1


@pytest.mark.parametrize(("n", "of"), [(3, 2), (-1, 2), (0, 0), (NAN, 2)])
def test_what_is_no_proportion_has_no_interval(n: float, of: float) -> None:
    """One is refused, in a table it is left out."""
    with pytest.raises(ValueError, match="no proportion"):
        rates.wilson(n, of)
    assert rates.wilson_intervals(pd.Series([n]), pd.Series([of])).isna().all(axis=None)


@pytest.mark.parametrize(
    ("n", "low", "high"), [(0, 0.0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.390), (100, 81.364, 121.627)]
)
def test_the_exact_interval_of_a_count_is_garwoods(n: int, low: float, high: float) -> None:
    """As printed in tables since 1936."""
    assert rates.poisson_interval(n) == pytest.approx((low, high), abs=5e-4)


@given(st.integers(0, 100_000), st.sampled_from([0.8, 0.95, 0.99, 0.9999]))
def test_the_exact_interval_of_a_count_is_that_of_the_chi_square(n: int, level: float) -> None:
    """Its closed form, by an independent library."""
    from scipy import stats

    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * n) / 2 if n else 0.0
    high = stats.chi2.ppf(1 - tail, 2 * n + 2) / 2

    assert rates.poisson_interval(n, level) == pytest.approx((low, high), rel=1e-9)


def test_a_negative_count_is_refused() -> None:
    """A correction is no case."""
    with pytest.raises(ValueError, match="no count"):
        rates.poisson_interval(-1)


def test_no_denominator_no_rate() -> None:
    """Relatives have none; few persons or cases have one that is withheld."""
    found = rates.incidence(pd.Series([12.0, 7, 12, 4, NAN, 6]), pd.Series([48_000.0, NAN, 99, 48_000, 48_000, 0]))

    assert found["rate"].fillna(-1).tolist() == pytest.approx([2.5, -1, 12 / 99 * 1e4, 4 / 4.8, -1, -1])
    assert found["withheld"].tolist() == [False, True, True, True, True, True]
    assert (found["low"][0], found["high"][0]) == pytest.approx((6.2006 / 4.8, 20.9616 / 4.8), abs=1e-4)
    assert math.isnan(found["high"][1])
