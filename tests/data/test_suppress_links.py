"""Where one column is the sum of others, hiding one of them alone hides nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from support.arrivals import a_form
from thongbao.data.suppress import COVER, SHOWN, SMALL
from thongbao.data.suppress_links import linked, spread
from thongbao.records import Form, Rule, Text

SAID = Text(zh_Hans="x", vi="x", en="x")


@dataclass
class Cell:
    """As ``thongbao.data.public`` keeps them."""

    values: np.ndarray
    units: np.ndarray
    areas: dict[str, np.ndarray]


def form_with(*checks: str) -> Form:
    form = a_form("devices")
    columns = tuple(form.columns[0].model_copy(update={"code": code}) for code in ("need", "given", "left", "other"))
    rules = tuple(Rule(code=f"r{n}", check=check, message=SAID) for n, check in enumerate(checks))
    return form.model_copy(update={"columns": columns, "rules": rules})


def test_columns_that_a_rule_makes_equal_are_linked() -> None:
    """Also over several rules, and with a star for the row; a bound links nothing."""
    assert linked(form_with("left.* == need.* - given.*")) == [["need", "given", "left"]]
    assert linked(form_with("need.total == given.total", "left.total == given.total")) == [["need", "given", "left"]]
    assert linked(form_with("need.total <= given.total", "*.total == *.parts")) == []


def test_what_is_hidden_in_one_column_is_hidden_in_all_that_are_linked() -> None:
    """Of the same unit and day, zeros too, and of the same area; what was not stated is not marked."""
    first = Cell(np.array([[5.0, 20.0]]), np.array([[SMALL, SHOWN]], dtype=np.int8), {"all": np.array([SHOWN])})
    other = Cell(np.array([[0.0, np.nan]]), np.array([[SHOWN, SHOWN]], dtype=np.int8), {"all": np.array([COVER])})

    spread([{"total": first}, {"total": other}])

    assert first.units.tolist() == [[SMALL, SHOWN]]
    assert other.units.tolist() == [[COVER, SHOWN]]
    assert first.areas["all"].tolist() == other.areas["all"].tolist() == [COVER]
