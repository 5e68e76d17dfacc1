"""A report is held against its form: all faults at once, each with its cell and what to write."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.inbox_files import DAY
from support.sample import shipped
from thongbao.data.cells import Cell, Odd, Place
from thongbao.data.raw import Found, RawCell, RawReport
from thongbao.data.validate import Checked, unit_of, validate

if TYPE_CHECKING:
    from thongbao.records import OfficeParams


OFFICE = shipped("zhumadian")


@pytest.fixture
def params() -> OfficeParams:
    """The sample office."""
    return OFFICE


def _raw(
    cells: dict[tuple[str, str], Cell], form: str = "screening", unit: str = "411702", day: Cell = DAY, **more: object
) -> RawReport:
    numbered = enumerate(cells.items(), start=9)
    raw = [RawCell(row, column, value, Place("排查", f"C{n}")) for n, ((row, column), value) in numbered]
    heads = {name: Found(value, Place("排查", name)) for name, value in (("form", form), ("unit", unit), ("day", day))}
    return RawReport(place=Place("排查"), cells=tuple(raw), **heads, **more)  # type: ignore[arg-type]


def _screened(
    teachers: Cell = 1.0, students: Cell = 2.0, relatives: Cell = 3.0, total: Cell = 6.0
) -> dict[tuple[str, str], Cell]:
    values = {"teachers": teachers, "students": students, "relatives": relatives, "total": total}
    return {(row, "screened"): value for row, value in values.items()}


def _check(params: OfficeParams, raw: RawReport, arrived: date = DAY) -> Checked:
    return validate(params, raw, "0219.xlsx", arrived)


def _codes(checked: Checked) -> list[str]:
    return [fault.code for fault in checked.faults]


def test_a_report_that_is_well_has_its_figures_and_no_faults(params: OfficeParams) -> None:
    """Codes, day and figures are those that were written."""
    checked = _check(params, _raw(_screened()))

    assert (checked.form, checked.unit, checked.day, checked.state) == ("screening", "411702", DAY, "filled")
    assert checked.figures[("total", "screened")] == 6
    assert checked.faults == ()
    assert not checked.refused


def test_all_faults_are_told_at_once(params: OfficeParams) -> None:
    """A clerk corrects a form once, not once per fault."""
    raw = _raw(_screened("12人", -1.0, 2.5, Odd("error", "#REF!")), unit="999999", day="昨天", version=Found("9"))

    assert _codes(_check(params, raw)) == [
        "form-version", "day-unreadable", "unit-unknown", "not-a-number", "negative", "not-whole", "formula-error"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "codes"),
    [
        (_raw(_screened(), form="flu"), ["form-unknown"]),
        (_raw(_screened(), unit="411700"), ["form-not-owed"]),
        (_raw(_screened(), day=date(2020, 2, 20)), ["day-in-future"]),
        (_raw(_screened(students=None)), ["cell-empty"]),
        (_raw(_screened(students="–")), ["cell-empty"]),
        (_raw({}), ["cell-empty"] * 4),
        (_raw(_screened(total=7.0)), ["screened-adds-up"]),
        (_raw(_screened() | {("parents", "screened"): 1.0, ("parents", "seen"): 1.0}), ["row-unknown"]),
        (_raw(_screened() | {("total", "seen"): 1.0, ("teachers", "seen"): 1.0}), ["column-unknown"]),
        (_raw(_screened() | {("parents", "screened"): None}), []),
        (_raw(_screened(), nothing=Found("maybe")), ["nothing-unclear"]),
        (_raw(_screened(), nothing=Found("是")), ["zero-with-figures"] * 4),
        (_raw(_screened(0.0, None, None, 0.0), nothing=Found("是")), []),
        (_raw({("total", "confirmed"): 1.0, ("teachers", "recovered"): 1.0}, form="cases"), ["cell-not-asked"]),
    ],
)  # fmt: skip
def test_each_fault_has_its_code(params: OfficeParams, raw: RawReport, codes: list[str]) -> None:
    """The codes are stable: translations and statistics hang on them."""
    found = [code for code in _codes(_check(params, raw)) if raw.form.value != "cases" or code != "cell-empty"]

    assert found == codes


def test_a_figure_that_stands_twice_is_refused(params: OfficeParams) -> None:
    """Nobody can say which of the two is meant."""
    raw = _raw(_screened())
    twice = RawReport(place=raw.place, form=raw.form, unit=raw.unit, day=raw.day, cells=(*raw.cells, raw.cells[0]))

    assert _codes(_check(params, twice)) == ["cell-twice"]


def test_a_zero_report_states_zero_in_every_cell(params: OfficeParams) -> None:
    """Said zero is not missing."""
    checked = _check(params, _raw({}, form="cases", nothing=Found("nothing")))
    form = params.form("cases")

    assert form is not None
    assert checked.state == "zero"
    assert checked.figures == dict.fromkeys(form.cells(), 0.0)
    assert not checked.refused


def test_what_need_not_be_stated_is_absent_and_not_zero(params: OfficeParams) -> None:
    """An empty cell that is not required is "not stated"."""
    form = params.form("cases")
    assert form is not None
    optional = {column.code for column in form.columns if not column.required}
    checked = _check(params, _raw({here: None if here[1] in optional else 0.0 for here in form.cells()}, form="cases"))

    assert optional
    assert not {column for _, column in checked.figures} & optional
    assert not checked.refused


def test_a_fault_names_file_sheet_cell_and_labels(params: OfficeParams) -> None:
    """The clerk finds the cell without knowing codes."""
    (fault,) = _check(params, _raw(_screened("12人"))).faults

    assert fault.where == "0219.xlsx，工作表“排查”，单元格 C9（教师 · 累计排查）"
    assert "12人" in fault.message


def test_a_warning_keeps_the_report(params: OfficeParams) -> None:
    """It is accepted and printed in the bulletin."""
    form = params.form("screening")
    assert form is not None
    rules = tuple(rule.model_copy(update={"severity": "warning"}) for rule in form.rules)
    mild = form.model_copy(update={"rules": rules})
    checked = _check(params.model_copy(update={"forms": (mild,)}), _raw(_screened(total=7.0)))

    assert _codes(checked) == ["screened-adds-up"]
    assert not checked.refused
    assert checked.figures[("total", "screened")] == 7


def test_a_unit_owes_nothing_on_days_on_which_it_does_not_exist(params: OfficeParams) -> None:
    """Units come and go; a report of a former one is held against its own time."""
    gone = {"valid_to": date(2020, 1, 31)}
    units = tuple(u.model_copy(update=gone) if u.code == "411702" else u for u in params.units)

    assert _codes(_check(params.model_copy(update={"units": units}), _raw(_screened()))) == ["unit-not-there"]


def test_a_unit_is_found_by_its_name_unless_two_have_it(params: OfficeParams) -> None:
    """A name that means two units means none."""
    west = params.unit("411721")
    assert west is not None
    twin = params.model_copy(update={"units": (*params.units, west.model_copy(update={"code": "x1"}))})

    assert unit_of(params, " XIPING  ", "name_en") == west
    assert unit_of(twin, "Xiping", "name_en") is None


ODD = st.builds(Odd, st.text(), st.text())
CELLS = st.one_of(st.none(), st.text(max_size=12), st.floats(), st.booleans(), st.dates(), ODD)
ROWS = st.sampled_from(["teachers", "students", "relatives", "total", "x", ""])


@settings(max_examples=60)
@given(
    cells=st.dictionaries(st.tuples(ROWS, st.sampled_from(["screened", "y"])), CELLS),
    nothing=CELLS,
    unit=st.sampled_from(["411702", "", "x"]),
    day=CELLS,
)  # fmt: skip
def test_any_cells_give_sound_figures_or_faults(
    cells: dict[tuple[str, str], Cell], nothing: Cell, unit: str, day: Cell
) -> None:
    """Nothing that can stand in a sheet ends in anything else; an accepted report keeps the form's rules."""
    checked = validate(OFFICE, _raw(cells, unit=unit, day=day, nothing=Found(nothing)), "a.xlsx", DAY)

    if not checked.refused:
        parts = [checked.figures[(row, "screened")] for row in ("teachers", "students", "relatives")]
        assert sum(parts) == checked.figures[("total", "screened")]
        assert all(value >= 0 and value.is_integer() for value in checked.figures.values())


@pytest.mark.parametrize("day", [date(2020, 1, 22), date(1, 1, 1), date(1969, 12, 31)])
def test_a_day_before_the_office_starts_is_refused(params: OfficeParams, day: date) -> None:
    """A slip of the year would be kept where nobody looks."""
    checked = _check(params, _raw(_screened(), day=day))

    assert _codes(checked) == ["day-before-start"]
    assert "2020-01-23" in checked.faults[0].message


def test_no_day_before_1970_is_taken_where_the_office_does_not_say_when_it_starts(params: OfficeParams) -> None:
    """The bulletins can show none."""
    endless = params.model_copy(update={"office": params.office.model_copy(update={"starts": None})})

    assert _codes(_check(endless, _raw(_screened(), day=date(1969, 12, 31)))) == ["day-before-start"]
    assert _codes(_check(endless, _raw(_screened(), day=date(1970, 1, 1)))) == []


def test_a_day_is_asked_in_the_formats_that_are_read(params: OfficeParams) -> None:
    """To ask for 2020-02-19 where only 19/02/2020 is read would send the clerk in a circle."""
    checked = _check(params, _raw(_screened(), day="2020-02-19", day_formats=("%d/%m/%Y", "%d.%m.%Y")))

    assert _codes(checked) == ["day-unreadable"]
    assert "19/02/2020, 19.02.2020" in checked.faults[0].message


@pytest.mark.parametrize(
    ("unit", "near"),
    [
        ("驿城", "驿城区 (411702)"),
        ("quan dich thanh", "驿城区 (411702)"),
        ("411703", ""),
        ("4117-direkt", "4117-direct"),
    ],
)
def test_the_unit_that_was_meant_is_named(params: OfficeParams, unit: str, near: str) -> None:
    """Codes of digits are not guessed: a wrong digit may stand for any unit."""
    checked = _check(params, _raw(_screened(), unit=unit))

    assert _codes(checked) == ["unit-unknown"]
    assert near in checked.faults[0].message
    assert ("是否指" in checked.faults[0].message) == bool(near)


def _weekly(params: OfficeParams) -> OfficeParams:
    """Let the form screening be due on Fridays."""
    forms = tuple(
        form.model_copy(update={"cadence": "weekly", "due_on": "friday"}) if form.code == "screening" else form
        for form in params.forms
    )
    return params.model_copy(update={"forms": forms})


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2020, 2, 21), []),
        (date(2020, 2, 14), []),
        (date(2020, 2, 20), ["day-not-of-week"]),
        (date(2020, 2, 28), ["day-in-future"]),
    ],
)
def test_a_weekly_report_names_its_week_by_the_day_on_which_it_is_due(
    day: date, codes: list[str], params: OfficeParams
) -> None:
    """It may come before that day, as before a holiday it must, but not before its week."""
    checked = _check(_weekly(params), _raw(_screened(), day=day), arrived=DAY)

    assert _codes(checked) == codes
    assert all("2020-02-21" in fault.message for fault in checked.faults if fault.code == "day-not-of-week")


def test_a_report_of_an_ended_unit_is_told_which_unit_follows_it(params: OfficeParams) -> None:
    """The clerk has the old form and the new office."""
    ended = {"411702": {"valid_to": date(2020, 1, 31), "successors": ("411721",)}}
    units = tuple(unit.model_copy(update=ended.get(unit.code, {})) for unit in params.units)

    checked = _check(params.model_copy(update={"units": units}), _raw(_screened()))

    assert _codes(checked) == ["unit-not-there"]
    assert "西平县 (411721)" in checked.faults[0].message
