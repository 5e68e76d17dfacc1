"""An office that uses every form of the project, and reports for each that could have been filled in."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from thongbao.data.cells import BLANK
from thongbao.params.forms import check_forms, read_forms
from thongbao.records import Column, Form, Office, OfficeParams, Text, Unit

if TYPE_CHECKING:
    from thongbao.records import EntryColumn, Locale

PARAMS = Path(__file__).resolve().parents[2] / "params"
CODES = sorted(path.stem for path in (PARAMS / "forms").glob("*.yml"))
DAY = date(2020, 2, 21)
"""A Friday: weekly forms are due on it."""

Figures = dict[tuple[str, str], float]
Entries = dict[tuple[str, str], str]


def same(words: str) -> Text:
    """Return a text that is the same in all languages."""
    return Text(zh_Hans=words, vi=words, en=words)


@cache
def every_form() -> tuple[Form, ...]:
    """Read the project's forms, which must have no fault."""
    entries, found = read_forms(PARAMS, CODES)
    found += check_forms(entries, CODES, {"county", "district", "development_zone", "city_direct_schools"})
    assert not found, "\n".join(map(str, found))
    return tuple(entries[code].value for code in CODES)


@cache
def office(locale: Locale = "zh_Hans", forms: tuple[Form, ...] = ()) -> OfficeParams:
    """Return an office with one district that fills in ``forms``, or every form of the project."""
    used = forms or every_form()
    head = Office(
        code="zhumadian", names=same("office"), root="411700", timezone="Asia/Shanghai", locale=locale,
        forms=tuple(form.code for form in used),
    )  # fmt: skip
    units = (
        Unit(code="411700", kind="city", names=same("city")),
        Unit(code="411702", parent="411700", kind="district", names=same("驿城区")),
    )
    return OfficeParams(office=head, units=units, forms=used, bulletins=(), recipients=())


def mild(form: Form) -> Form:
    """Return a form whose rules warn and do not refuse."""
    return form.model_copy(update={"rules": tuple(r.model_copy(update={"severity": "warning"}) for r in form.rules)})


@st.composite
def filled(draw: st.DrawFn, form: Form) -> tuple[Figures, Entries]:
    """Fill in a form as a careful clerk might: all that must be there, some of what may be, nothing twice."""
    asked = {*form.cells(), *form.entry_cells()}
    columns = {one.code: one for one in form.measured()}
    figures: Figures = {}
    entries: Entries = {}
    keys: set[tuple[str, ...]] = set()
    rows = form.rows if not form.lines else form.rows[: draw(st.integers(1, 4))]
    for row in rows:
        wanted = _wanted(draw, form, [code for code in columns if (row.code, code) in asked])
        line = {code: draw(_value(columns[code])) for code in wanted}
        wanted |= {
            need for code in line for need in _answer_needs(columns[code], line[code]) if (row.code, need) in asked
        }
        line |= {code: draw(_value(columns[code])) for code in sorted(wanted - line.keys())}
        key = tuple(str(line.get(code, "")) for code in form.key)
        if form.key and key in keys:
            continue
        keys.add(key)
        figures |= {(row.code, code): value for code, value in line.items() if not isinstance(value, str)}
        entries |= {(row.code, code): value for code, value in line.items() if isinstance(value, str)}
    return figures, entries


def _wanted(draw: st.DrawFn, form: Form, there: list[str]) -> set[str]:
    """Return the columns that are filled in: with each also what it needs."""
    columns = {one.code: one for one in form.measured()}
    wanted = {code for code in there if columns[code].required or draw(st.booleans())}
    while more := {need for code in wanted for need in columns[code].needs if need in there} - wanted:
        wanted |= more
    return wanted


def _answer_needs(one: Column | EntryColumn, value: float | str) -> tuple[str, ...]:
    choices = () if isinstance(one, Column) else one.choices
    return next((choice.needs for choice in choices if choice.code == value), ())


def _value(one: Column | EntryColumn) -> st.SearchStrategy[float | str]:
    if isinstance(one, Column):
        most = int(min(one.maximum, 10**7))
        whole = st.integers(int(one.minimum), most).map(float)
        return whole if one.whole else st.integers(0, most).map(lambda n: n / 1000)
    if one.kind == "choice":
        return st.sampled_from([choice.code for choice in one.choices])
    if one.kind == "day":
        return st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat)
    if one.kind == "moment":
        moments = st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31))  # noqa: DTZ001 -- office time
        return moments.map(lambda moment: moment.isoformat("T", "minutes"))
    letters = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    texts = st.text(letters, min_size=1, max_size=min(one.longest, 30)).map(
        lambda text: unicodedata.normalize("NFC", text).strip()
    )
    return texts.filter(lambda text: text not in BLANK and len(text) <= one.longest)
