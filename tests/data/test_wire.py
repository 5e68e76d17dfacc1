"""What the child read is what the parent gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.cells import Limits, Odd, Place, Problem, Table
from thongbao.data.wire import (
    parse_answer,
    parse_request,
    parse_terms,
    problem_answer,
    requests,
    tables_answer,
    terms,
)

ODD = st.builds(Odd, st.text(), st.text())
ANY = st.text(st.characters())  # halves of surrogate pairs too, which a file may have
CELLS = st.one_of(st.none(), ANY, st.booleans(), st.floats(allow_nan=False), st.dates(), st.datetimes(), ODD)


ROWS = st.lists(st.lists(CELLS, max_size=4).map(tuple), max_size=4).map(tuple)
TABLES = st.lists(st.builds(Table, st.text(), ROWS, st.lists(st.integers()).map(tuple)), max_size=3)


@given(TABLES)
def test_tables_come_through_unchanged(tables: list[Table]) -> None:
    """Every kind of cell keeps its kind."""
    assert parse_answer(tables_answer(tables)) == tables


@given(st.text(), st.text(), st.dictionaries(st.text(), st.text()))
def test_problems_come_through_unchanged(code: str, sheet: str, values: dict[str, str]) -> None:
    """Code, place and values are what the words are made of."""
    problem = Problem(code, Place(sheet=sheet, line=3), tuple(values.items()))

    assert parse_answer(problem_answer(problem)) == problem


def test_requests_come_through_unchanged() -> None:
    """The child keeps to the parent's limits."""
    asked = requests([(3, 7), (10, 0)]).splitlines(keepends=True)
    assert [parse_request(line) for line in asked] == [(3, 7, True), (10, 0, False)]
    assert requests([]) == b""
    assert parse_terms(terms("vi", Limits(rows=5))) == ("vi", Limits(rows=5))


@pytest.mark.parametrize(
    "answer", [b"", b"{}", b"[]", b'{"tables": [{}]}', b'{"problem": 3}', b"\xff", b'{"tables": 1}']
)
def test_an_answer_of_another_form_is_known(answer: bytes) -> None:
    """A child that was brought down may write anything; the file is refused for it, and no other."""
    with pytest.raises(ValueError, match=r"."):
        parse_answer(answer)
