"""Reports made for tests, and processes that append them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from thongbao.data import reports
from thongbao.database import open_store, writing
from thongbao.records import Fault, Form, ReportKey

if TYPE_CHECKING:
    from collections.abc import Mapping
    from threading import Barrier

FORMS = Path(__file__).resolve().parents[2] / "params" / "forms"
DAY = date(2020, 2, 19)
NOON = datetime(2020, 2, 19, 12, tzinfo=UTC)


def a_form(code: str) -> Form:
    """Read one of the project's forms."""
    return Form.model_validate(yaml.load((FORMS / f"{code}.yml").read_text("utf-8"), yaml.CBaseLoader))  # noqa: S506


def a_key(unit: str = "a", day: date = DAY, form: str = "cases", office: str = "o") -> ReportKey:
    return ReportKey(office=office, form=form, unit=unit, day=day)


def a_report(
    confirmed: float | None = 1,
    *,
    hour: float = 0,
    on_time: bool = True,
    state: reports.State = "filled",
    figures: Mapping[tuple[str, str], float] | None = None,
    warning: str = "",
) -> reports.NewReport:
    """Make a report that arrived so many hours after noon; ``confirmed`` is its one figure, None for not stated."""
    stated = figures if figures is not None else {} if confirmed is None else {("total", "confirmed"): confirmed}
    return reports.NewReport(
        form_version="1",
        received_at=NOON + timedelta(hours=hour),
        taken_in_at=NOON + timedelta(days=30),
        source="0" * 64,
        source_name="0219.xlsx",
        state=state,
        on_time=on_time,
        figures=stated,
        warnings=[Fault(code=warning, where="D9", message=f"about {warning}", severity="warning")] if warning else [],
    )


def a_refusal(
    unit: str | None = "a",
    day: date | None = DAY,
    form: str | None = "cases",
    *,
    hour: float = 0,
    office: str = "o",
    source: str = "1" * 64,
) -> reports.NewRefusal:
    return reports.NewRefusal(
        office=office,
        form=form,
        unit=unit,
        day=day,
        received_at=NOON + timedelta(hours=hour),
        taken_in_at=NOON + timedelta(days=30),
        source=source,
        source_name="0219-bad.xlsx",
        faults=[Fault(code="not-a-number", where="D9", message="write a number")],
    )


def append_many(url: str, start: Barrier, writer: int, count: int) -> None:
    """Open the store and append ``count`` different reports of one key, one transaction each; runs in a process."""
    start.wait(timeout=120)
    engine = open_store(url, make=True)
    for number in range(count):
        with writing(engine) as connection:
            reports.append(connection, a_key(), a_report(1000 * writer + number, hour=number))
