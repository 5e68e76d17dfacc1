"""What the layouts of the bulletins ask for stands on the pages of both sample offices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import test_sample_offices as sample
from support.offices import page
from support.pages import X, parsed, text_of

if TYPE_CHECKING:
    from thongbao.settings import Settings

offices = sample.offices
"""The editions that those tests make, too; made once."""

ROLLUP, LEARNING, DEVICES, DUTY = "city_rollup", "online_learning_all", "devices_network_all", "duty_remote_work_all"


def lines(home: Settings, office: str, name: str, *words: str) -> dict[str, list[str]]:
    """Return head of line -> its other cells, of the first table with all ``words``."""
    return {line[0]: line[1:] for line in sample.table(home, office, name, *words)}


def pictures(home: Settings, office: str, name: str) -> list[str]:
    """Return what is said of each picture of a page."""
    return [one.get("alt", "") for one in parsed(page(home, office, name)).iter(f"{X}img")]


def test_rates_are_told_per_ten_thousand_and_not_of_few(offices: Settings) -> None:
    """Confirmed of those screened: relatives and both groups of units have a rate, teachers and students none."""
    found = lines(offices, "zhumadian", f"411700/{ROLLUP}", "每10,000人", "师生亲属", "市直")

    assert found["教师"][0] == "1"
    assert found["教师"][2].startswith("u")
    assert re.fullmatch(r"\d+\.\d", found["师生亲属"][2])
    assert re.fullmatch(r"\d+\.\d", found["市直"][2])


def test_new_cases_of_a_week_are_told_by_level(offices: Settings) -> None:
    """Upper secondary has five or more in the province; relatives have no number they are of."""
    found = lines(offices, "thai-binh", f"34/{ROLLUP}", "Trẻ mầm non", "Học sinh tiểu học", "10.000")

    assert found["Học sinh trung học phổ thông"][0] == "5"
    assert found["Học sinh trung học phổ thông"][2] not in ("", "u")
    assert found["Ca xác nhận mới trong tuần ở người thân"][1] == "z"


def test_weeks_are_drawn_and_named(offices: Settings) -> None:
    """Participation, timetables, deliveries, and new cases per 10,000: each with its weeks in words."""
    learning = "".join(pictures(offices, "thai-binh", f"34/{LEARNING}"))
    rates = "".join(pictures(offices, "thai-binh", f"34/{ROLLUP}"))
    devices = "".join(pictures(offices, "zhumadian", f"411700/{DEVICES}"))

    assert re.search(r"27/8: \d+,\d%; 3/9: \d+,\d%; 10/9: \d+,\d%", learning)
    assert "10.000" in rates
    assert "逐周图" in devices


def test_one_gap_is_shown_of_both_wholes(offices: Settings) -> None:
    """Pupils without a device: of those due online and of all enrolled, each with n/N, and beside what remains."""
    found = lines(offices, "zhumadian", f"411700/{DEVICES}", "共计", "占在籍学生")
    due, enrolled = found["共计"][1:3]

    assert [re.fullmatch(r"([\d,]+)/([\d,]+)（\d+\.\d%） d i", one) is not None for one in (due, enrolled)] == [
        True
    ] * 2
    assert due.split("/")[1] != enrolled.split("/")[1]
    assert re.match(r"[-−]145", found["与上述之和的差额"][0])


def test_two_forms_that_differ_are_both_shown(offices: Settings) -> None:
    """Devices handed over and devices brought home differ in one unit of each office."""
    assert "确山县（−12）" in sample.shown(offices, "zhumadian", f"411700/{DEVICES}")
    assert "huyện Kiến Xương (−20)" in sample.shown(offices, "thai-binh", f"34/{DEVICES}")


def test_the_health_authority_stands_beside_education(offices: Settings) -> None:
    """137 residents confirmed in the city on that day, as published; education states its own."""
    found = sample.table(offices, "zhumadian", f"411700/{ROLLUP}", "对照数字")

    assert found[1][3] == "137"
    assert re.fullmatch(r"\d+\.\d%", found[1][5])


def test_clusters_are_listed_by_school_and_unit(offices: Settings) -> None:
    """A watched one first, with the rule it meets; a closed one after it."""
    found = sample.table(offices, "thai-binh", f"34/{ROLLUP}", "Đang theo dõi", "Đã kết thúc")

    assert [line[-1] for line in found[1:]] == ["Đang theo dõi", "Đã kết thúc"]
    assert found[1][-2] == "Hội chứng cúm"


def test_the_rota_is_held_against_what_was_kept(offices: Settings) -> None:
    """Days led as planned by unit; the unit that had nobody is named."""
    found = lines(offices, "zhumadian", f"411700/{DUTY}", "与安排一致")
    said = sample.shown(offices, "zhumadian", f"411700/{DUTY}")

    assert found["上蔡县"][:2] == ["5/5（100.0%）", "4/5（80.0%）"]
    assert found["新蔡县"][0] == "4/5（80.0%）"
    assert "无负责人在岗：新蔡县（2月13日）" in said
    assert "值班室（分机" in said


def test_allowances_are_multiplied_and_apart(offices: Settings) -> None:
    """What is approved is no part of what is proposed."""
    found = [line for line in sample.table(offices, "zhumadian", f"411700/{DUTY}", "金额") if line[0] == "全部单位"]

    assert {line[-1] for line in found} == {"建议", "已批准"}
    assert all(line[3].rstrip("d i").replace(",", "").strip().isdecimal() for line in found)


@pytest.mark.parametrize(("office", "unit"), [("zhumadian", "411722"), ("thai-binh", "338")])
def test_platforms_are_counted(offices: Settings, office: str, unit: str) -> None:
    """Schools by platform, of each unit."""
    found = [text_of(one) for one in parsed(page(offices, office, f"{unit}/online_learning")).iter(f"{X}table")]

    assert any("Zalo" in one and "OLM" in one for one in found)


def test_two_weeks_are_compared(offices: Settings) -> None:
    """States and new ones, with how many units are in both."""
    found = lines(offices, "zhumadian", f"411700/{ROLLUP}", "与前一周之比")

    assert re.fullmatch(r"1[0-2]/12个单位", found["累计排查（新增）"][-1])
    assert len(found) == 6


def test_inspections_stand_in_the_bulletin_on_learning(offices: Settings) -> None:
    """What was found in schools belongs to how they teach."""
    assert sample.table(offices, "zhumadian", "411722/online_learning", "受检单位")
