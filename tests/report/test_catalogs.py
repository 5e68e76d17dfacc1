"""Every string of the blocks is there in Chinese and Vietnamese."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import thongbao.report
from thongbao.language import CATALOGS

SOURCES = Path(thongbao.report.__file__).parent
SAID = {
    str(message)
    for _, _, message, _, _ in extract_from_dir(SOURCES, [("**.py", "python")], keywords={"t": None, "N_": None})
}


def _fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("locale", ["zh_Hans", "vi"])
def test_the_catalog_holds_every_string_and_no_other(locale: str) -> None:
    """Nothing comes out in English by oversight, nothing is guessed, nothing is left over."""
    with (CATALOGS / locale / "report.po").open("rb") as file:
        catalog = read_po(file, locale=locale)
    messages = {str(m.id): m for m in catalog if m.id}

    assert set(messages) == SAID
    assert not [m.id for m in messages.values() if m.fuzzy or not m.string]
    assert not catalog.obsolete
    assert {k: _fields(str(m.string)) for k, m in messages.items()} == {k: _fields(k) for k in messages}


@pytest.mark.parametrize("locale", ["zh_Hans", "vi"])
def test_a_string_that_two_catalogs_hold_is_translated_alike(locale: str) -> None:
    """All catalogs of a locale are one when they are read."""
    found: dict[str, set[str]] = {}
    for path in (CATALOGS / locale).glob("*.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id in SAID:
                    found.setdefault(str(message.id), set()).add(str(message.string))

    assert {k: v for k, v in found.items() if len(v) > 1} == {}


def test_no_string_hides_from_the_extraction() -> None:
    """A translator that is called on the spot, or inside an f-string, is not seen by the extraction."""
    for path in SOURCES.glob("*.py"):
        text = path.read_text(encoding="utf-8")

        assert 'locale)("' not in text, path.name
        assert "{t(" not in text, path.name
