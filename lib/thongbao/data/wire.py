"""Tables and problems as JSON, between the reading child and its parent. Nothing here can carry code."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from thongbao.data.cells import Cell, Limits, Odd, Place, Problem, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

LENGTH = 8
"""Bytes before an answer that state how long it is."""

STAMP = 8
"""Bytes at the begin of the spool in which the child states, without being asked, which request it is at, from 0."""


def terms(locale: str, limits: Limits) -> str:
    """Return what all requests to a child have in common: it is told when it starts."""
    return json.dumps({"locale": locale, "limits": asdict(limits)})


def parse_terms(told: str) -> tuple[str, Limits]:
    """Return locale and limits."""
    asked = json.loads(told)
    return asked["locale"], Limits(**asked["limits"])


def requests(places: Sequence[tuple[int, int]]) -> bytes:
    """Return lines, each of which asks for some bytes of the spool, from a place on, to be read.

    Args:
        places: where each file begins, and its size; after the last one nothing is asked for the moment.
    """
    more = b"".join([b"%d %d 1\n" % place for place in places[:-1]])
    return more + b"".join([b"%d %d 0\n" % place for place in places[-1:]])


def parse_request(line: bytes) -> tuple[int, int, bool]:
    """Return place and size of a request, and whether more were sent with it."""
    at, size, more = line.split()
    return int(at), int(size), more == b"1"


def tables_answer(tables: list[Table]) -> bytes:
    """Return the answer that holds tables."""
    told = [{"name": t.name, "lines": t.lines, "how": t.how, "rows": t.rows} for t in tables]
    return _ENCODER.encode({"tables": told}).encode("utf-8", "surrogatepass")


def problem_answer(problem: Problem) -> bytes:
    """Return the answer that says why there are no tables."""
    told = {"code": problem.code, "place": problem.place._asdict(), "values": problem.values}
    return _ENCODER.encode({"problem": told}).encode("utf-8", "surrogatepass")


def parse_answer(answer: bytes) -> list[Table] | Problem:
    """Return what a child answered.

    Raises:
        ValueError: the child wrote something else.
    """
    try:
        told: dict[str, Any] = _DECODER.decode(answer.decode("utf-8", "surrogatepass"))
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


# Letters as they are: a third of the bytes of their numbers, and nobody has to take those apart again.
_ENCODER = json.JSONEncoder(default=_told, separators=(",", ":"), check_circular=False, ensure_ascii=False)
_DECODER = json.JSONDecoder(object_hook=_cell)
