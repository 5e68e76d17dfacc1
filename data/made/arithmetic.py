"""Numbers that look irregular and are always the same: hashes of fixed words, and the largest remainder."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def chance(*words: object) -> float:
    """Return a number in [0, 1) that is always the same for the same words."""
    return int(hashlib.sha256("|".join(map(str, words)).encode()).hexdigest()[:12], 16) / 16**12


def apportion(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Split ``total`` by ``weights`` with the largest remainder, so that the parts add up to it exactly."""
    scale = total / sum(weights.values())
    parts = {unit: math.floor(weight * scale) for unit, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda unit: (parts[unit] - weights[unit] * scale, unit))
    for unit in by_remainder[: total - sum(parts.values())]:
        parts[unit] += 1
    return parts
