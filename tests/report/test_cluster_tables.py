"""Clusters by school, watched ones first, with the rules that they certainly meet."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from support.content import cluster, content, reports
from support.days import CITY, FRIDAY, UNITS, Said, day_of, params
from thongbao import report
from thongbao.errors import NotebookInvalid
from thongbao.records import AlarmSettings

RULES = Path(__file__).resolve().parents[2] / "params" / "alarms.yml"
ALARMS = AlarmSettings.model_validate(yaml.load(RULES.read_text(encoding="utf-8"), yaml.CSafeLoader))
"""The rules that are shipped."""


def lines(text: str) -> list[str]:
    """Return the lines of a block's text, without double spaces."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_watched_cluster_comes_before_a_closed_one() -> None:
    """And meets its rule: eleven within six days; the same number over a month need not have."""
    day = day_of(reports(), CITY, office=params(ALARMS))
    told = lines(report.clusters_table(day, day.clusters).text)

    assert "(21 February 2020; watched: 1 of 2; in 1 of 4 units)" in told[0]
    assert told[2].startswith("Yicheng School A The school Influenza-like illness 15 Feb 20 Feb 11 Influenza-like")
    assert told[3] == "Xiping School B The school Influenza-like illness 2 Jan 30 Jan 11 – Closed"


def test_days_in_the_wrong_order_meet_no_rule() -> None:
    """A span below zero is a slip of the clerk, not an alarm."""
    said = [Said("clusters", UNITS[0], FRIDAY, cluster("School", 40, "2020-02-20", "2020-02-10"))]
    day = day_of(said, CITY, office=params(ALARMS))

    assert (
        "Influenza-like illness 20 Feb 10 Feb 40 – Watched" in lines(report.clusters_table(day, day.clusters).text)[2]
    )


def test_no_cluster_and_no_report_are_two_things() -> None:
    """A unit that said there is none, and units that never sent the list."""
    none = day_of([Said("clusters", UNITS[0], FRIDAY, None)], CITY)
    silent = day_of([], CITY)

    assert "none is watched" in report.clusters_table(none, none.clusters).text
    assert "no unit has ever reported one" in report.clusters_table(silent, silent.clusters).text


def test_what_a_clerk_typed_keeps_the_language_of_the_office() -> None:
    """On an English page a school's name is Chinese, and all that was chosen is English."""
    day = content()
    chinese = content(locale="zh_Hans")

    assert ' lang="zh-Hans">School A</td>' in report.clusters_table(day, day.clusters).html
    assert "lang=" not in report.clusters_table(chinese, chinese.clusters).html


def test_the_public_sees_no_school() -> None:
    """A school and the dates of its cases point at people."""
    day = content(public=True)

    assert "School A" not in report.clusters_table(day, day.clusters).html


def test_another_list_is_refused() -> None:
    """With what it lacks."""
    day = content()

    with pytest.raises(NotebookInvalid, match="within"):
        report.clusters_table(day, day.inspections)
    with pytest.raises(NotebookInvalid, match="lists"):
        report.clusters_table(day, day.cases)
