"""Every string that is said to a reader is there in Chinese and Vietnamese."""

from __future__ import annotations

import string

import pytest
from babel.messages.pofile import read_po

from thongbao.language import CATALOGS
from translations import PACKAGE, areas, strings_of

AREAS = areas()
LOCALES = ["zh_Hans", "vi"]


def fields(text: str) -> list[str]:
    """Return the places for values in a string."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("area", AREAS)
def test_a_catalog_holds_every_string_of_its_area_and_no_other(area: str, locale: str) -> None:
    """Nothing comes out in English by oversight, nothing is guessed, nothing is left over."""
    with (CATALOGS / locale / f"{area}.po").open("rb") as file:
        catalog = read_po(file, locale=locale)
    messages = {str(m.id): m for m in catalog if m.id}

    assert set(messages) == set(strings_of(AREAS[area]))
    assert not [m.id for m in messages.values() if m.fuzzy or not m.string]
    assert not catalog.obsolete
    assert {k: fields(str(m.string)) for k, m in messages.items()} == {k: fields(k) for k in messages}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_string_that_two_catalogs_hold_is_translated_alike(locale: str) -> None:
    """All catalogs of a locale are one when they are read."""
    found: dict[str, set[str]] = {}
    for path in (CATALOGS / locale).glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                found.setdefault(str(message.id), set()).add(str(message.string))
    found.pop("", None)

    assert {k: v for k, v in found.items() if len(v) > 1} == {}


def test_no_string_hides_from_the_extraction() -> None:
    """A translator that is called on the spot, or inside an f-string, is not seen by the extraction."""
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")

        assert 'locale)("' not in text, path.name
        assert '{t("' not in text, path.name
