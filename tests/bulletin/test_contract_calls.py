"""What a cell may call and name: forms, entries and shares, beside figures."""

from __future__ import annotations

import ast

import pytest

from support.everyform import every_form
from thongbao.bulletin.contract_calls import Vocabulary, call_breaches, expression_breaches
from thongbao.bulletin.contract_names import REPORT
from thongbao.report import __all__ as blocks

KNOWN = Vocabulary(every_form(), ("counties",))


def in_cell(source: str) -> list[str]:
    """What is wrong with a cell."""
    return list(call_breaches(ast.parse(source).body, KNOWN))


def test_the_contract_knows_every_block() -> None:
    """``report.__all__``, which may not be imported there."""
    assert list(REPORT) == blocks


@pytest.mark.parametrize(
    "source",
    [
        "report.form_table(day, day.online_learning)",
        "report.form_table(day, day.online_learning, day.online_learning.attended.share_of.due_online)",
        "report.choices_table(day, day.school_opening)",
        "report.tiles(day, day.devices.no_both.share_of.online_learning.due_online)",
        "report.shares_table(day, day.online_learning.attended.g1.share_of.due_online)",
        "report.changes(day, since)",
        "report.together(report.rota(day, day.duty_rota), report.alarms(day))",
    ],
)
def test_a_cell_names_forms_and_shares(source: str) -> None:
    """As ``report`` takes them."""
    assert in_cell(source) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("report.form_table(day)", "takes a form"),
        ("report.rota(day, day.duty_rotas)", "Did you mean duty_rota?"),
        ("report.rota(day, day.duty_rota.remote)", "takes a form"),
        ("report.trend(day, day.cases)", "no column"),
        ("report.tiles(day, day.devices.need.share_of)", "does not say what it is a share of"),
        ("report.tiles(day, day.devices.need.share_of.ned)", "Did you mean need?"),
        ("report.tiles(day, day.devices.need.share_of.online_learning.du)", "has no column du"),
        ("report.tiles(day, day.devices.delivered.share_of.need.g1)", "has no g1"),
    ],
)
def test_what_is_no_form_and_no_share_is_said(source: str, said: str) -> None:
    """With what is near to it."""
    assert any(said in one for one in in_cell(source)), in_cell(source)


@pytest.mark.parametrize(
    "expression",
    [
        "day.school_opening.status.primary",
        "day.duty_rota.state",
        "day.online_learning.as_of",
        "day.online_learning.attended.share_of.due_online.change",
        "day.online_learning.attended.share_of.due_online.g1.counties.coverage",
    ],
)
def test_a_sentence_names_entries_and_shares(expression: str) -> None:
    """And of which day a form's figures are."""
    assert list(expression_breaches(expression, KNOWN)) == []


@pytest.mark.parametrize(
    "expression", ["day.school_opening.status.primary.change", "day.online_learning.attended.share_of.due_online.new"]
)
def test_an_entry_has_no_change_and_a_share_nothing_new(expression: str) -> None:
    """Said before a run."""
    assert len(list(expression_breaches(expression, KNOWN))) == 1
