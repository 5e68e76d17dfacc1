"""Processes that remind of one day at once; and the office whose county reports they remind of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.arrivals import a_form
from support.editions import same
from support.silent import AT, DAY, person, reminded_office
from thongbao.database import open_store
from thongbao.records import Unit
from thongbao.reminders import How, remind

if TYPE_CHECKING:
    from threading import Barrier

    from thongbao.records import OfficeParams, Recipient

CASES = a_form("cases").model_copy(update={"filled_by": ("county",)})


def counties(count: int, *people: Recipient, forms: tuple[str, ...] = ("cases",)) -> OfficeParams:
    """An office with so many counties, each with somebody who reports for it; or with the people who are given."""
    units = tuple(
        Unit(code=f"u{n:02}", parent="411700", kind="county", names=same(f"County {n}")) for n in range(count)
    )
    named = people or tuple(person(f"u{n:02}@zhumadian.example", reports_for=(f"u{n:02}",)) for n in range(count))
    params = reminded_office(*named)
    asked = tuple(CASES.model_copy(update={"code": form, "title": same(form)}) for form in forms)
    return params.model_copy(update={"units": (params.units[0], *units), "forms": asked})


def remind_once(url: str, start: Barrier, count: int, forms: tuple[str, ...], only: tuple[str, ...]) -> None:
    """Remind of some forms as one process does."""
    engine, params = open_store(url), counties(count, forms=forms)
    start.wait(timeout=120)
    remind(engine, params, DAY, AT, How(forms=only))
