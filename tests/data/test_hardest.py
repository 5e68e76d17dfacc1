"""Which units are hardest to get right."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd

from thongbao.data.hardest import hardest
from thongbao.records import Text, Unit

DAY = "2020-02-19"


def units(**names: str) -> list[Unit]:
    return [Unit(code=code, kind="county", names=Text(zh_Hans=name, vi=name, en=name)) for code, name in names.items()]


def reports(*lines: tuple[Any, ...], figures: tuple[tuple[str, float], ...] = ()) -> Any:
    """Reports as (unit, day, revision, state) of the form f, or of the one named fifth; figures as (unit, value)."""
    named = [(*line, "f")[:5] for line in lines]
    columns = ["unit", "day", "revision", "state", "form"]
    return SimpleNamespace(
        reports=pd.DataFrame(named, columns=columns).astype({"day": "datetime64[s]"}),
        figures=pd.DataFrame([(u, DAY, v) for u, v in figures], columns=["unit", "day", "value"]).astype(
            {"day": "datetime64[s]", "value": float}
        ),
    )


def test_each_kind_is_found() -> None:
    """Width counts for the name, not the number of characters; earlier days count for revisions only."""
    data = reports(
        *(("a", DAY, 1, "filled"), ("b", DAY, 1, "filled"), ("c", DAY, 1, "zero")),
        *(("b", "2020-02-18", 3, "filled"), ("a", "2020-02-17", 2, "filled"), ("d", "2020-02-18", 1, "filled")),
        figures=(("a", 7), ("a", 2), ("b", 8), ("c", 0)),
    )

    found = hardest(data, units(a="一二三四", b="abcde", c="c", d="d"), DAY, "zh_Hans")

    assert found == {
        "smallest": "b",
        "zero": "c",
        "missing": "d",
        "longest name": "a",
        "most revisions": "b",
    }


def test_kinds_that_are_not_there_are_left_out() -> None:
    """All reported, nobody twice."""
    data = reports(("a", DAY, 1, "filled"), figures=(("a", 3),))

    assert hardest(data, units(a="a"), DAY, "en") == {"smallest": "a", "longest name": "a"}


def test_before_the_first_report_everybody_is_missing() -> None:
    """Nothing is divided or compared that is not there."""
    assert hardest(reports(), units(a="a", b="bb"), DAY, "en") == {"missing": "a", "longest name": "b"}


def test_where_all_sent_something_the_one_that_lacks_most_of_what_its_like_sent_is_missing() -> None:
    """A school is not held against a county's forms."""
    sent = [
        (unit, DAY, 1, "filled", form) for unit, forms in {"a": "fg", "b": "f", "c": "fgh"}.items() for form in forms
    ]
    school = Unit(code="s", kind="school", names=Text(zh_Hans="s", vi="s", en="s"))
    data = reports(*sent, ("s", DAY, 1, "filled", "f"))

    assert hardest(data, [school, *units(a="a", b="b", c="c")], DAY, "en")["missing"] == "b"
