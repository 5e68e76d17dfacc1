"""An attacker who has read everything that was published: linear programs over what it says.

Nothing of the way in which figures are hidden is known here but what the legend says: a mark < means 1 to k - 1, a
mark c a count of k or more (of a cumulative: more than the last value published, by less than k).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog


@dataclass
class Attack:
    """Unknown counts, each between bounds, and sums of them that are known."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    equal: list[tuple[dict[int, float], float]] = field(default_factory=list)
    most: list[tuple[dict[int, float], float]] = field(default_factory=list)

    def unknown(self, low: float = 0.0, high: float = np.inf) -> int:
        self.low.append(low)
        self.high.append(high)
        return len(self.low) - 1

    def known(self, terms: dict[int, float], value: float) -> None:
        self.equal.append((terms, value))

    def at_most(self, terms: dict[int, float], value: float) -> None:
        self.most.append((terms, value))

    def interval(self, terms: dict[int, float]) -> tuple[int, int]:
        """Return the least and the greatest whole number that a sum can be."""
        cost = self._row(terms)
        found = []
        for sign in (1, -1):
            done = linprog(
                sign * cost,
                A_ub=np.array([self._row(t) for t, _ in self.most]) if self.most else None,
                b_ub=[v for _, v in self.most] or None,
                A_eq=np.array([self._row(t) for t, _ in self.equal]) if self.equal else None,
                b_eq=[v for _, v in self.equal] or None,
                bounds=list(zip(self.low, self.high, strict=True)),
                method="highs",
            )
            if done.status == 3:  # no bound
                found.append(sign * -1e9)
                continue
            assert done.status == 0, f"the truth must be feasible: {done.message}"
            found.append(sign * done.fun)
        return int(np.ceil(found[0] - 1e-6)), int(np.floor(found[1] + 1e-6))

    def _row(self, terms: dict[int, float]) -> np.ndarray:
        row = np.zeros(len(self.low))
        for at, factor in terms.items():
            row[at] += factor
        return row
