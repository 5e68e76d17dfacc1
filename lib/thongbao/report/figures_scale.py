"""Put numbers on a scale from zero with round ticks. Pure."""

from __future__ import annotations

import math


def ticks(largest: float, steps: int = 3, *, whole: bool = True) -> list[float]:
    """Return round ticks from 0 to at least ``largest``.

    Args:
        largest: the greatest value shown, >= 0.
        steps: at most so many intervals.
        whole: counts have no tick between two whole numbers.

    Returns:
        ascending, at least 0 and one above it.
    """
    if largest <= (1 if whole else 1e-9):
        return [0, 1]
    rough = largest / steps
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * (1 - 1e-9))
    if whole:
        step = max(1.0, math.ceil(step - 1e-9))
    count = max(1, math.ceil(largest / step - 1e-9))
    return [round(step * n, 10) for n in range(count + 1)]
