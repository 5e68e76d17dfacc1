"""Shares, rates and how sure they are. n and N always stand beside the percent. Pure.

No denominator, no rate; and a share above 1 is kept and flagged: it says that n or N is wrong, which a clipped one
would hide.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

PER = 10_000
"""Incidence is told per so many persons."""

SMALLEST_POPULATION = 100
FEWEST_CASES = 5
"""Rates of fewer persons or cases are withheld: one case more would change them beyond use."""

_STEPS = 200


class Share(NamedTuple):
    """A part of a whole.

    Attributes:
        n, of: numerator and denominator; NaN where not stated.
        share: n / of, 1 for all; None where either is not stated or of is 0.
        over: whether n is more than of, which cannot be.
    """

    n: float
    of: float
    share: float | None
    over: bool


class Interval(NamedTuple):
    """The lower and upper end of an interval, in the unit of what it is about."""

    low: float
    high: float


def share(n: float, of: float) -> Share:
    """Return n of N; see ``shares`` for many."""
    known = not math.isnan(n) and not math.isnan(of)
    return Share(n, of, n / of if known and of > 0 else None, known and n > of)


def shares(n: pd.Series[float], of: pd.Series[float]) -> pd.DataFrame:
    """Return n of N line by line.

    Args:
        n, of: numerator and denominator, of one index; NaN = not stated.

    Returns:
        n, of, share (NaN where there is none), over (n is more than of: shown and flagged).
    """
    n, of = n.astype(float), of.astype(float)
    return pd.DataFrame({"n": n, "of": of, "share": (n / of).where(of > 0), "over": (n > of).astype(bool)})


def wilson(n: float, of: float, level: float = 0.95) -> Interval:
    """Return Wilson's score interval of the proportion n / of, without continuity correction.

    Source: Wilson 1927; method 3 of Newcombe, Statistics in Medicine 17 (1998), 857-872.

    Raises:
        ValueError: n / of is no proportion.
    """
    if not 0 <= n <= of or of <= 0:
        raise ValueError(f"{n:g} of {of:g} is no proportion: it needs 0 ≤ n ≤ N and N > 0.")
    z = NormalDist().inv_cdf((1 + level) / 2)
    p, spread = n / of, z * z / of
    middle, half = p + spread / 2, z * math.sqrt(p * (1 - p) / of + spread / (4 * of))
    return Interval(
        0.0 if n == 0 else (middle - half) / (1 + spread), 1.0 if n == of else (middle + half) / (1 + spread)
    )


def poisson_interval(n: int, level: float = 0.95) -> Interval:
    """Return the exact interval of the mean of a Poisson count, of which ``n`` were seen.

    Source: Garwood, Biometrika 28 (1936), 437-442: the means for which n or more, or n or fewer, have a probability of
    half of what the level leaves over.

    Raises:
        ValueError: ``n`` is negative.
    """
    if n < 0:
        raise ValueError(f"{n} is no count.")
    tail = (1 - level) / 2
    # Seven standard deviations and more away on either side: far beyond what any level asks.
    wide = 12 * math.sqrt(n + 1) + 12
    low = 0.0 if n == 0 else _root(lambda mean: tail - _at_least(n, mean), 0.0, float(n))
    return Interval(low, _root(lambda mean: tail - _at_most(n, mean), float(n), n + wide))


def incidence(new: pd.Series[float], population: pd.Series[float], per: int = PER) -> pd.DataFrame:
    """Return new cases per ``per`` persons.

    Args:
        new: cases of a period, 0 or more, as of 7 days.
        population: persons; NaN where unknown, as for relatives: then there is no rate.

    Returns:
        n (cases), of (persons), rate, low and high (exact 95 % interval, per ``per``), withheld: whether the rate rests
        on fewer than 100 persons or 5 cases and is not to be shown.
    """
    n, of = new.astype(float), population.astype(float)
    of_some = of.where(of > 0)
    ends = [poisson_interval(int(k)) if k >= 0 and not math.isnan(k) else Interval(math.nan, math.nan) for k in n]
    low = pd.Series([end.low for end in ends], index=n.index, dtype=float)
    high = pd.Series([end.high for end in ends], index=n.index, dtype=float)
    rates = {"rate": n / of_some * per, "low": low / of_some * per, "high": high / of_some * per}
    withheld = (of < SMALLEST_POPULATION) | (n < FEWEST_CASES) | of_some.isna() | n.isna()
    return pd.DataFrame({"n": n, "of": of, **rates, "withheld": withheld})


def wilson_intervals(n: pd.Series[float], of: pd.Series[float], level: float = 0.95) -> pd.DataFrame:
    """Return low and high of Wilson's interval line by line; NaN where n / of is no proportion."""
    ends = [
        wilson(k, m, level) if m > 0 and 0 <= k <= m else Interval(np.nan, np.nan) for k, m in zip(n, of, strict=True)
    ]
    return pd.DataFrame(ends, index=n.index, columns=["low", "high"], dtype=float)


def _at_least(n: int, mean: float) -> float:
    """Return P(X >= n) for a mean not above ``n``: the terms fall from n upwards."""
    term = total = 1.0
    k = n
    while term > total * 1e-17:
        k += 1
        term *= mean / k
        total += term
    return total * _probability(n, mean)


def _at_most(n: int, mean: float) -> float:
    """Return P(X <= n) for a mean not below ``n``: the terms fall from n downwards."""
    term = total = 1.0
    k = n
    while k and term > total * 1e-17:
        term *= k / mean
        total += term
        k -= 1
    return total * _probability(n, mean)


def _probability(n: int, mean: float) -> float:
    return math.exp(n * math.log(mean) - mean - math.lgamma(n + 1)) if mean > 0 else float(n == 0)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function that falls, or rises, through 0 between two points does so."""
    sign = function(low) > 0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if (function(middle) > 0) == sign:
            low = middle
        else:
            high = middle
    return (low + high) / 2
