"""An office is read whole or refused whole, with every fault of every file in its place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from support.officefiles import edit, faults_of, only_fault
from thongbao.errors import ParamsInvalid, WrongUse
from thongbao.params.office import default_office, read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings

OFFICE, UNITS, BULLETINS, RECIPIENTS = (
    f"zhumadian/{name}" for name in ("office.yml", "units.csv", "bulletins.yml", "recipients.yml")
)
CASES = "forms/cases.yml"


def test_the_sample_office_is_read(home: Settings) -> None:
    """Twelve reporting units and the root, three forms, two bulletins, and someone who gets them."""
    params = read_office(home.params, "zhumadian")

    assert (len(params.units), len(params.bulletins)) == (13, 2)
    assert [form.code for form in params.forms] == ["screening", "isolation", "cases"]
    assert {unit.code for unit in params.units} > {"411700", "4117-direct"}
    assert params.recipients


def test_the_first_office_is_the_default(home: Settings) -> None:
    """Offices are sorted by code; schemas and forms are not offices."""
    shutil.copytree(home.params / "zhumadian", home.params / "aaa")

    assert default_office(home.params) == "aaa"


def test_no_office_at_all_is_said(home: Settings) -> None:
    """A home without an office tells what to do."""
    shutil.rmtree(home.params / "zhumadian")

    with pytest.raises(WrongUse, match=r"no folder in it has an office\.yml"):
        default_office(home.params)


def test_an_office_without_a_country_has_no_public_holidays(home: Settings) -> None:
    """Forms that ask for them say so, each at its line."""
    edit(home, OFFICE, "country: CN\n", "")
    working = edit(home, CASES, "cadence: daily", "cadence: daily\nreporting_days: working_days")
    moved = edit(home, "forms/isolation.yml", "cadence: daily", "cadence: daily\nholiday_rule: after")

    found = {fault.where for fault in faults_of(home) if fault.code == "no-calendar"}

    assert found == {f"params/{CASES} line {working + 1}", f"params/forms/isolation.yml line {moved + 1}"}


def test_the_calendar_of_an_office_is_read_and_its_faults_are_said(home: Settings) -> None:
    """Its rows come with the office; a slip has its row."""
    path = home.params / "zhumadian" / "calendar.csv"
    path.write_text("first,last,status,name\n2020-02-17,2020-07-10,term,第二学期\n", encoding="utf-8")
    assert [entry.status for entry in read_office(home.params, "zhumadian").calendar] == ["term"]

    path.write_text("first,last,status,name\n2020-02-17,,off,\n", encoding="utf-8")
    assert [fault.where for fault in faults_of(home)] == ["params/zhumadian/calendar.csv row 2"]


@pytest.mark.parametrize(
    "name", ["zhumadien", "", "..", "../params/zhumadian", "forms", "zhumadian/", "/etc", "a" * 99]
)
def test_an_unknown_office_is_wrong_use(home: Settings, name: str) -> None:
    """A name is a known office or refused; it is never used as a path."""
    with pytest.raises(WrongUse, match="zhumadian"):
        read_office(home.params, name)


FAULTS = {
    # office.yml
    "unknown key": (OFFICE, "starts:", "start:", "unknown-key", "Did you mean starts?"),
    "duplicate key": (OFFICE, "root: 411700", "root: 411700\nroot: 411702", "duplicate-key", "already written in line"),
    "bad code": (OFFICE, "code: counties", "code: Counties", "bad-code", "lower-case"),
    "other folder": (OFFICE, "code: zhumadian", "code: zmd", "code-differs", "folder zhumadian"),
    "bad locale": (OFFICE, "locale: zh_Hans", "locale: zh_CN", "unknown-value", "'zh_Hans'"),
    "bad time zone": (OFFICE, "Asia/Shanghai", "Asia/Shangai", "bad-timezone", "Asia/Shanghai"),
    "folder as time zone": (OFFICE, "Asia/Shanghai", "Asia", "bad-timezone", "time zone"),
    "path as time zone": (OFFICE, "Asia/Shanghai", "../../etc/passwd", "bad-timezone", "time zone"),
    "year as a day": (OFFICE, "starts: 2020-01-23", "starts: 2020", "bad-date", "2020-02-19"),
    "no calendar day": (OFFICE, "starts: 2020-01-23", "starts: 2020-02-30", "bad-date", "2020-02-19"),
    "left empty": (OFFICE, "starts: 2020-01-23", "starts:", "empty-value", "left empty"),
    "text for a list": (OFFICE, "forms: [screening, isolation, cases]", "forms: cases", "wrong-shape", "Write a list"),
    "list for a text": (OFFICE, "timezone: Asia/Shanghai", "timezone: [a]", "wrong-shape", "Write one value"),
    "unknown form": (OFFICE, "isolation, cases]", "isolation, cases, case]", "unknown-form", "cases?"),
    "form twice": (OFFICE, "isolation, cases]", "isolation, cases, cases]", "duplicate-code", "twice"),
    "kind of a group": (OFFICE, "kinds: [county, district,", "kinds: [county, distrikt,", "unknown-kind", "district?"),
    "kind in two groups": (OFFICE, "direct_schools]", "direct_schools, county]", "kind-in-two-groups", "counties"),
    "sender": (OFFICE, "starts:", 'sender: "a b@c.example"\nstarts:', "bad-address", "space"),
    "tab": (OFFICE, "  vi: Sở", "\tvi: Sở", "yaml-tab", "spaces"),
    "alias": (OFFICE, "root: 411700", "root: *x", "yaml-alias", "Write the value out"),
    "root without a row": (OFFICE, "root: 411700", "root: 411799", "no-root", "Did you mean 411700, which has no"),
    "country": (OFFICE, "country: CN", "country: China", "unknown-value", "'CN' or 'VN'"),
    "weekly without a day": (CASES, "cadence: daily", "cadence: weekly", "missing-key", "due_on: friday"),
    "day of a daily form": (
        CASES,
        "cadence: daily",
        "cadence: daily\ndue_on: friday",
        "due-on-not-weekly",
        "Remove it",
    ),
    "no weekday": (CASES, "cadence: daily", "cadence: weekly\ndue_on: Fri", "unknown-value", "'friday'"),
    "days of an event": (
        CASES,
        "cadence: daily",
        "cadence: event\nreporting_days: weekdays",
        "reporting-days-not-daily",
        "for daily forms",
    ),
    "school days without terms": (
        CASES,
        "cadence: daily",
        "cadence: daily\nreporting_days: school_days",
        "no-terms",
        "first,last,status,name",
    ),
    "city as time zone": (OFFICE, "Asia/Shanghai", "Asia/Hanoi", "bad-timezone", "Did you mean Asia/Ho_Chi_Minh?"),
    "offset as time zone": (OFFICE, "Asia/Shanghai", "UTC+8", "bad-timezone", "Asia/Shanghai or Asia/Ho_Chi_Minh"),
    "comma in braces": (OFFICE, "en: Counties", "en: Counties, Districts", "unknown-key", "inside { } needs quotes"),
    # bulletins.yml
    "text for keys": (BULLETINS, "title: {zh_Hans: 教育", "title: x #", "wrong-shape", "keys and values"),
    "kind of a bulletin": (BULLETINS, "kinds: [county,", "kinds: [conty,", "unknown-kind", "county?"),
    "unit scope without kinds": (BULLETINS, "scope: office", "scope: unit", "missing-key", "kinds"),
    "path as notebook": (BULLETINS, "10_county_daily.ipynb", "../x.ipynb", "bad-code", "10_county_daily.ipynb"),
    "no seconds": (BULLETINS, "cadence: daily", "cell_seconds: 0", "bad-number", "1 or more"),
    "edition shorter than cell": (BULLETINS, "cadence: daily", "cell_seconds: 301", "bad-number", "raise it"),
    "edition shorter than notebook": (BULLETINS, "cadence: daily", "notebook_seconds: 301", "bad-number", "Lower it"),
    "all output less than one cell's": (BULLETINS, "cadence: daily", "cell_output_mb: 51", "bad-number", "raise it"),
    "hardly any memory": (BULLETINS, "cadence: daily", "memory_mb: 100", "bad-number", "200 or more"),
    # recipients.yml
    "unit of a recipient": (RECIPIENTS, "units: [4117-direct]", "units: [4117-direkt]", "unknown-unit", "direct?"),
    "bulletin of a recipient": (RECIPIENTS, "[county_daily]", "[county_dayly]", "unknown-bulletin", "county_daily?"),
    "star and units": (RECIPIENTS, '["*"]', '["*", 411702]', "units-beside-star", "alone"),
    "address": (RECIPIENTS, "yicheng@", "yicheng", "bad-address", "one @"),
    "header injection": (RECIPIENTS, "yicheng@zhumadian.example", '"y@z.example\\nBcc: x"', "bad-address", "U+000A"),
    "control character": (
        RECIPIENTS,
        "yicheng@zhumadian.example",
        '"y@zhumadian.example\\x07"',
        "control-character",
        "U+0007",
    ),
    "language not made": (RECIPIENTS, "locale: zh_Hans", "locale: vi", "no-such-edition", "only in zh_Hans"),
    "unit without edition": (RECIPIENTS, "units: [411702]", "units: [411700]", "no-such-edition", "not made for any"),
    "roll-up for a county": (RECIPIENTS, '["*"]', "[411702]", "no-such-edition", "411700"),
    # forms
    "key inside a list": (CASES, "required: false", "requried: false", "unknown-key", "mean required?"),
    "cell of another form": (CASES, "isolation.hospital_now", "isolation.hospital", "unknown-cell", "not ask"),
    "cell of the form": (CASES, "confirmed.total ==", "confirmed.totals ==", "unknown-cell", "confirmed.total?"),
    "cell not asked": (
        CASES,
        "confirmed.total + suspected",
        "recovered.students + suspected",
        "unknown-cell",
        "not ask",
    ),
    "form of a rule": (CASES, "<= isolation.", "<= isolations.", "unknown-form", "isolation?"),
    "rule": (CASES, "<= isolation.hospital_now.total", "<= 36", "bad-rule", "character"),
    "rule that cannot refuse": (CASES, "severity: warning", "severity: error", "rule-cannot-refuse", "warning"),
    "kind of a form": (CASES, "filled_by: [county,", "filled_by: [county, villages,", "unknown-kind", "villages"),
    "cut-off": (CASES, "cut_off: 17:00", "cut_off: 5pm", "bad-time", "17:00"),
    "cut-off in seconds": (CASES, "cut_off: 17:00", "cut_off: 61200", "bad-time", "17:00"),
    "truth": (CASES, "zero_report: true", "zero_report: maybe", "bad-value", "true or false"),
    "endless maximum": (CASES, "basis: stock", "basis: stock\n    maximum: .inf", "bad-number", "number"),
    "maximum below minimum": (CASES, "basis: stock", "basis: stock\n    maximum: -1", "bad-number", "below minimum"),
    "basis": (CASES, "basis: stock", "basis: stocks", "unknown-value", "'stock'"),
    "row of a column": (CASES, "rows: [total]", "rows: [totals]", "unknown-row", "total?"),
    "total row": (
        CASES,
        "total_row: total",
        "total_row: sum",
        "unknown-row",
        "Known: relatives, students, teachers, total",
    ),
    "rule twice": (CASES, "code: suspected-adds-up", "code: confirmed-adds-up", "duplicate-code", "twice"),
    "file name": (CASES, "code: cases", "code: case", "code-differs", "cases.yml"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_one_mistake_is_one_fault_at_its_line(home: Settings, name: str) -> None:
    """The fault names the file, the line that was changed or the entry it is in, and what to do; no other is said."""
    file, old, new, code, says = FAULTS[name]
    line = edit(home, file, old, new)

    fault = only_fault(home)

    assert fault.code == code
    assert says in fault.message
    where, _, number = fault.where.rpartition(" line ")
    assert where == f"params/{file}"
    assert line - 8 <= int(number) <= line + 1


@pytest.mark.parametrize(
    "name", ["unknown key", "bad locale", "unit of a recipient", "cut-off", "basis", "rule", "kind of a group", "alias"]
)
def test_the_line_is_exact_where_a_value_is_wrong(home: Settings, name: str) -> None:
    """An editor can be sent to the very line."""
    file, old, new, _, _ = FAULTS[name]
    line = edit(home, file, old, new)

    assert only_fault(home).where == f"params/{file} line {line}"


def test_a_misspelt_key_and_what_then_is_missing_are_both_said(home: Settings) -> None:
    """A key that must be there and was misspelt is one unknown and one missing key."""
    edit(home, OFFICE, "timezone:", "time_zone:")

    assert {fault.code for fault in faults_of(home)} == {"unknown-key", "missing-key"}


def test_a_form_that_no_unit_of_the_office_fills_in_is_said(home: Settings) -> None:
    """A kind that only another office has would ask the form of nobody, and nobody would be missing."""
    shutil.copytree(home.params / "zhumadian", home.params / "other")
    edit(home, "other/units.csv", ",county,", ",school,")
    old = "filled_by: [county, district, development_zone, city_direct_schools]"
    line = edit(home, "zhumadian/office.yml", "forms: [", "forms: [")
    edit(home, CASES, old, "filled_by: [school]")

    fault = only_fault(home)
    assert (fault.code, fault.where) == ("form-not-filled", f"params/{OFFICE} line {line}")


def test_a_folder_that_nothing_reads_is_said(home: Settings) -> None:
    """The author of mapping/ believes that it is in force."""
    (home.params / "zhumadian" / "mapping").mkdir()
    (home.params / "zhumadian" / ".git").mkdir()

    fault = only_fault(home)
    assert (fault.code, fault.where) == ("unknown-folder", "params/zhumadian/mapping")
    assert "Did you mean mappings?" in fault.message


def test_two_bulletins_of_one_code_are_said(home: Settings) -> None:
    """The second of them is named, and so is the recipient of the one that is gone."""
    edit(home, BULLETINS, "code: city_rollup", "code: county_daily")

    first, *others = [fault.code for fault in faults_of(home)]
    assert first == "duplicate-code"
    assert set(others) == {"unknown-bulletin"}


def test_a_bad_code_is_said_and_whoever_names_the_good_one(home: Settings) -> None:
    """A bulletin that was renamed is missed by each recipient that names it."""
    edit(home, BULLETINS, "code: city_rollup", "code: City-Rollup")

    first, *others = [fault.code for fault in faults_of(home)]
    assert first == "bad-code"
    assert set(others) == {"unknown-bulletin"}


def test_the_same_letter_twice_is_said(home: Settings) -> None:
    """One address in two entries with the same unit and bulletin would get the letter twice, whatever its case."""
    edit(home, RECIPIENTS, "xiping@zhumadian.example", "YICHENG@zhumadian.example")
    edit(home, RECIPIENTS, "units: [411721]", "units: [411721, 411702]")

    fault = only_fault(home)
    assert fault.code == "duplicate-recipient"
    assert "yicheng" not in fault.message.lower()


def test_one_address_for_two_units_is_no_fault(home: Settings) -> None:
    """A role may look after two counties in two entries."""
    edit(home, RECIPIENTS, "xiping@zhumadian.example", "yicheng@zhumadian.example")

    assert len(read_office(home.params, "zhumadian").recipients) > 1


def test_a_line_break_in_a_heading_is_said(home: Settings) -> None:
    """Titles go into subjects; they are one line."""
    edit(home, BULLETINS, "en: Daily epidemic situation in education", 'en: "Daily\\nsituation"')
    edit(home, OFFICE, "en: Zhumadian Education Bureau", 'en: "Zhumadian\\nBureau"')

    assert [(fault.code, fault.where.split(" ")[0]) for fault in faults_of(home)] == [
        ("line-break", "params/zhumadian/office.yml"),
        ("line-break", "params/zhumadian/bulletins.yml"),
    ]


def test_all_faults_of_all_files_are_said_at_once(home: Settings) -> None:
    """One run names everything there is to mend, in the order of files and lines."""
    mistakes = [
        (OFFICE, "Asia/Shanghai", "Asia/Nowhere", "bad-timezone"),
        (OFFICE, "forms: [", "forms: [scrning, ", "unknown-form"),
        (UNITS, "411721,411700", "411721,411799", "missing-parent"),
        (UNITS, "411722,", "411721,", "duplicate-unit"),
        ("forms/screening.yml", "basis: cumulative", "basis: cum", "unknown-value"),
        (CASES, "cut_off: 17:00", "cut_off: 25:00", "bad-time"),
        (CASES, "required: false", "required: perhaps", "bad-value"),
        (BULLETINS, "scope: unit", "scope: units", "unknown-value"),
        (RECIPIENTS, "units: [411702]", "units: [411703]", "unknown-unit"),
    ]

    expected = []
    for file, old, new, code in mistakes:
        line = edit(home, file, old, new)
        expected.append((f"params/{file} {'row' if file == UNITS else 'line'} {line}", code))
    # The unit whose row became another's is named there, too.
    lines = (home.params / RECIPIENTS).read_text(encoding="utf-8").splitlines()
    expected.append((f"params/{RECIPIENTS} line {lines.index('  reports_for: [411722]') + 1}", "unknown-unit"))

    assert [(fault.where, fault.code) for fault in faults_of(home)] == expected


def test_a_broken_office_file_does_not_hide_the_faults_of_the_others(home: Settings) -> None:
    """Where office.yml is no YAML, the forms, units, bulletins and recipients are checked all the same."""
    edit(home, OFFICE, "root: 411700", "root: [411700")
    edit(home, UNITS, "411702,411700", "411702,411799")
    edit(home, CASES, "basis: stock", "basis: x")
    edit(home, BULLETINS, "scope: unit", "scope: x")
    edit(home, RECIPIENTS, "units: [411702]", "units: [999]")

    assert [fault.code for fault in faults_of(home)] == [
        "yaml-syntax",
        "missing-parent",
        "unknown-value",
        "unknown-value",
        "unknown-unit",
    ]


@pytest.mark.parametrize("file", [OFFICE, UNITS, BULLETINS, RECIPIENTS, CASES])
@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff\xfe", b"- [", b"42", b"[]", b"{}", b"x" * 6_000_000])
def test_a_file_of_anything_is_refused_with_its_name(home: Settings, file: str, data: bytes) -> None:
    """Empty, binary, broken, of another shape or huge: a fault of that file, never an error of the program."""
    (home.params / file).write_bytes(data)

    if (file, data) in {(BULLETINS, b"[]"), (RECIPIENTS, b"[]")}:
        assert not read_office(home.params, "zhumadian").recipients if file == RECIPIENTS else faults_of(home)
    else:
        assert any(fault.where.startswith(f"params/{file}") for fault in faults_of(home))


def test_a_needed_file_that_is_missing_is_said(home: Settings) -> None:
    """units.csv and bulletins.yml must be there; an office that sends no letters needs no recipients.yml."""
    (home.params / RECIPIENTS).unlink()
    assert read_office(home.params, "zhumadian").recipients == ()

    (home.params / UNITS).unlink()
    (home.params / BULLETINS).unlink()
    assert [(fault.code, fault.where) for fault in faults_of(home)] == [
        ("file-missing", f"params/{UNITS}"),
        ("file-missing", f"params/{BULLETINS}"),
    ]


def test_a_file_that_nothing_reads_is_said(home: Settings) -> None:
    """A misspelt recipients file would silently send nothing; a lock file of an editor is passed over."""
    (home.params / RECIPIENTS).rename(home.params / "zhumadian" / "recipient.yml")
    (home.params / "zhumadian" / ".#units.csv").write_text("")
    (home.params / "zhumadian" / "README.md").write_text("")

    fault = only_fault(home)
    assert (fault.code, fault.where) == ("unknown-file", "params/zhumadian/recipient.yml")
    assert "recipients.yml?" in fault.message


def test_a_form_may_name_kinds_that_only_another_office_has(home: Settings) -> None:
    """Forms are shared by offices: a kind is misspelt only where no office has it."""
    edit(home, CASES, "filled_by: [county,", "filled_by: [ward, county,")
    other = home.params / "wards"
    shutil.copytree(home.params / "zhumadian", other)
    (other / "units.csv").write_text(
        (other / "units.csv").read_text(encoding="utf-8").replace(",county,", ",ward,"), encoding="utf-8"
    )

    assert "ward" in read_office(home.params, "zhumadian").forms[2].filled_by


def test_every_message_ends_with_what_to_do(home: Settings) -> None:
    """A fault is sentences, and the last ends with a full stop or a question."""
    for file, old, new, _, _ in FAULTS.values():
        path = home.params / file
        before = path.read_bytes()
        edit(home, file, old, new)
        with pytest.raises(ParamsInvalid) as refused:
            read_office(home.params, "zhumadian")
        path.write_bytes(before)
        assert all(fault.message.endswith((".", "?")) for fault in refused.value.faults), str(refused.value)


def test_2850_units_are_one_office(home: Settings) -> None:
    """A country's counties fit into one units.csv, in their order."""
    with (home.params / UNITS).open("a", encoding="utf-8") as file:
        file.writelines(f"{n:05},411700,county,县{n},huyện {n},County {n},,,,\n" for n in range(2850))

    assert [unit.code for unit in read_office(home.params, "zhumadian").units[13:]] == [f"{n:05}" for n in range(2850)]
