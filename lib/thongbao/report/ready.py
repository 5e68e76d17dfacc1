"""Imported by the process from which editions are forked: what a first bulletin would load is loaded once.

A made-up day of a made-up office is shown in every way there is, in memory, and the office that THONGBAO_OFFICE names
is read. Nothing is kept but what libraries and caches keep for themselves.
"""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from typing import Any

from sqlalchemy import create_engine, inspect

from thongbao import language, report
from thongbao.data.reports import NewReport, append, read
from thongbao.data.snapshot import held, hold
from thongbao.database import metadata, open_store
from thongbao.errors import ThongbaoError
from thongbao.params.office import default_office
from thongbao.records import LOCALES, OfficeParams, ReportKey
from thongbao.report.cells import laid_out
from thongbao.report.day import Day
from thongbao.report.load import office_params
from thongbao.report.public import decision
from thongbao.report.scope import READ_DAYS, scope_of
from thongbao.settings import SNAPSHOT, SNAPSHOT_DAY, settings

LAST = dt.date(2020, 2, 19)
DAYS = [LAST - dt.timedelta(days=back) for back in (9, 8, 3, 2, 1, 0)]
UNITS = ("one", "two")


def _text(words: str) -> dict[str, str]:
    return dict.fromkeys(LOCALES, words)


def _params() -> OfficeParams:
    columns = [
        {"code": basis, "label": _text(basis), "unit": _text("people"), "basis": basis}
        for basis in ("stock", "flow", "cumulative")
    ]
    rule = {"code": "r", "check": "flow.total <= stock.total", "severity": "warning", "message": _text("r")}
    form: dict[str, Any] = {
        "code": "form",
        "version": "1",
        "title": _text("form"),
        "filled_by": ["county"],
        "cut_off": "17:00",
    }
    form |= {"rows": [{"code": row, "label": _text(row)} for row in ("people", "total")], "total_row": "total"}
    units: list[dict[str, Any]] = [{"code": "all", "kind": "city", "names": _text("all")}]
    units += [{"code": code, "parent": "all", "kind": "county", "names": _text(code)} for code in UNITS]
    office: dict[str, Any] = {"code": "office", "names": _text("office"), "root": "all", "forms": ["form"]}
    return OfficeParams.model_validate(
        {
            "office": office | {"timezone": "Asia/Shanghai", "locale": "en"},
            "units": units,
            "forms": [form | {"columns": columns, "rules": [rule], "cadence": "daily", "zero_report": True}],
            "bulletins": [],
        }
    )


def _day(params: OfficeParams, unit: str, locale: str) -> Day:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.begin() as connection:
        inspect(connection).has_table("reports")
        for n, day in enumerate(DAYS):
            for code in UNITS[: 1 + n % 2]:
                key = ReportKey(office="office", form="form", unit=code, day=day)
                for revision in range(1 + (n == 0)):
                    append(connection, key, _report(day, n + revision))
    first = LAST - dt.timedelta(days=READ_DAYS - 1)
    scope = scope_of(params, next(u for u in params.units if u.code == unit), LAST, locale)
    data = read(engine, "office", ["form"], [u.code for u in scope.units], first, LAST)
    engine.dispose()
    return Day(scope, data)


def _report(day: dt.date, value: float) -> NewReport:
    came = dt.datetime(day.year, day.month, day.day, 4, tzinfo=dt.UTC)
    cells = {(row, basis): value for row in ("people", "total") for basis in ("stock", "flow", "cumulative")}
    return NewReport("1", came, came, "", "", "filled", on_time=True, figures=cells)


def _show(day: Day) -> None:
    measures = day.every_measure()
    shown: list[Any] = [
        report.headline(day, *measures),
        report.figures_table(day),
        report.trend(day, *measures),
        report.follow_up(day),
        report.reporting(day),
        report.sources(day),
        report.sign(day),
        report.inline({"a": measures[0], "b": day.date, "c": measures[0].change, "d": day.status, "e": day.unit}),
    ]
    if day.scope.adds_up:
        shown += [report.completeness_banner(day), report.unit_table(day), report.league_table(day)]
        shown += [report.small_multiples(day, measures[0]), report.production_log(day, "{}")]
    for part in shown:
        part._repr_mimebundle_()


def _speak(locale: str) -> None:
    """Load a language: its catalog, and its numbers, calendar and lists."""
    language.translator(locale)
    noon = dt.datetime(2020, 2, 19, 12, tzinfo=dt.UTC)
    language.long_date(LAST, locale), language.short_date(LAST, locale), language.moment(noon, locale)
    language.number(1, locale), language.percent(0.5, locale), language.listing(["a", "b"], locale)


def _read_office() -> None:
    """Read the office whose bulletins will be made, if the environment says which: a country's units take a while.

    If it says so, the reports of its units are read, too, once for all editions.
    """
    with suppress(ThongbaoError):  # whoever needs it will say what is wrong
        here = settings()
        params = office_params(here.params, os.environ.get("THONGBAO_OFFICE") or default_office(here.params))
        name, last, root = os.environ.get(SNAPSHOT), os.environ.get(SNAPSHOT_DAY), params.unit(params.office.root)
        if name and last and root:
            scope = scope_of(params, root, dt.date.fromisoformat(last), params.office.locale)
            forms, units = [form.code for form in scope.forms], [unit.code for unit in scope.units]
            wanted = (params.office.code, forms, units, scope.read_from, scope.last, scope.earlier)
            hold(name, open_store(here.store), *wanted)
            shared = held(name, *wanted)
            if shared is not None:
                laid_out(shared.figures)
            if any(bulletin.audience == "public" for bulletin in params.bulletins):
                decision(here.store, params, scope.last)


def _warm() -> None:
    params = _params()
    for locale in LOCALES:
        _speak(locale)
    for unit in ("all", UNITS[0]):
        _show(_day(params, unit, LOCALES[0]))
    _read_office()


_warm()
