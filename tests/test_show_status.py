"""What `thongbao status` prints: readable at a glance, and n/N beside every percent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from wcwidth import wcswidth

from support.filled import COUNTY, DAY, OTHERS, put, put_published, put_refused, screening
from thongbao import show_status
from thongbao.cli import main
from thongbao.data.status import status_of
from thongbao.database import open_store
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings


def printed(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, ["status", "2020-02-19", *(arguments or ("--unit", "411700"))])
    assert result.exit_code == code, result.output
    return result.output


def line_of(output: str, unit: str) -> str:
    return next(line for line in output.splitlines() if line.strip().startswith(unit))


def test_states_and_rates_stand_beside_each_unit(home: Settings) -> None:
    """Missing, refused and zero are told apart; 28 days have n/N and percent."""
    put_published(home, without=OTHERS[:2])
    put_refused(home, OTHERS[0], DAY, "cases", "write a number")
    output = printed("--days", "1", "--unit", "411700")

    assert re.search(r"on time +on time +on time +3/3 100\.0%", line_of(output, COUNTY))
    assert re.search(r"missing +missing +refused +0/3 0\.0%", line_of(output, OTHERS[0]))
    assert re.search(r"zero +zero +zero +3/3 100\.0% +3/3 100\.0% +3 ", line_of(output, OTHERS[2]))
    assert "in all: 5 missing, 6 on time, 1 refused, 24 zero" in output
    assert "0/1 0.0% of the units above others" in output
    assert "411700 驻马店市: 10/12 of the units right below it" in output
    assert "required cells filled in:" in output


def test_no_percent_stands_without_its_n_and_n(home: Settings) -> None:
    """97/112 86.6%, never 86.6% alone."""
    put_published(home)

    assert not re.search(r"(?<!\d/\d )(?<!\d/\d\d )(?<!\d/\d\d\d )\b\d+\.\d%", printed())


def test_columns_stand_under_each_other_also_in_chinese(home: Settings) -> None:
    """A Chinese letter is two columns wide."""
    put_published(home)
    lines = printed().splitlines()
    head = next(line for line in lines if line.startswith("  unit "))
    names = [line for line in lines if line.startswith("  4117")]

    at = head.index("name")
    assert {wcswidth(line[: line.index("/")]) for line in names} == {wcswidth(names[0][: names[0].index("/")])}
    assert all(line[at - 1] == " " and line[at] != " " for line in names)


def test_more_than_everything_is_shown_and_marked(home: Settings) -> None:
    """A unit that reports on days on which nothing is due has more than 100 %."""
    put(home, COUNTY, DAY, {"screening": screening(1, 2, 3)})
    params = read_office(home.params, "zhumadian")
    put(home, COUNTY, DAY.replace(day=16), {"screening": screening(1, 2, 3)})  # a Sunday
    forms = tuple(form.model_copy(update={"reporting_days": "weekdays"}) for form in params.forms[:1])
    one = params.model_copy(update={"forms": forms})
    found = status_of(open_store(home.store), one, DAY, units=[COUNTY], window=4)
    rate = next(iter(found.by_unit.itertuples(index=False)))

    assert show_status._received(rate) == "2/3 66.7% (1 not due)"
    assert show_status._received(rate._replace(received=3, over=True)) == "4/3 133.3% ! (1 not due)"


def test_what_was_known_and_what_was_corrected(home: Settings) -> None:
    """In the office's own time; bulletins are of today and are left out."""
    put(home, COUNTY, DAY, {"screening": screening(1, 2, 3)}, hour=10)
    put(home, COUNTY, DAY, {"screening": screening(4, 2, 3)}, hour=12)

    then = printed("--as-of", "2020-02-19 11:00")
    assert "as known 2020-02-19 11:00" in then
    assert "Bulletins" not in then
    output = printed("--since", "2020-02-19 11:00", "--unit", COUNTY)
    assert "Corrected since then: 2 figures" in output
    assert f"{COUNTY} 2020-02-19 screening.screened.teachers: 1 → 4, 2020-02-19 12:00" in output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--as-of", "yesterday"), "2020-02-19 17:00"),
        (("--since", "2020-02-30"), "2020-02-19 17:00"),
        (("--unit", "411703"), "Did you mean 4117"),
        (("--form", "case"), "cases"),
        (("--days", "0"), "1<=x<=366"),
    ],
)
def test_what_cannot_be_meant_is_wrong_use(home: Settings, arguments: tuple[str, str], says: str) -> None:
    """With what to write instead."""
    assert says in printed(*arguments, code=2)


def test_many_units_are_listed_only_where_something_is_to_be_said(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A country has thousands; --all-units lists them."""
    put_published(home, without=OTHERS[:1])
    monkeypatch.setattr(show_status, "MANY", 5)

    assert "and 11 units of which nothing is lacking" in printed()
    assert line_of(printed(), OTHERS[0])
    assert line_of(printed("--all-units", "--unit", "411700"), COUNTY)


def test_many_forms_are_letters(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifteen columns of words do not fit on a screen."""
    put_published(home, without=OTHERS[:1])
    monkeypatch.setattr(show_status, "WIDE", 2)
    output = printed()

    assert line_of(output, COUNTY).split()[1] == "ooo"
    assert line_of(output, OTHERS[0]).split()[1] == "MMM"
    assert "forms, in this order: screening, isolation, cases" in output
    assert "M missing" in output


def test_clusters_are_named_where_the_office_watches_a_figure(home: Settings) -> None:
    """Twelve new between two days that were stated are ten and more within seven."""
    rule = "{code: flu, disease: influenza, place: school, at_least: 10, days: 7, source: ours, label: {%s}}"
    label = "zh_Hans: 流感样病例, vi: Hội chứng cúm, en: Influenza"
    watched = "{disease: influenza, place: school, form: screening, column: screened, kinds: [district]}"
    path = home.params / "zhumadian" / "alarms.yml"
    path.write_text(f"rules:\n  - {rule % label}\nwatched:\n  - {watched}\n", encoding="utf-8")
    put(home, COUNTY, DAY.replace(day=17), {"screening": screening(1, 2, 3)})
    put(home, COUNTY, DAY, {"screening": screening(3, 6, 9)})
    put(home, OTHERS[0], DAY, {"screening": screening(3, 6, 90)})
    output = printed()

    assert "Clusters on 2020-02-19: 1" in output
    assert f"{COUNTY} 驿城区: 12 new in 7 days, 2 of 7 days stated; influenza, 流感样病例 [flu]" in output
    assert "Clusters" not in printed("--unit", "411700", "--form", "cases").replace("Clusters on 2020-02-19: 0", "")
