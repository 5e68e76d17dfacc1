"""Days in memory of an office that fills in every form of the project: for the blocks of what is not reported daily."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine

from support.everyform import every_form
from thongbao.data.reports import NewReport, append, read
from thongbao.database import metadata, open_store
from thongbao.records import AlarmSettings, Group, Office, OfficeParams, ReportKey, Text, Unit
from thongbao.report.day import Day
from thongbao.report.public import suppressed
from thongbao.report.scope import scope_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Engine

    from thongbao.data.reports import Reports
    from thongbao.records import Locale
    from thongbao.report.scope import Scope

FRIDAY = date(2020, 2, 21)
ZONE = ZoneInfo("Asia/Shanghai")
CITY, UNITS = "4117", ("411702", "411721", "411722", "411771")
NAMES = {
    "4117": ("驻马店市", "Zhumadian", "Zhumadian"),
    "411702": ("驿城区", "Yicheng", "Yicheng"),
    "411721": ("西平县", "Xiping", "Xiping"),
    "411722": ("上蔡县", "Shangcai", "Shangcai"),
    "411771": ("经济开发区", "Khu phát triển", "Development zone"),
}

Cells = dict[tuple[str, str], float | str]


def text(zh_hans: str, vi: str, en: str) -> Text:
    """Return a text in three languages."""
    return Text(zh_Hans=zh_hans, vi=vi, en=en)


@cache
def params(alarms: AlarmSettings | None = None) -> OfficeParams:
    """Return an office of four units that fills in every form of the project."""
    forms = every_form()
    groups = (
        Group(code="counties", label=text("县区", "Các huyện", "Counties"), kinds=("district", "county")),
        Group(code="zones", label=text("开发区", "Khu", "Zones"), kinds=("development_zone",)),
    )
    head = Office(
        code="office", names=text("教育局", "Sở Giáo dục", "Education bureau"), root=CITY,
        forms=tuple(form.code for form in forms), timezone="Asia/Shanghai", locale="zh_Hans", country="CN",
        groups=groups,
    )  # fmt: skip
    kinds = {"4117": "city", "411702": "district", "411771": "development_zone"}
    units = tuple(
        Unit(code=code, parent="" if code == CITY else CITY, kind=kinds.get(code, "county"), names=text(*names))
        for code, names in NAMES.items()
    )
    return OfficeParams(office=head, units=units, forms=forms, bulletins=(), alarms=alarms or AlarmSettings())


class Said:
    """One report: what it says, of which form, unit and day, and when it came (hours after the day began)."""

    def __init__(self, form: str, unit: str, day: date, cells: Cells | None, hour: float = 16) -> None:
        self.form, self.unit, self.day, self.cells, self.hour = form, unit, day, cells, hour


def day_of(
    said: Sequence[Said],
    unit: str = CITY,
    locale: Locale = "en",
    last: date = FRIDAY,
    office: OfficeParams | None = None,
    public: bool = False,
) -> Day:
    """Return what a bulletin may show of some reports; cells None is nothing to report."""
    whole = office or params()
    asked = next(one for one in whole.units if one.code == unit)
    scope = scope_of(whole, asked, last, locale)
    if public:  # the decision opens the store by itself
        with TemporaryDirectory() as folder:
            store = f"sqlite:///{folder}/store.sqlite"
            return Day(scope, *suppressed(store, scope, _read(open_store(store, make=True), said, scope)))
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    return Day(scope, _read(engine, said, scope))


def _read(engine: Engine, said: Sequence[Said], scope: Scope) -> Reports:
    forms = {form.code: form for form in scope.params.forms}
    with engine.begin() as connection:
        for one in said:
            came = datetime(one.day.year, one.day.month, one.day.day, tzinfo=ZONE) + timedelta(hours=one.hour)
            cells: Mapping[tuple[str, str], float | str] = one.cells or {}
            figures = {key: float(value) for key, value in cells.items() if not isinstance(value, str)}
            entries = {key: value for key, value in cells.items() if isinstance(value, str)}
            state: Any = "zero" if one.cells is None else "filled"
            if one.cells is None and not forms[one.form].lines:
                figures = dict.fromkeys(forms[one.form].cells(), 0.0)
            report = NewReport("1", came, came, "0" * 64, "a", state, True, figures, (), entries)
            append(connection, ReportKey(office="office", form=one.form, unit=one.unit, day=one.day), report)
    codes = [one.code for one in scope.units]
    names = [form.code for form in scope.forms]
    data = read(engine, "office", names, codes, scope.read_from, scope.last, earlier=scope.earlier)
    engine.dispose()
    return data
