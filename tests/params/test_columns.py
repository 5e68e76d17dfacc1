"""Rows, columns and entries of a form fit each other; each slip is said at its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.officefiles import faults_of

if TYPE_CHECKING:
    from thongbao.settings import Settings

FORM = """\
code: own
version: 1
title: {zh_Hans: 表, vi: Biểu, en: Own}
filled_by: [county]
cut_off: 17:00
lines: 3
key: [what]
entries:
  - code: what
    kind: text
    label: {zh_Hans: 事项, vi: Việc, en: What}
  - code: state
    kind: choice
    label: {zh_Hans: 状态, vi: Tình trạng, en: State}
    choices:
      - {code: yes_it_is, label: {zh_Hans: 是, vi: Có, en: Done}, needs: [n]}
      - {code: not_yet, label: {zh_Hans: 否, vi: Chưa, en: Open}}
columns:
  - code: n
    label: {zh_Hans: 数, vi: Số, en: Number}
    unit: {zh_Hans: 个, vi: cái, en: pieces}
    basis: stock
    required: false
    needs: [what]
"""


def put(home: Settings, text: str) -> None:
    (home.params / "forms" / "own.yml").write_text(text, encoding="utf-8")
    office = home.params / "zhumadian" / "office.yml"
    named = office.read_text(encoding="utf-8").replace("forms: [", "forms: [own, ")
    office.write_text(named, encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("lines: 3\n", "", "no-rows", None),
        ("key: [what]", "key: [n]", "unknown-column", 7),
        ("needs: [what]", "needs: [wath]", "unknown-column", 24),
        ("needs: [n]", "needs: [m]", "unknown-column", 16),
        ("kind: text", "kind: choice", "bad-choices", 9),
        ("code: n\n", "code: what\n", "duplicate-code", None),
        ("code: not_yet", "code: yes_it_is", "duplicate-code", 17),
        ("en: Open", "en: Có", "label-twice", 17),
        ("zh_Hans: 否", "zh_Hans: –", "label-twice", 17),
        ("lines: 3", "rows:\n  - {code: 7, label: {zh_Hans: 七, vi: Bảy, en: Seven}}", "bad-code", 7),
        ("lines: 3", "lines: 3\nrows:\n  - {code: a, label: {zh_Hans: 甲, vi: A, en: A}}", "rows-and-lines", 7),
    ],
)
def test_each_slip_is_said_at_its_line(home: Settings, old: str, new: str, code: str, line: int | None) -> None:
    """The author of a form learns what to change, and where."""
    assert old in FORM
    put(home, FORM.replace(old, new, 1))

    found = [fault for fault in faults_of(home) if fault.code == code]
    assert found
    assert all("own.yml" in fault.where for fault in found)
    if line:
        assert f"own.yml line {line}" in found[0].where


def test_a_form_that_asks_for_nothing_is_refused(home: Settings) -> None:
    """It could only be late."""
    put(home, FORM[: FORM.index("key:")])

    assert "no-columns" in {fault.code for fault in faults_of(home)}


def test_a_rule_that_no_row_can_break_is_said(home: Settings) -> None:
    """Its author believes that it is held."""
    rule = "rules:\n  - {code: never, check: '*.total == *.parts', message: {zh_Hans: 甲, vi: A, en: A}}\n"
    put(home, FORM + rule)

    assert "rule-never-held" in {fault.code for fault in faults_of(home)}
