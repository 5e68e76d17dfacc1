"""What reports state, figures or entries: that of the revisions in force, and what each revision changed. Pure.

A country states two million figures. Until they stand in their order they are held as numbers: the words for rows and
columns are few, and which report a figure is of says whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

KEY = ["form", "unit", "day"]

NUMBERS = np.int32
"""Holds the place of any report, row or column."""


class Stated(NamedTuple):
    """What was stated, in no order, one line for each cell of each revision.

    Attributes:
        report: id of the report.
        row, column: places in ``rows`` and ``columns``.
        said: figures (float64) or texts (object).
        rows, columns: codes, in order.
    """

    report: NDArray[np.int64]
    row: NDArray[np.int32]
    column: NDArray[np.int32]
    said: NDArray[Any]
    rows: pd.Index[str]
    columns: pd.Index[str]


class Change(NamedTuple):
    """What was stated of one cell by a revision and by the one in force before it; None where it was not stated."""

    form: str
    unit: str
    day: pd.Timestamp
    row: str
    column: str
    before: float | str | None
    after: float | str | None
    received_at: pd.Timestamp


class _Numbered(dict[str, int]):
    """Numbers words as they come."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def collected(parts: Iterable[Sequence[Any]], dtype: str) -> Stated:
    """Return what was stated from tuples of report, row, column and what was said, some thousand at a time.

    Args:
        dtype: of what was said: float64 or object.
    """
    rows, columns = _Numbered(), _Numbered()
    found: list[list[NDArray[Any]]] = [[], [], [], []]
    for part in parts:
        report, row, column, said = zip(*part, strict=True)
        found[0].append(np.array(report, dtype="int64"))
        found[1].append(np.fromiter(map(rows.__getitem__, row), NUMBERS, len(row)))
        found[2].append(np.fromiter(map(columns.__getitem__, column), NUMBERS, len(column)))
        found[3].append(np.array(said, dtype=dtype))
    ids, row_numbers, column_numbers, words = (
        _joined(some, kind) for some, kind in zip(found, ("int64", "int32", "int32", dtype), strict=True)
    )
    row_numbers, column_numbers = _rank(rows)[row_numbers], _rank(columns)[column_numbers]
    return Stated(ids, row_numbers, column_numbers, words, _in_order(rows), _in_order(columns))


def _joined(parts: list[NDArray[Any]], dtype: str) -> NDArray[Any]:
    """Join parts, and let go of them: else all of it would be there twice."""
    whole = np.concatenate(parts) if parts else np.empty(0, dtype=dtype)
    parts.clear()
    return whole


def _rank(words: dict[str, int]) -> NDArray[np.int32]:
    """Return the place in order of each word by its number."""
    return np.argsort(np.array([words[word] for word in sorted(words)], dtype=NUMBERS)).astype(NUMBERS)


def _in_order(words: Iterable[str]) -> pd.Index[str]:
    return pd.Index(sorted(words), dtype="str")


def in_force(stated: Stated, reports: pd.DataFrame, said: str, dtype: str) -> pd.DataFrame:
    """Return what some reports state, in their order, then in that of rows and columns.

    Args:
        stated: also of other reports.
        reports: id, form, unit, day: those in force.
        said: name of the last column.
        dtype: of the last column.

    Returns:
        form, unit, day, row, column and what was said.
    """
    ids = reports["id"].to_numpy()
    by_id = np.argsort(ids).astype(NUMBERS)
    place = np.searchsorted(ids[by_id], stated.report).astype(NUMBERS)
    place[place == len(ids)] = 0
    there = ids[by_id[place]] == stated.report if len(ids) else np.zeros(len(place), dtype=bool)
    of = by_id[place[there]] if len(ids) else place[there]
    cell = (of.astype("int64") * len(stated.rows) + stated.row[there]) * len(stated.columns) + stated.column[there]
    order = np.argsort(cell)
    del cell
    of, there = of[order], np.flatnonzero(there)[order]
    found = {name: reports[name].array.take(of) for name in KEY}
    found |= {"row": stated.rows.take(stated.row[there]).array}
    found |= {"column": stated.columns.take(stated.column[there]).array}
    return pd.DataFrame(found | {said: pd.Series(stated.said[there], dtype=dtype).array}, copy=False)


def changes(arrivals: pd.DataFrame, stated: Stated) -> list[Change]:
    """Return each figure or entry that differs between a revision and the one in force before it.

    Args:
        arrivals: id, form, unit, day, received_at of all revisions, those of one report in the order of their arrival.
    """
    before = arrivals.groupby(KEY)["id"].shift()
    later = arrivals.assign(previous=before)[before.notna()]
    if later.empty:
        return []
    some = np.flatnonzero(np.isin(stated.report, [*later["id"], *later["previous"]]))  # of a country's million a few
    rows, columns = stated.rows[stated.row[some]], stated.columns[stated.column[some]]
    keys = zip(stated.report[some].tolist(), rows, columns, strict=True)
    values = dict(zip(keys, stated.said[some].tolist(), strict=True))
    cells: dict[int, set[tuple[str, str]]] = {}
    for number, row, column in values:
        cells.setdefault(number, set()).add((row, column))
    found = []
    names = ("id", "previous", *KEY, "received_at")
    for number, previous, form, unit, day, arrival in zip(*(later[name].tolist() for name in names), strict=True):
        for row, column in sorted(cells.get(number, set()) | cells.get(previous, set())):
            old, new = values.get((previous, row, column)), values.get((number, row, column))
            if old != new:
                found.append(Change(form, unit, day, row, column, old, new, arrival))
    return found
