"""Say of a time zone that is not one which one was meant, and read moments in one that is."""

from __future__ import annotations

import re
import zoneinfo
from datetime import datetime, time
from difflib import get_close_matches

from thongbao.language import fold
from thongbao.params.findings import shown

_CITIES = dict.fromkeys(
    (
        "hanoi",
        "ha_noi",
        "saigon",
        "ho_chi_minh_city",
        "hochiminh",
        "da_nang",
        "hai_phong",
        "hue",
        "vietnam",
        "viet_nam",
    ),
    "Asia/Ho_Chi_Minh",
) | dict.fromkeys(
    ("beijing", "peking", "china", "guangzhou", "shenzhen", "wuhan", "zhengzhou", "zhumadian", "nanjing", "chengdu"),
    "Asia/Shanghai",
)
"""What people take for the name of their time zone."""


_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"
)


def moment_in(written: str, zone: zoneinfo.ZoneInfo) -> datetime:
    """Read a moment such as ``2020-02-19 17:00`` in a zone, or with an offset of its own; a day alone is its end.

    Raises:
        ValueError: it is no such moment; the message says how to write one.
    """
    wrong = ValueError(f"{shown(written)} is not a moment. Write it as 2020-02-19 17:00, or as a day.")
    if not _MOMENT.fullmatch(written):
        raise wrong
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        raise wrong from None
    if len(written) == len("2020-02-19"):
        moment = datetime.combine(moment.date(), time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def timezone_problem(name: str) -> str:
    """Say what is wrong with the name of a time zone and what to write, "" where nothing is."""
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = _zone_near(name)
        did_you = f"Did you mean {near}? " if near else ""
        return f"{shown(name)} is not a time zone. {did_you}Write one such as Asia/Shanghai or Asia/Ho_Chi_Minh."
    return ""


def _zone_near(name: str) -> str:
    """Return the time zone that is meant: a zone has the name of one city, and people write that of their own."""
    city = fold(name[:100].rpartition("/")[2]).replace("-", "_").replace(" ", "_")
    if city in _CITIES:
        return _CITIES[city]
    zones = {fold(zone): zone for zone in sorted(zoneinfo.available_timezones()) if "/" in zone}
    ends = {folded.rpartition("/")[2]: zone for folded, zone in zones.items()}
    close = get_close_matches(fold(name[:100]), zones, n=1, cutoff=0.85)
    if close:
        return zones[close[0]]
    ends_close = get_close_matches(city, ends, n=1, cutoff=0.85)
    return ends[ends_close[0]] if ends_close else ""
