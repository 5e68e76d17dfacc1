"""A report is on time until the form's cut-off, in the office's own time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from support.arrivals import DAY, a_form, a_key
from thongbao.data.kept import cut_off


def test_the_cut_off_is_of_the_day_in_the_zone_of_the_office() -> None:
    """A form that may come some days later has its cut-off then."""
    form, zone = a_form("cases"), ZoneInfo("Asia/Ho_Chi_Minh")
    later = form.model_copy(update={"cut_off_days": 2})

    assert cut_off(form, a_key(), zone) == datetime.combine(DAY, form.cut_off, tzinfo=zone)
    assert cut_off(later, a_key(), zone).day == DAY.day + 2
