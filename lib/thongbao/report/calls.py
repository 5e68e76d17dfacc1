"""What all calls of a notebook have in common: they begin with ``day``, and what they show says whose it is."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from functools import wraps
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

from thongbao.errors import NotebookInvalid, UnknownName
from thongbao.report.blocks import Block
from thongbao.report.day import Day
from thongbao.report.measures import FormMeasures, Measure
from thongbao.report.whose import whose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

P = ParamSpec("P")
T = TypeVar("T")


def of_day(call: Callable[P, T], measures: int | None = None) -> Callable[P, T]:
    """Return ``call`` so that it refuses what is not a Day in a sentence, and its Block says whose figures it shows.

    Args:
        call: takes a Day first.
        measures: the fewest measures that must follow; None where none follow.
    """
    name = f"report.{call.__name__}"

    @wraps(call)
    def checked(*args: P.args, **kwargs: P.kwargs) -> T:
        day = args[0] if args else kwargs.get("day")
        if not isinstance(day, Day):
            given = f"was given {_described(day)}" if args else "was given nothing"
            raise NotebookInvalid(f"The first argument of {name} is day, as report.load gave it. It {given}.")
        if measures is not None:
            _check_measures(name, [*args[1:], *(v for k, v in kwargs.items() if k != "day")], measures)
        shown = call(*args, **kwargs)
        return replace(shown, whose=whose(day)) if isinstance(shown, Block) else shown

    return checked


def _check_measures(name: str, given: list[object], fewest: int) -> None:
    wrong = [one for one in given if not isinstance(one, Measure)]
    if wrong or len(given) < fewest:
        said = f"was given {_described(wrong[0])}" if wrong else "was given none"
        raise NotebookInvalid(f"After day, {name} takes measures, e.g. day.cases.confirmed. It {said}.")


def _described(given: object) -> str:
    if isinstance(given, FormMeasures):
        return f"a form: name a column of it, day.{given.form.code}.{given.form.columns[0].code}"
    if isinstance(given, Measure):
        return f"a measure: day.{given.form.code}.{given.column.code}"
    return f"{type(given).__name__} {ascii(given)[:60]}"


def no_such_name(name: str, known: Iterable[str]) -> NoReturn:
    """Refuse a name that ``report`` does not have.

    Raises:
        UnknownName: with those that are near to it.
    """
    near = get_close_matches(name, list(known), n=1)
    hint = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(known)}."
    raise UnknownName(f"report has no {name}. {hint}")
