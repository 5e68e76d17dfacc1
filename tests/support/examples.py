"""How many examples a property is held against: few in the normal run, many times as many under `make faults`."""

from __future__ import annotations

import os

from hypothesis import settings

TIMES = int(os.environ.get("THONGBAO_EXAMPLES", "1"))
"""How many times as many examples as in the normal run; `make faults` sets it."""


def examples(few: int) -> settings:
    """Return the settings of a property whose examples each need a database, or frames, and so take their time."""
    return settings(max_examples=few * TIMES, deadline=None)
