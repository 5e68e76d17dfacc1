"""Tables and problems as JSON, between the reading child and its parent. Nothing here can carry code."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from thongbao.data.cells import Cell, Limits, Odd, Place, Problem, Table

LENGTH = 8
"""Bytes before an answer that state how long it is."""


def terms(locale: str, limits: Limits) -> str:
    """Return what all requests to a child have in common: it is told when it starts."""
    return json.dumps({"locale": locale, "limits": asdict(limits)})


def parse_terms(told: str) -> tuple[str, Limits]:
    """Return locale and limits."""
    asked = json.loads(told)
    return asked["locale"], Limits(**asked["limits"])


def request(at: int, size: int) -> bytes:
    """Return one line that asks for ``size`` bytes of the spool, from ``at``, to be read."""
    return b"%d %d\n" % (at, size)


def parse_request(line: bytes) -> tuple[int, int]:
    """Return place and size of a request."""
    at, size = line.split()
    return int(at), int(size)


def tables_answer(tables: list[Table]) -> bytes:
    """Return the answer that holds tables."""
    told = [{"name": t.name, "lines": t.lines, "how": t.how, "rows": t.rows} for t in tables]
    return _ENCODER.encode({"tables": told}).encode()


def problem_answer(problem: Problem) -> bytes:
    """Return the answer that says why there are no tables."""
    told = {"code": problem.code, "place": problem.place._asdict(), "values": problem.values}
    return _ENCODER.encode({"problem": told}).encode()


def parse_answer(answer: bytes) -> list[Table] | Problem:
    """Return what a child answered.

    Raises:
        ValueError: the child wrote something else.
    """
    try:
        told: dict[str, Any] = _DECODER.decode(answer.decode())
        if "problem" in told:
            problem = told["problem"]
            values = tuple((str(k), str(v)) for k, v in problem["values"])
            return Problem(problem["code"], Place(**problem["place"]), values)
        return [
            Table(t["name"], tuple(map(tuple, t["rows"])), tuple(t["lines"]), tuple(map(str, t["how"])))
            for t in told["tables"]
        ]
    except (KeyError, TypeError) as error:
        raise ValueError("the answer is of another form") from error


def _told(cell: object) -> object:
    """Return a cell that JSON has no word for as an object with one key."""
    if isinstance(cell, Odd):
        return {"odd": [cell.kind, cell.text]}
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    raise TypeError(f"{type(cell).__name__} is no cell")


def _cell(told: dict[str, Any]) -> Cell | dict[str, Any]:
    """Return the cell that an object stands for; other objects as they are."""
    if len(told) != 1:
        return told
    if "odd" in told:
        return Odd(*told["odd"])
    if "moment" in told:
        return datetime.fromisoformat(told["moment"])
    return date.fromisoformat(told["day"]) if "day" in told else told


_ENCODER = json.JSONEncoder(default=_told, separators=(",", ":"), check_circular=False)
_DECODER = json.JSONDecoder(object_hook=_cell)
