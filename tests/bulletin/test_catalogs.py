"""Everything that pages and galleries say is said in all three languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import thongbao.bulletin
from thongbao.language import CATALOGS, translator

FILES = ("body", "check", "check_pictures", "gallery", "markdown", "masthead", "render", "sanitize", "shelf", "visible")
FOLDER = Path(str(thongbao.bulletin.__file__)).parent
MESSAGES = {
    str(message)
    for name in FILES
    for _, message, _, _ in extract_from_file("python", FOLDER / f"{name}.py", keywords={"t": None, "N_": None})
}


@pytest.mark.parametrize("locale", ["zh_Hans", "vi"])
def test_the_catalog_of_the_pages_is_complete_and_holds_nothing_else(locale: str) -> None:
    """No fuzzy, no missing, no left-over message; every place for a value is kept."""
    with (CATALOGS / locale / "bulletin.po").open("rb") as file:
        catalog = {str(m.id): m for m in read_po(file, locale=locale) if m.id}

    assert set(catalog) == MESSAGES
    for text, message in catalog.items():
        assert message.string, text
        assert not message.fuzzy, text
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", str(message.string))), text
        assert translator(locale)(text) == message.string, "another catalog says it differently"
