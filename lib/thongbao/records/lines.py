"""What learners need of a line: the settings of an office for the capacity of its network."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from thongbao.records.base import Name, Record

Mbps = Annotated[float, Field(ge=0, le=1000)]


class LineRate(Record):
    """What one participant of a mode needs, Mbps."""

    down: Mbps
    up: Mbps = 0


class LineRates(Record):
    """How the need of a line is reckoned: learners at once x Mbps of their mode x (1 + headroom).

    Attributes:
        modes: column of a form that counts learners at once -> what one of them needs.
        down, up: columns with what there is, Mbps.
        headroom: share above the peak.
        cameras: share of the learners whose cameras are on; with 0 the uplink is not looked at.
    """

    modes: dict[Name, LineRate] = Field(
        default_factory=lambda: {"live": LineRate(down=1.0, up=0.8), "recorded": LineRate(down=1.5)}
    )
    down: Name = "down_mbps"
    up: Name = "up_mbps"
    headroom: Annotated[float, Field(ge=0, le=5)] = 0.3
    cameras: Annotated[float, Field(ge=0, le=1)] = 0
