"""Tables and problems as JSON, between the reading child and its parent. Nothing here can carry code."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from thongbao.data.cells import Cell, Limits, Odd, Place, Problem, Table


def request(size: int, locale: str, limits: Limits) -> bytes:
    """Return one line that asks for the first ``size`` bytes of the spool to be read."""
    return json.dumps({"size": size, "locale": locale, "limits": asdict(limits)}).encode() + b"\n"


def parse_request(line: bytes) -> tuple[int, str, Limits]:
    """Return size, locale and limits of a request."""
    asked = json.loads(line)
    return asked["size"], asked["locale"], Limits(**asked["limits"])


def tables_answer(tables: list[Table]) -> bytes:
    """Return the answer that holds tables."""
    told = [
        {"name": t.name, "lines": t.lines, "rows": [[_told(cell) for cell in row] for row in t.rows]} for t in tables
    ]
    return json.dumps({"tables": told}).encode()


def problem_answer(problem: Problem) -> bytes:
    """Return the answer that says why there are no tables."""
    return json.dumps({"problem": asdict(problem)}).encode()


def parse_answer(answer: bytes) -> list[Table] | Problem:
    """Return what a child answered.

    Raises:
        ValueError: the child wrote something else.
    """
    told: dict[str, Any] = json.loads(answer)
    if "problem" in told:
        problem = told["problem"]
        values = tuple((str(k), str(v)) for k, v in problem["values"])
        return Problem(problem["code"], Place(**problem["place"]), values)
    return [
        Table(t["name"], tuple(tuple(_cell(cell) for cell in row) for row in t["rows"]), tuple(t["lines"]))
        for t in told["tables"]
    ]


def _told(cell: Cell) -> object:
    if isinstance(cell, Odd):
        return {"odd": [cell.kind, cell.text]}
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell


def _cell(told: Any) -> Cell:
    if not isinstance(told, dict):
        return told  # type: ignore[no-any-return]
    if "odd" in told:
        return Odd(*told["odd"])
    return datetime.fromisoformat(told["moment"]) if "moment" in told else date.fromisoformat(told["day"])
