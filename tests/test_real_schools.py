from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import html5lib
import pytest

from support.berkeley import DISTRICT, OLD_LIST_ENDS, Line, Real, berkeley
from thongbao import flow
from thongbao.bulletin.plan import Wish
from thongbao.data import completeness
from thongbao.data.intake import intake
from thongbao.data.reports import Reports, read
from thongbao.database import open_store
from thongbao.language import number

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from thongbao.data.summary import Summary
    from thongbao.records import EditionRecord

FIRST, LAST = date(2021, 8, 17), date(2022, 6, 3)
AFTER = datetime(2022, 6, 4, 12, tzinfo=UTC)
CONTACTS_BEGIN = date(2021, 9, 8)
PEAK = date(2022, 1, 20)


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Real:
    return berkeley(tmp_path_factory.mktemp("berkeley") / "trường học 学校", shared / "data/bcsd/bcsd_school_daily.csv")


@pytest.fixture(scope="module")
def summary(real: Real) -> Summary:
    return intake(real.settings, real.params, [real.file], backfill=True, now=AFTER)


@pytest.fixture(scope="module")
def reports(real: Real, summary: Summary) -> Reports:
    codes = [unit.code for unit in real.params.units]
    return read(open_store(real.settings.store), "berkeley", ["school_cases"], codes, FIRST, LAST)


def once(real: Real) -> dict[tuple[str, date], Line]:
    """Return the line that counts for each unit and day."""
    return {(real.codes[line.school], line.day): line for line in real.lines}


def test_every_line_of_the_file_is_accounted_for(real: Real, summary: Summary) -> None:
    """Each school and day becomes one report; a line that says the same again is counted as such, none is refused."""
    assert (summary.new, summary.revised, summary.refused) == (len(once(real)), 0, 0)
    assert summary.new + summary.same == len(real.lines) == 10_834


def test_the_same_file_again_is_nothing_new(real: Real, summary: Summary) -> None:
    """A file is taken in once."""
    again = intake(real.settings, real.params, [real.file], backfill=True, now=AFTER)

    assert (again.skipped, again.new, again.refused) == (1, 0, 0)


def test_every_figure_is_kept_as_it_was_published(real: Real, reports: Reports) -> None:
    """Every number of the file, and no other, is in the store."""
    expected = {
        (unit, day, row, column): float(value)
        for (unit, day), line in once(real).items()
        for row, column, value in (
            ("staff", "cases", line.staff),
            ("students", "cases", line.students),
            ("staff", "close_contacts", line.staff_contacts),
            ("students", "close_contacts", line.students_contacts),
        )
        if value
    }
    found = reports.figures
    keys = zip(found["unit"], found["day"].dt.date, found["row"], found["column"], strict=True)

    assert dict(zip(keys, found["value"], strict=True)) == expected


def test_contacts_that_were_not_collected_are_not_stated(real: Real, reports: Reports) -> None:
    """Before the page had the columns there is no figure, and a zero that was published stays a zero."""
    contacts = reports.figures[reports.figures["column"] == "close_contacts"]

    assert contacts["day"].dt.date.min() == CONTACTS_BEGIN
    assert (contacts["value"] == 0).any()
    assert not any(line.staff_contacts for line in real.lines if line.day < CONTACTS_BEGIN)


def test_arrivals_in_both_formats_are_office_time(real: Real, reports: Reports) -> None:
    """The first lines write the time in another way than the rest; both are local times of the office."""
    zone = ZoneInfo("America/New_York")
    formats = {"/": "%m/%d/%Y %H:%M:%S", "-": "%Y-%m-%d %H:%M:%S"}
    expected = {
        key: datetime.strptime(line.received, formats["/" if "/" in line.received else "-"]).replace(tzinfo=zone)
        for key, line in once(real).items()
    }
    found = reports.reports
    keys = zip(found["unit"], found["day"].dt.date, strict=True)
    received = dict(zip(keys, found["received_at"], strict=True))

    assert Counter("/" in line.received for line in real.lines)[True] == 10
    assert received == expected
    assert bool(found["on_time"].all())


def test_silent_days_are_counted_as_missing(real: Real, reports: Reports) -> None:
    """A weekday without a report is missing for every school, holidays and failed collections alike; none is filled."""
    due = completeness.expected(real.params, FIRST, LAST)
    found = completeness.reporting(due, reports.reports, reports.refusals)
    school = found[found["unit"] == real.codes["Berkeley High School"]]
    weekdays = [d for d in days_between(date(2021, 8, 24), LAST) if d.weekday() < 5]
    sent = {line.day for line in real.lines if line.school == "Berkeley High School"}
    missing = set(school.loc[school["state"] == "missing", "day"].dt.date)

    assert missing == set(weekdays) - sent
    assert len(missing) > 70


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_reports_of_a_sunday_are_kept_though_none_was_due(real: Real, reports: Reports) -> None:
    """What came without being due is not lost."""
    found = reports.reports
    sundays = sum(day.weekday() == 6 for _, day in once(real))

    assert int((found["day"].dt.day_of_week == 6).sum()) == sundays > 0


def test_cases_rise_and_fall_so_they_are_no_cumulative_figure(real: Real) -> None:
    """The basis in the form is what the file shows: about as many falls as rises, hence a stock."""
    course = sorted((line.school, line.day, int(line.students)) for line in set(real.lines))
    steps = Counter(
        (after[2] > before[2]) - (after[2] < before[2]) for before, after in pairwise(course) if before[0] == after[0]
    )
    (cases, _) = real.params.forms[0].columns

    assert steps[-1] > steps[1] > 1000
    assert cases.basis == "stock"


def test_the_districts_own_total_is_kept_where_the_schools_do_not_add_up_to_it(real: Real, reports: Reports) -> None:
    """The total is a report of its own: neither is bent to fit the other."""
    cases = reports.figures.query("column == 'cases' and row == 'students'")
    is_total = cases["unit"] == real.codes[DISTRICT]
    total = cases[is_total].set_index("day")["value"]
    schools = cases[~is_total].groupby("day")["value"].sum()
    both = total.to_frame("total").join(schools.rename("schools"), how="inner").loc["2021-08-24":]

    assert dict(both.loc["2021-09-03"]) == {"total": 1588, "schools": 1393}
    assert 0 < int((both["total"] != both["schools"]).sum()) < len(both) / 4


def page(real: Real, record: EditionRecord) -> Element:
    """Return the body of a page as a browser reads it."""
    edition = record.edition
    path = real.settings.outputs / "berkeley" / edition.date.isoformat() / f"{edition.stem}.html"
    body = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False).find("body")
    assert body is not None
    return body


def words(part: Element) -> str:
    return " ".join(" ".join(part.itertext()).split())


def holds(real: Real, record: EditionRecord) -> None:
    """Hold a page against the file: its unit, each figure of its table, and what was not stated."""
    body, unit = page(real, record), real.params.unit(record.edition.unit)
    assert unit
    assert " ".join(unit.names.en.split()) in words(body)
    line = once(real).get((unit.code, record.edition.date))
    if line is None:
        assert "missing" in words(body)
        return
    lines = [[words(cell) for cell in row] for row in body.iter("tr")]
    shown = {row[0].split(",")[0]: row[1:3] for row in reversed(lines)}
    assert shown["Cases now"] == [number(int(value), "en") for value in (line.staff, line.students)]
    contacts = (line.staff_contacts, line.students_contacts)
    assert shown["Close contacts now"] == [number(int(value), "en") if value else "x" for value in contacts]


def test_schools_get_a_bulletin_that_says_what_was_not_stated(real: Real, summary: Summary) -> None:
    """Two schools and the district, on a day before the contacts were collected and after days of silence."""
    day = date(2021, 9, 7)
    units = tuple(real.codes[name] for name in ("Berkeley High School", "St Stephen Middle", DISTRICT))
    batch = flow.run(real.settings, real.params, day, Wish(units=units))

    assert [record.cause for record in batch.failed] == []
    assert {record.edition.unit for record in batch.made} == set(units)
    for record in batch.made:
        holds(real, record)
        said = words(page(real, record))
        assert "not stated" in said
        assert "6 Sep Missing" in said


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_every_school_that_has_data_gets_a_bulletin(real: Real, summary: Summary) -> None:
    """On the last day of the old list and on a day of the new one, together every name of the file."""
    batches = [flow.run(real.settings, real.params, day) for day in (OLD_LIST_ENDS, PEAK)]
    made = [record for batch in batches for record in (*batch.made, *batch.skipped)]

    assert [record.cause for batch in batches for record in batch.failed] == []
    assert {record.edition.unit for record in made} == set(real.codes.values())
    for record in made:
        holds(real, record)


@pytest.mark.parametrize("day", [OLD_LIST_ENDS, PEAK])
def test_schools_of_the_old_and_of_the_new_list_get_a_bulletin(real: Real, summary: Summary, day: date) -> None:
    """Every ninth of those that have a line on the day; the long tests make them all."""
    with_line = sorted(code for code, when in once(real) if when == day)
    batch = flow.run(real.settings, real.params, day, Wish(units=tuple(with_line[::9])))

    assert [record.cause for record in batch.failed] == []
    assert {record.edition.unit for record in batch.made} == set(with_line[::9])
    for record in batch.made:
        holds(real, record)
