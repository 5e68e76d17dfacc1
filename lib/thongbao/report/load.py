"""Read what one bulletin shows. Refuse what cannot be meant: a wrong county is worse than none."""

from __future__ import annotations

import datetime as dt
import os
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.data.reports import read
from thongbao.data.snapshot import held
from thongbao.database import open_store
from thongbao.errors import LoadRefused, WrongUse
from thongbao.params.office import default_office, offices, read_office
from thongbao.params.timezones import moment_in
from thongbao.records import LOCALES
from thongbao.report.day import Day
from thongbao.report.desk import Asked, at_desk, filled, office_meant, say
from thongbao.report.public import is_public, suppressed
from thongbao.report.scope import scope_of
from thongbao.report.whose import remember
from thongbao.settings import SNAPSHOT, settings

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import OfficeParams, Unit


def load(county: str, date: str, locale: str, office: str = "", as_of: str = "", forms: str = "") -> Day:
    """Read the 28 days of reports that end on ``date``; in JupyterLab, what is left empty is filled in with a sample.

    Args:
        county: code of a unit; one that owes no form itself stands for all units below it that do, as the root does.
        date: YYYY-MM-DD.
        locale: zh_Hans, vi or en.
        office: code of the office; "" for the only one under params/.
        as_of: show what was known then, e.g. ``2020-02-19 17:00`` in the office's time zone; "" for all that has come.
        forms: codes of the forms that the bulletin is about, separated by spaces; "" for all of the office. Who is late
            or missing, what fails a check and what makes the edition stale is then of these alone.

    Raises:
        LoadRefused: an argument is empty, unknown or cannot be meant; or the day is not yet public.
        ParamsInvalid: files under params/ have faults.
        StoreInvalid: the store cannot be read.
    """
    empty = [name for name, value in (("county", county), ("date", date), ("locale", locale)) if not value]
    sampled = bool(empty) and at_desk()
    if sampled:
        county, date, locale, office = _sampled(Asked(county, date, locale), office)
    elif empty:
        raise LoadRefused(_nothing_given(empty))
    if locale not in LOCALES:
        raise LoadRefused(f"report.load was given the locale {_shown(locale)}. Give one of {', '.join(LOCALES)}.")
    day = _day(date)
    here = settings()
    try:
        params = office_params(here.params, office or _only_office(here.params))
    except WrongUse as error:
        raise LoadRefused(f"report.load could not read the office. {error}") from error
    whole = scope_of(params, _unit(params, county, day), day, locale)
    scope = scope_of(_narrowed(params, forms), whole.unit, day, locale) if forms else whole
    if not scope.units:
        raise LoadRefused(
            f"Neither unit {county} nor any unit below it owed a form on {day}. "
            "Check its kind in units.csv against filled_by in the forms."
        )
    codes = [unit.code for unit in scope.units]
    asked = [form.code for form in scope.forms]
    wanted = (params.office.code, asked, codes, scope.read_from, day)
    then = _moment(as_of, params) if as_of else None
    if then and is_public():
        raise LoadRefused("A public edition shows each day as it closed. Take as_of out of report.load.")
    data = None if then else held(os.environ.get(SNAPSHOT, ""), *wanted, earlier=scope.earlier)
    data = data or read(open_store(here.store), *wanted, as_of=then, earlier=scope.earlier)
    # What may be published is decided over all forms at once: two bulletins must not differ in what they hide.
    found = Day(scope, *suppressed(here.store, whole, data)) if is_public() else Day(scope, data)
    remember(found)
    if sampled:
        say(found)
    return found


def _sampled(given: Asked, office: str) -> tuple[str, str, str, str]:
    """Fill in what is empty from the sample of the desk; the office is that for which JupyterLab was started."""
    here = settings()
    params = office_params(here.params, office or office_meant() or _only_office(here.params))
    return (*filled(params, here.store, given), params.office.code)


def _narrowed(params: OfficeParams, forms: str) -> OfficeParams:
    codes = forms.split()
    there = [form.code for form in params.forms]
    unknown = [code for code in codes if code not in there]
    if unknown:
        raise LoadRefused(
            f"report.load was given the forms {_shown(' '.join(unknown))}, which {params.office.code} does not use. "
            f"Add them to forms in office.yml, or take them out of the cell load. It uses: {', '.join(there)}."
        )
    return params.model_copy(update={"forms": tuple(form for form in params.forms if form.code in codes)})


def _nothing_given(empty: list[str]) -> str:
    """Say what is empty, and what an analyst who looks at the notebook live writes there."""
    examples = {"county": "the code of a unit in units.csv", "date": "a day as YYYY-MM-DD"}
    examples["locale"] = f"one of {', '.join(LOCALES)}"
    wanted = "; ".join(f"{name}: {examples[name]}" for name in empty)
    return (
        f"The parameters cell is empty: {', '.join(empty)}. To see the notebook live write into it, e.g. "
        f'county: str = "411702", date: str = "2020-02-19", locale: str = "en", and run it ({wanted}). '
        "Empty it again before you save; `thongbao run` fills it in."
    )


def _only_office(folder: Path) -> str:
    there = offices(folder)
    if len(there) > 1:
        raise LoadRefused(
            f"report.load was given no office, and there are several: {', '.join(there)}. "
            "Write one into the parameters cell, as office."
        )
    return default_office(folder)


def office_params(folder: Path, office: str) -> OfficeParams:
    """Read an office, once as long as none of its files changes: a country's units take half a second.

    Args:
        folder: of all offices and forms.
        office: code.
    """
    if office not in offices(folder):
        return read_office(folder, office)  # which says so
    files = [*(folder / office).rglob("*"), *(folder / "forms").glob("*"), *folder.glob("*/units.csv")]
    stamps = [(str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino) for path in files if (stat := path.stat())]
    return _read(folder, office, tuple(sorted(stamps)))


@lru_cache(maxsize=1)
def _read(folder: Path, office: str, _stamps: tuple[tuple[str, int, int, int], ...]) -> OfficeParams:
    return read_office(folder, office)


def _day(date: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(date)
    except (TypeError, ValueError) as error:
        raise LoadRefused(
            f"report.load was given the date {_shown(date)}. Give it as YYYY-MM-DD in the parameters cell."
        ) from error
    if day.isoformat() != date or day.year < 1970:
        raise LoadRefused(f"report.load was given the date {_shown(date)}. Give it as YYYY-MM-DD, from 1970 on.")
    return day


def _moment(as_of: str, params: OfficeParams) -> dt.datetime:
    try:
        return moment_in(as_of, ZoneInfo(params.office.timezone))
    except (ValueError, TypeError) as error:
        raise LoadRefused(f"report.load was given the as_of {_shown(as_of)}. Give it as 2020-02-19 17:00.") from error


def _unit(params: OfficeParams, county: str, day: dt.date) -> Unit:
    if not isinstance(county, str):
        raise LoadRefused(
            f"report.load was given the county {_shown(county)}, a number. Codes are text: give it in quotes, or by "
            f"`papermill -r county {_shown(county)}`, where -p would make a number of it again."
        )
    unit = params.unit(county)
    if unit is None:
        near = get_close_matches(str(county), [u.code for u in params.units], n=3, cutoff=0.5)
        hint = f" Near to it: {', '.join(near)}." if near else ""
        raise LoadRefused(f"{params.office.code} has no unit {_shown(county)} in units.csv.{hint}")
    if not unit.exists(day):
        after = ", ".join(f"{u.code} {u.names.to(params.office.locale)}" for u in params.successors(unit, day))
        ended = f" It ended on {unit.valid_to}; it is followed by {after}." if after else ""
        raise LoadRefused(f"Unit {county} did not exist on {day}: see valid_from and valid_to in units.csv.{ended}")
    return unit


def _shown(value: object) -> str:
    text = ascii(value)
    return text if len(text) <= 60 else text[:57] + "..."
