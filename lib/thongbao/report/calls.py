"""What all calls of a notebook have in common: they begin with ``day``, and what they show says whose it is."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from functools import wraps
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

from thongbao.errors import NotebookInvalid, UnknownName
from thongbao.report.blocks import Block
from thongbao.report.day import Day
from thongbao.report.form_measures import FormMeasures
from thongbao.report.measures import Measure
from thongbao.report.shares import Share, ShareOf
from thongbao.report.whose import whose
from thongbao.report.writings import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

P = ParamSpec("P")
T = TypeVar("T")

NAMES: dict[type, str] = {
    Measure: "measures, e.g. day.cases.confirmed",
    Share: "shares, e.g. day.online_learning.attended.share_of.due_online",
    Entry: "entries, e.g. day.school_opening.status",
    FormMeasures: "forms, e.g. day.cases",
}


def of_day(
    call: Callable[P, T],
    measures: int | None = None,
    *,
    public: bool = False,
    takes: tuple[type, ...] = (Measure,),
    form: bool = False,
) -> Callable[P, T]:
    """Return ``call`` so that it refuses what is not a Day in a sentence, and its Block says whose figures it shows.

    Args:
        call: takes a Day first.
        measures: the fewest measures that must follow; None where none follow.
        takes: of which types these are.
        form: whether a form comes between the day and them.
        public: whether it may stand in a bulletin for the public: it shows only what ``day.public`` or the measures
            give it, and adds nothing up itself.
    """
    name = f"report.{call.__name__}"

    @wraps(call)
    def checked(*args: P.args, **kwargs: P.kwargs) -> T:
        day = args[0] if args else kwargs.get("day")
        if not isinstance(day, Day):
            given = f"was given {_described(day)}" if args else "was given nothing"
            raise NotebookInvalid(f"The first argument of {name} is day, as report.load gave it. It {given}.")
        if day.public is not None and not public:
            raise NotebookInvalid(
                f"{name} is for internal bulletins: it may show what a public one must hide. Take it out."
            )
        rest = [*args[1:], *(v for k, v in kwargs.items() if k != "day")]
        if form:
            _check_form(name, rest[:1])
        if measures is not None:
            _check_measures(name, rest[1:] if form else rest, measures, takes)
        shown = call(*args, **kwargs)
        return replace(shown, whose=whose(day)) if isinstance(shown, Block) else shown

    return checked


def _check_form(name: str, given: list[object]) -> None:
    if not given or not isinstance(given[0], FormMeasures):
        said = f"was given {_described(given[0])}" if given else "was given none"
        raise NotebookInvalid(f"After day, {name} takes a form, e.g. day.cases. It {said}.")


def _check_measures(name: str, given: list[object], fewest: int, takes: tuple[type, ...]) -> None:
    wrong = [one for one in given if not isinstance(one, takes)]
    if wrong or len(given) < fewest:
        said = f"was given {_described(wrong[0])}" if wrong else "was given none" if not given else "was given too few"
        wanted = "; or ".join(NAMES[kind] for kind in takes)
        raise NotebookInvalid(f"After day, {name} takes {wanted}. It {said}.")


def _described(given: object) -> str:
    if isinstance(given, FormMeasures):
        return f"a form: name a column of it, day.{given.form.code}.{given.form.measured()[0].code}"
    if isinstance(given, (Measure, ShareOf)):
        part = given if isinstance(given, Measure) else given.part
        end = "" if isinstance(given, Measure) else ".share_of without its whole"
        return f"a measure: day.{part.form.code}.{part.column.code}{end}"
    if isinstance(given, Share):
        return f"a share: day.{given.part.form.code}.{given.part.column.code}.share_of.{given.whole.column.code}"
    if isinstance(given, Entry):
        return f"an entry: day.{given.form.code}.{given.entry.code}"
    return f"{type(given).__name__} {ascii(given)[:60]}"


def no_such_name(name: str, known: Iterable[str]) -> NoReturn:
    """Refuse a name that ``report`` does not have.

    Raises:
        UnknownName: with those that are near to it.
    """
    near = get_close_matches(name, list(known), n=1)
    hint = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(known)}."
    raise UnknownName(f"report has no {name}. {hint}")
