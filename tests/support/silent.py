"""What is awaited of a county, and who is reminded of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from support.editions import office_params, same
from thongbao.records import Awaited, Recipient, Refused, Silence, Text

if TYPE_CHECKING:
    from thongbao.records import OfficeParams

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2020, 2, 19)
UNTIL = datetime(2020, 2, 19, 17, tzinfo=ZONE)
AT = datetime(2020, 2, 19, 16, tzinfo=ZONE)
TITLES = {
    "cases": Text(zh_Hans="病例情况", vi="Ca bệnh", en="Cases"),
    "duty_rota": Text(zh_Hans="下周值班安排", vi="Lịch trực tuần tới", en="Duty rota of next week"),
}
WRONG = Text(zh_Hans="“十二”不是数字。", vi="“十二” không phải là số.", en="“十二” is not a number.")


def awaited(form: str = "cases", faults: int = 0, **changes: Any) -> Awaited:
    """One report; with so many faults it came and was refused."""
    why = Refused(source="0219.xlsx", faults=tuple((f"0219.xlsx, D{n}", WRONG) for n in range(faults)))
    zero = form != "duty_rota"
    said = {"form": form, "title": TITLES.get(form, same(form)), "day": DAY, "until": UNTIL, "zero": zero}
    return Awaited.model_validate(said | {"refused": why if faults else None} | changes)


def silence(*of: Awaited, unit: str = "411721", streak: int = 1) -> Silence:
    """What is awaited of a county; without more its cases."""
    names = Text(zh_Hans="西平县", vi="huyện Tây Bình", en="Xiping")
    return Silence(unit=unit, names=names, awaited=of or (awaited(),), streak=streak)


def person(address: str = "xiping@zhumadian.example", **changes: Any) -> Recipient:
    """Who is responsible for a county's reports."""
    role = Text(zh_Hans="西平县教育局", vi="Phòng Giáo dục huyện Tây Bình", en="Xiping education bureau")
    said = {"role": role, "address": address, "locale": "zh_Hans", "audience": "internal", "reports_for": ("411721",)}
    return Recipient.model_validate(said | changes)


def reminded_office(*people: Recipient) -> OfficeParams:
    """An office whose county has somebody who reports for it."""
    return office_params(*(people or (person(),)))
