"""Which report is approved, and until when it must be."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from support.arrivals import a_key, a_report
from thongbao.data import reports
from thongbao.data.revisions import approve_by, newest
from thongbao.database import open_store, writing
from thongbao.params.calendar import Calendar
from thongbao.records import Form

if TYPE_CHECKING:
    from pathlib import Path

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NAME = {"zh_Hans": "甲", "vi": "A", "en": "A"}


def rota(**changes: object) -> Form:
    said = {
        "code": "duty_rota",
        "version": "1",
        "title": NAME,
        "filled_by": ["county"],
        "cadence": "weekly",
        "due_on": "friday",
        "cut_off": "17:00",
        "holiday_rule": "before",
        "rows": [{"code": "monday", "label": NAME}],
        "columns": [{"code": "remote", "label": NAME, "unit": NAME, "basis": "stock"}],
    }
    return Form.model_validate(said | changes)


def test_the_newest_revision_of_each_report_is_what_is_approved(tmp_path: Path) -> None:
    """A correction is another content; the same report of another unit or day too."""
    key = a_key()
    with writing(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", make=True)) as connection:
        reports.append(connection, key, a_report())
        first = newest(connection, key.office, key.form, key.day)[key.unit]
        reports.append(connection, key, a_report(2, hour=3))
        second = newest(connection, key.office, key.form, key.day)[key.unit]

        assert (first.revision, second.revision) == (1, 2)
        assert first.digest != second.digest
        assert second.received_at - first.received_at == timedelta(hours=3)
        assert newest(connection, key.office, key.form, key.day + timedelta(days=1)) == {}
        assert newest(connection, key.office, "other", key.day) == {}


@pytest.mark.parametrize(
    ("country", "friday", "rule", "last"),
    [
        ("VN", date(2020, 4, 3), "before", date(2020, 4, 3)),
        ("VN", date(2020, 5, 1), "before", date(2020, 4, 29)),  # 30 April and 1 May are holidays
        ("VN", date(2020, 5, 1), "after", date(2020, 5, 4)),
        ("VN", date(2020, 5, 1), "same_day", date(2020, 5, 1)),
        (None, date(2020, 5, 1), "before", date(2020, 5, 1)),
    ],
)
def test_a_rota_is_approved_by_friday_or_the_working_day_before(
    country: str | None, friday: date, rule: str, last: date
) -> None:
    """To the end of that day in the office's own time; the form's holiday rule moves it as it moves the cut-off."""
    deadline = approve_by(rota(holiday_rule=rule), friday, Calendar(country), HANOI)  # type: ignore[arg-type]

    assert deadline == datetime.combine(last + timedelta(days=1), datetime.min.time(), HANOI)
