"""What a page of the gallery says about changes: sums that count each unit once, and the figures for its script."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest

from support.galleries import HOSTILE, PLACES, office_of
from thongbao.bulletin.changes import Changes
from thongbao.bulletin.gallery_changes import MOST, counts, packed, summed
from thongbao.bulletin.gallery_words import TEXTS


def changes(*each: tuple[str, int], alone: tuple[str, ...] = ()) -> Changes:
    """Editions by stem, with how many of their figures changed; and such as could not be compared."""
    compared = {stem: ("0", tuple((at, "1", "2") for at in range(n))) for stem, n in each}
    return Changes(PLACES, dict.fromkeys((*compared, *alone), "1"), compared)


def told(changes: Changes, many: int = 12) -> Any:
    return summed(office_of(many, "en"), changes, TEXTS)


def test_figures_are_named_by_how_many_units_they_changed_in() -> None:
    """The first is what changed nearly everywhere."""
    found = told(changes(("900000/county_daily.en", 2), ("900001/county_daily.en", 1), ("900002/county_daily.en", 0)))

    assert [(one.place, one.units, one.of) for one in found.most] == [
        ("Cases", "2", "3"),
        (f"Isolation {HOSTILE} / At home / All Total", "1", "3"),
    ]
    assert found.said[0] == "Editions compared: 3. Figures changed in 2; in 1 none did."


def test_a_unit_counts_once_whatever_the_languages_of_its_bulletin() -> None:
    """Its editions say the same; the office's own language is the one that is shown."""
    found = told(
        changes(("900000/county_daily.vi", 1), ("900000/county_daily.en", 1), ("900000/county_daily.zh_Hans", 1))
    )

    assert found.said[0].startswith("Editions compared: 1.")
    assert [(one.units, one.of, one.lang) for one in found.most] == [("1", "1", "en")]


def test_units_in_which_nothing_changed_are_named_where_they_are_few() -> None:
    """A county whose figures stand still is worth a question; a list of hundreds is not read."""
    few = told(changes(("900000/county_daily.en", 1), ("900001/county_daily.en", 0)))
    many = told(changes(*((f"9{n:05}/county_daily.en", 0) for n in range(MOST + 1))))

    assert few.said[1:] == ("No figure changed for Xiping.",)
    assert len(many.said) == 1


def test_editions_that_could_not_be_compared_are_counted() -> None:
    """They are neither changed nor unchanged."""
    found = told(changes(("900000/county_daily.en", 1), alone=("900001/county_daily.en", "900001/county_daily.vi")))

    assert found.said[1] == "Without an edition of that date to compare with: 1."


def test_the_list_of_figures_ends_somewhere() -> None:
    """Ten: the others are in the lines of the units."""
    places = tuple(("", f"Row {n}", "") for n in range(MOST + 5))
    found = Changes(places, {"900000/county_daily.en": "1"}, {
        "900000/county_daily.en": ("0", tuple((n, "1", "2") for n in range(len(places))))
    })  # fmt: skip

    assert len(told(found).most) == MOST


def test_the_script_is_given_counts_and_each_figure() -> None:
    """None is not zero: one was not compared, the other did not change."""
    given = changes(("a/x.en", 2), ("b/x.en", 0), alone=("c/x.en",))
    handed = json.loads(zlib.decompress(base64.b64decode(packed(given))))

    assert counts(given, ["x.en"], ["a", "b", "c"]) == [[2, 0, None]]
    assert handed["of"] == {"a/x.en": [0, "1", "2", 1, "1", "2"]}
    assert handed["places"] == [list(place) for place in PLACES]
    assert packed(changes(("a/x.en", 0))) == ""


@pytest.mark.parametrize("locale", ["zh_Hans", "vi", "en"])
def test_numbers_are_written_as_in_the_language_of_the_office(locale: str) -> None:
    """A country has thousands of units."""
    given = changes(*((f"9{n:05}/county_daily.{locale}", 1) for n in range(1200)))

    (first,) = summed(office_of(1200, locale), given, TEXTS).most

    assert first.units == {"vi": "1.200"}.get(locale, "1,200")


def test_a_country_is_folded_small() -> None:
    """2,850 units with 30 changed figures each: below 400 kB in the page."""
    places = tuple((f"Table {n // 6}", f"Measure {n}", "All Total") for n in range(30))
    figures = {
        f"9{u:05}/county_daily.en": ("0", tuple((n, str(u * 7 % 997), str(u * 11 % 991 + n)) for n in range(30)))
        for u in range(2850)
    }

    assert len(packed(Changes(places, {}, figures))) < 400_000
