from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

from support.once import made_once
from support.sample import PROJECT, make_sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Figures = dict[tuple[str, str], object]
Sent = dict[tuple[str, str, date], list[tuple[str, Figures]]]
"""(form, unit, day) -> what was sent, in order: (arrival, figures); no figures at all is a zero report."""

FIRST, LAST = date(2020, 1, 23), date(2020, 2, 19)
DIRECT = "4117-direct"
ZERO = {("", ""): "nothing"}


@pytest.fixture(scope="session")
def inbox(sample_inbox: Path) -> Path:
    return sample_inbox


@pytest.fixture(scope="session")
def sent(inbox: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Sent:
    """All of the forms of the epidemic in the inbox, read by openpyxl and csv alone; once for all processes."""

    def write(folder: Path) -> None:
        lines = [
            [
                form,
                unit,
                str(day),
                [[when, [[*cell, value] for cell, value in figures.items()]] for when, figures in told],
            ]
            for (form, unit, day), told in read_all(inbox).items()
        ]
        (folder / "sent.json").write_text(json.dumps(lines), encoding="utf-8")

    lines = json.loads((made_once(tmp_path_factory, worker_id, "sent", write) / "sent.json").read_text("utf-8"))
    return {
        (form, unit, date.fromisoformat(day)): [
            (when, {(row, column): value for row, column, value in figures}) for when, figures in told
        ]
        for form, unit, day, told in lines
    }


def read_all(inbox: Path) -> Sent:
    found: Sent = defaultdict(list)
    for path in inbox.glob("*.csv"):
        if path.name != "received.csv" and "其他报表" not in path.name:
            for key, when, figures in history(path):
                found[key].append((when, figures))
    for name, when in arrivals(inbox).items():
        if "周报" in name:
            continue
        for key, figures in workbook(inbox / name):
            found[key].append((when, figures))
    return {key: sorted(all_sent, key=lambda each: each[0]) for key, all_sent in found.items()}


def arrivals(inbox: Path) -> dict[str, str]:
    with (inbox / "received.csv").open(encoding="utf-8-sig", newline="") as file:
        return {line["file"]: line["received_at"] for line in csv.DictReader(file)}


def history(path: Path) -> Iterator[tuple[tuple[str, str, date], str, Figures]]:
    reports: dict[tuple[str, str, date, str], Figures] = defaultdict(dict)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line in csv.DictReader(file):
            key = (line["form"], line["unit"], date.fromisoformat(line["day"]), line["received_at"])
            value: object = line["value"] if line["value"] == "nothing" else int(line["value"])
            reports[key][line["row"], line["column"]] = value
    for (form, unit, day, when), figures in reports.items():
        yield (form, unit, day), when, figures


def workbook(path: Path) -> Iterator[tuple[tuple[str, str, date], Figures]]:
    for sheet in openpyxl.load_workbook(path):
        day = sheet["C5"].value
        assert isinstance(day, datetime)
        columns = [sheet.cell(8, at).value for at in range(3, sheet.max_column + 1)]
        figures: Figures = {
            (str(line[0].value), str(column)): cell.value
            for line in sheet.iter_rows(9, sheet.max_row)
            for column, cell in zip(columns, line[2:], strict=True)
            if line[0].value is not None and cell.value not in {None, "–"}  # below the table stand its checks
        }
        yield (sheet["C2"].value, sheet["C4"].value, day.date()), ZERO if sheet["C6"].value == "是" else figures


def right(form: str, figures: Figures) -> bool:
    """Say whether the figures of one report are numbers whose totals add up."""
    if figures == ZERO:
        return True
    if not all(isinstance(value, int) and value >= 0 for value in figures.values()):
        return False
    columns = {"screening": ["screened"], "isolation": [], "cases": ["confirmed", "suspected"]}[form]
    parts = ("teachers", "students", "relatives")
    return all(
        figures["total", column] == sum(int(str(figures.get((row, column), 0))) for row in parts) for column in columns
    )


def value(sent: Sent, form: str, unit: str, day: date, row: str, column: str) -> int:
    """Return a figure as it stood in the end; a zero report states 0."""
    good = [figures for _, figures in sent[form, unit, day] if right(form, figures)]
    return 0 if good[-1] == ZERO else int(str(good[-1][row, column]))


def city(sent: Sent, form: str, row: str, column: str) -> tuple[int, int]:
    """Return the figure of the last day, summed: (counties, city-direct)."""
    units = {unit for _, unit, day in sent if day == LAST}
    each = {unit: value(sent, form, unit, LAST, row, column) for unit in units}
    return sum(n for unit, n in each.items() if unit != DIRECT), each[DIRECT]


@pytest.mark.parametrize(
    ("form", "row", "column", "published"),
    [
        ("screening", "teachers", "screened", (1451, 164)),
        ("screening", "students", "screened", (4424, 338)),
        ("screening", "relatives", "screened", (7876, 822)),
        ("screening", "total", "screened", (13751, 1324)),
        ("cases", "teachers", "confirmed", (1, 0)),
        ("cases", "students", "confirmed", (1, 1)),
        ("cases", "relatives", "confirmed", (16, 7)),
        ("cases", "total", "confirmed", (18, 8)),
        ("cases", "students", "suspected", (1, 0)),
        ("cases", "relatives", "suspected", (3, 2)),
        ("cases", "total", "suspected", (4, 2)),
    ],
)
def test_the_last_day_adds_up_to_what_was_published_by_side(
    sent: Sent, form: str, row: str, column: str, published: tuple[int, int]
) -> None:
    """The sums over the counties and the city-direct schools are the published figures, group by group."""
    assert city(sent, form, row, column) == published


@pytest.mark.parametrize(
    ("form", "column", "published"),
    [
        ("screening", "screened", 15075),
        ("isolation", "hospital_now", 36),
        ("isolation", "hospital_released", 38),
        ("isolation", "home_now", 8054),
        ("isolation", "home_released", 9567),
        ("cases", "confirmed", 26),
        ("cases", "suspected", 6),
        ("cases", "recovered", 6),
        ("cases", "excluded", 4),
    ],
)
def test_the_last_day_adds_up_to_what_was_published(sent: Sent, form: str, column: str, published: int) -> None:
    """Figures that were published for the whole city only add up over all units."""
    assert sum(city(sent, form, "total", column)) == published


def test_the_last_day_is_complete_and_one_unit_was_late(sent: Sent) -> None:
    """All 12 units filled in all three forms for the last day, 11 of them before the cut-off."""
    last = {key: all_sent for key, all_sent in sent.items() if key[2] == LAST}
    late = {unit for (_, unit, _), all_sent in last.items() if all_sent[0][0] > f"{LAST} 17:00"}

    assert len(last) == 12 * 3
    assert all(len(each) == 1 and each[0][1] != ZERO for each in last.values())
    assert len(late) == 1


def test_suspected_teachers_are_never_stated(sent: Sent) -> None:
    """The source does not speak of them; only a zero report says that there were none."""
    assert not any(("teachers", "suspected") in figures for all_sent in sent.values() for _, figures in all_sent)


def test_there_are_28_days_of_every_unit_but_for_two_silences(sent: Sent) -> None:
    """Nothing is missing but what is meant to be missing."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    units = {unit for _, unit, _ in sent}
    silent = {(unit, day) for unit in units for day in days if not any((f, unit, day) in sent for f in FORMS)}

    assert (len(days), len(units)) == (28, 12)
    assert silent == {("411723", date(2020, 2, 5)), ("411725", date(2020, 2, 15))}
    assert {day for *_, day in sent} == set(days)


FORMS = ("screening", "isolation", "cases")


def test_earlier_days_hold_everything_that_happens_in_an_office(sent: Sent) -> None:
    """There are late reports, zero reports, corrections, a refusal made good and one that stayed."""
    before = {key: all_sent for key, all_sent in sent.items() if key[2] < LAST}
    late = {key for key, each in before.items() if each[0][0] > f"{key[2]} 17:00"}
    corrected = {k for k, each in before.items() if len({str(f) for _, f in each if right(k[0], f)}) > 1}
    refused = {k for k, each in before.items() if not right(k[0], each[0][1])}
    for_good = {k for k in refused if not right(k[0], before[k][-1][1])}

    assert {(unit, day) for _, unit, day in late} == {
        ("411724", date(2020, 1, 31)),
        ("411726", date(2020, 2, 6)),
        ("411722", date(2020, 2, 17)),
    }
    assert corrected == {("screening", "411727", date(2020, 2, 3)), ("isolation", "411721", date(2020, 2, 14))}
    assert for_good == {(form, "411771", date(2020, 2, 13)) for form in FORMS}
    assert refused - for_good == {("screening", "411728", date(2020, 2, 16))}
    zero = {key for key, each in before.items() if each[-1][1] == ZERO}
    assert {form for form, *_ in zero} == {"cases"}
    assert {day.month for *_, day in zero} == {1, 2}


@pytest.mark.parametrize(
    ("form", "column"),
    [
        ("screening", "screened"),
        ("isolation", "hospital_released"),
        ("isolation", "home_released"),
        ("cases", "recovered"),
        ("cases", "excluded"),
    ],
)
def test_cumulative_figures_never_fall(sent: Sent, form: str, column: str) -> None:
    """What was counted once stays counted, unit by unit, once the corrections are in."""
    for unit in {unit for _, unit, _ in sent}:
        days = sorted(d for f, u, d in sent if (f, u) == (form, unit) and right(form, sent[f, u, d][-1][1]))
        course = [value(sent, form, unit, day, "total", column) for day in days]
        assert course == sorted(course)


def test_cases_fit_the_people_in_hospital(sent: Sent) -> None:
    """Wherever both were accepted, confirmed and suspected cases are in hospital."""
    for form, unit, day in sent:
        if form == "cases" and right(form, sent[form, unit, day][-1][1]):
            sick = sum(value(sent, "cases", unit, day, "total", column) for column in ("confirmed", "suspected"))
            assert sick <= value(sent, "isolation", unit, day, "total", "hospital_now")


def test_the_same_files_come_out_each_time(inbox: Path, tmp_path: Path) -> None:
    """Nothing in the files hangs on the clock, the machine or the folder."""
    make_sample(tmp_path)

    assert {p.name: p.read_bytes() for p in inbox.iterdir()} == {p.name: p.read_bytes() for p in tmp_path.iterdir()}


def test_a_second_run_leaves_good_files_alone_and_mends_the_others(inbox: Path, tmp_path: Path) -> None:
    """Files as they would be made keep their time; a damaged or lost one comes back; a clerk's own stays."""
    shutil.copytree(inbox, tmp_path, dirs_exist_ok=True)
    own, damaged, lost = tmp_path / "own.xlsx", *sorted(tmp_path.glob("2020-02-19*.xlsx"))[:2]
    own.write_bytes(b"a clerk's own")
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    good = damaged.read_bytes(), lost.read_bytes()

    assert "up to date" in make_sample(tmp_path)
    assert before == {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}

    damaged.write_bytes(b"damaged")
    lost.unlink()
    assert "were made" in make_sample(tmp_path)
    assert good == (damaged.read_bytes(), lost.read_bytes())
    assert own.read_bytes() == b"a clerk's own"


def test_the_readme_says_what_is_published_and_what_is_illustrative() -> None:
    """Nobody can take the split or the earlier days for reported figures."""
    words = (PROJECT / "data" / "zhumadian" / "README.md").read_text(encoding="utf-8")

    for needed in ("illustrative", "published", "15,075", "17,695", "make_reports.py", "not stated"):
        assert needed in words
