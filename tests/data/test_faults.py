"""A fault says where, what and what to do, in the office's language, and nothing from the file can disturb it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from thongbao.data.cells import Place, Problem
from thongbao.data.faults import TEXTS, in_words, visible
from thongbao.language import CATALOGS, catalog
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_fault_is_said_in_every_language(code: str, locale: str) -> None:
    """No placeholder is left, and what was found stands in the sentence."""
    values = tuple((name, f"<{name}>") for name in re.findall(r"\{(\w+)\}", TEXTS[code]))
    fault = in_words(Problem(code, Place("排查", "C9"), values), "0219.xlsx", locale, label="教师")

    assert all(value in fault.message for _, value in values)
    assert "{" not in fault.message
    assert {"0219.xlsx", "排查", "C9", "教师"} <= set(re.split(r"[\s,，“”()（）]|工作表|单元格", fault.where))
    if locale != "en":
        assert TEXTS[code] in catalog(CATALOGS, locale)


def test_what_was_found_is_cut_and_made_visible() -> None:
    """Control characters, direction marks and long texts cannot disturb a line of the report."""
    assert visible("a\tb\r\nc\u202ed\ufeff") == "a\\u0009b\\u000d\\u000ac\\u202ed\\ufeff"
    assert len(visible("x" * 1000)) == 61
    assert visible("\udcff") == "\\udcff"
    assert visible("驿城区 Đông Hưng") == "驿城区 Đông Hưng"


def test_naughty_strings_become_one_printable_line(shared: Path) -> None:
    """Whatever is found in a file, its report stays readable and can be written as UTF-8."""
    for string in json.loads((shared / "corpora/blns/blns.json").read_text()):
        fault = in_words(
            Problem("not-a-number", Place(sheet=string, line=1), (("found", string),)), visible(string), "vi"
        )

        assert len(str(fault).splitlines()) == 1
        assert str(fault).encode("utf-8")
