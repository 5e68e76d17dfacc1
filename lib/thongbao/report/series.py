"""One measure over the days of the window, ready to be drawn, tabled or said. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

TENTATIVE_DAYS = 2
"""The last days of a chart may still change: late reports and corrections come in."""


@dataclass(frozen=True, slots=True)
class Series:
    """What one panel shows; all tuples have one entry per day.

    Attributes:
        title: what is counted, in the reader's language.
        unit: what one of them is called, e.g. people.
        kind: ``line`` for a state at the cut-off, ``bars`` for what is new on a day.
        days: consecutive, ascending.
        values: None where nothing was stated.
        spans: days over which a value was gathered: more than 1 after days without a report.
        mean: 7-day mean of what is new, None where fewer than 5 of the 7 days were reported; empty for a line.
        reported: units that stated the figure.
        expected: units that owed a report.
        counted: units whose figure is in the value: fewer than ``reported`` where a unit's growth is of several days.
        letters: what stands instead of a figure that is not published, "" where it is; empty for internal use.
    """

    title: str
    unit: str
    kind: Literal["line", "bars"]
    days: tuple[date, ...]
    values: tuple[float | None, ...]
    spans: tuple[int, ...]
    mean: tuple[float | None, ...]
    reported: tuple[int, ...]
    expected: tuple[int, ...]
    counted: tuple[int, ...]
    letters: tuple[str, ...] = ()

    @property
    def hidden(self) -> tuple[str, ...]:
        """Return the letters in use, once each."""
        return tuple(sorted({letter for letter in self.letters if letter}))

    @property
    def empty(self) -> bool:
        """Say whether no day has a value."""
        return all(value is None for value in self.values)

    def largest(self) -> float:
        """Return the greatest height shown, 0 where there is none."""
        return max((height for height in (*self.heights(), *self.mean) if height is not None), default=0.0)

    def heights(self) -> tuple[float | None, ...]:
        """Return values per day: a value gathered over several days is spread over them, negative ones are left out."""
        return tuple(
            None if value is None or value < 0 else value / span
            for value, span in zip(self.values, self.spans, strict=True)
        )

    def missing(self, at: int) -> bool:
        """Say whether a report was due on the day and no unit stated the figure."""
        return self.expected[at] > 0 and self.reported[at] == 0

    def partial(self, at: int) -> bool:
        """Say whether only some of the units that owed a report are in the value."""
        return 0 < self.counted[at] < self.expected[at]

    def tentative(self, at: int) -> bool:
        """Say whether the day is one of the last, whose figures may still change."""
        return at >= len(self.days) - TENTATIVE_DAYS
