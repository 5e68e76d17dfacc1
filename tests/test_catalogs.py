"""Every string that is said to a reader is there in Chinese and Vietnamese."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from conftest import PROJECT
from thongbao.bulletin.neutral import alarming
from thongbao.language import CATALOGS
from thongbao.params.office import read_office
from translations import PACKAGE, areas, strings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from babel.messages.catalog import Catalog, Message

AREAS = areas()
LOCALES = ["zh_Hans", "vi"]
SAME: set[str] = set()
"""Strings that read alike in two languages."""


def fields(text: str) -> list[str]:
    """Return the places for values in a string."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def faults(catalog: Catalog, strings: set[str]) -> list[str]:
    """What is wrong with a catalog that should hold exactly ``strings``."""
    messages = {str(m.id): m for m in catalog if m.id}
    found = [f"missing: {string}" for string in strings - set(messages)]
    found += [f"left over: {string}" for string in set(messages) - strings]
    found += [f"obsolete: {string}" for string in catalog.obsolete]
    for text, message in messages.items():
        said = str(message.string)
        if message.fuzzy or not said.strip():
            found.append(f"{'fuzzy' if message.fuzzy else 'untranslated'}: {text}")
        elif fields(said) != fields(text):
            found.append(f"other placeholders: {text}")
        elif said == text and re.search("[A-Za-z]{3}", re.sub(r"{.*?}", "", text)) and text not in SAME:
            found.append(f"still English: {text}")
    return found


def shipped(area: str, locale: str) -> Catalog:
    """A catalog of the package."""
    with (CATALOGS / locale / f"{area}.po").open("rb") as file:
        return read_po(file, locale=locale)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("area", AREAS)
def test_a_catalog_holds_every_string_of_its_area_and_no_other(area: str, locale: str) -> None:
    """Nothing comes out in English by oversight, nothing is guessed, nothing is left over."""
    assert faults(shipped(area, locale), set(strings_of(AREAS[area]))) == []


SPOILT: dict[str, Callable[[Message], object]] = {
    "untranslated": lambda message: setattr(message, "string", ""),
    "fuzzy": lambda message: message.flags.add("fuzzy"),
    "other placeholders": lambda message: setattr(message, "string", f"{message.string} {{more}}"),
    "still English": lambda message: setattr(message, "string", message.id),
    "left over": lambda message: setattr(message, "id", "gone {date}"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_catalog_is_seen(how: str) -> None:
    """The test above can fail, in each of its ways."""
    catalog, strings = shipped("bulletin", "vi"), set(strings_of(AREAS["bulletin"]))
    SPOILT[how](catalog["Figures as of {date}"])

    assert [fault.split(":")[0] for fault in faults(catalog, strings) if not fault.startswith("missing")] == [how]


def said() -> Iterator[tuple[str, str, str]]:
    """Where, locale and text of everything that the project says: catalogs, notebooks, forms, bulletins, groups."""
    for folder in (CATALOGS, PROJECT / "notebooks" / "locale"):
        for path in sorted(folder.glob("*/*.po")):
            locale = path.parent.name
            with path.open("rb") as file:
                for message in read_po(file, locale=locale):
                    yield path.name, "en", str(message.id)
                    yield path.name, locale, str(message.string)
    for path in sorted((PROJECT / "params").glob("*")):
        if (path / "office.yml").is_file():
            params = read_office(PROJECT / "params", path.name)
            for part in (*params.forms, *params.bulletins, params.office):
                yield from texts(str(path.name), part.model_dump())


def texts(where: str, value: object) -> Iterator[tuple[str, str, str]]:
    """The texts in three languages inside settings, however deep."""
    if isinstance(value, dict) and set(value) == {"zh_Hans", "vi", "en"}:
        yield from ((where, locale, text) for locale, text in value.items())
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from texts(f"{where}.{name}", part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts(where, part)


def test_everything_that_is_said_is_neutral() -> None:
    """No fear, no hyperbole, no judgement, no stigma: bulletin/alarming.csv has the words and what to write instead."""
    every = list(said())

    assert len(every) > 1000
    assert {locale for _, locale, _ in every} == {"en", *LOCALES}
    assert [(where, term, text) for where, locale, text in every if (term := alarming(text, locale))] == []


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
