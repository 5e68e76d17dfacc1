"""Values that stand in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from support.filled import COUNTY, put_published, rename
from thongbao import report
from thongbao.errors import NotebookInvalid
from thongbao.records import INLINE_MIME

if TYPE_CHECKING:
    from thongbao.settings import Settings


@pytest.mark.parametrize("value", [None, math.nan, math.inf, pd.NaT, pd.NA, "", "  ", 1.5, True, [1], object()])
def test_what_does_not_read_as_text_is_refused_with_its_expression(value: object) -> None:
    """No page ever says None or nan."""
    with pytest.raises(NotebookInvalid, match=r"day\.x"):
        report.inline({"day.x": value})


def test_values_are_given_escaped_for_the_page_and_plain_for_the_letter(home: Settings) -> None:
    """A county's name cannot become markup, and reads as itself in plain text."""
    rename(home, COUNTY, "<script>alert('Tha\u0301i')</script>")
    put_published(home)
    day = report.load(COUNTY, "2020-02-19", "en")
    found = report.inline({"day.unit": day.unit, "n": day.cases.confirmed, "k": 3})._repr_mimebundle_()[INLINE_MIME]

    assert found["day.unit"]["html"] == "&lt;script&gt;alert(&#x27;Thái&#x27;)&lt;/script&gt;"
    assert found["day.unit"]["text"] == "<script>alert('Thái')</script>"
    assert found["n"] == {"html": "18", "text": "18"}
    assert found["k"]["text"] == "3"


def test_a_value_shows_alike_in_jupyterlab(home: Settings) -> None:
    """Live in JupyterLab and in a run the same words stand there."""
    put_published(home)
    day = report.load(COUNTY, "2020-02-19", "vi")

    assert repr(day.cases.confirmed) == str(day.cases.confirmed) == "18"
    assert day.screening.screened._repr_html_() == "13.751"
    assert repr(day.cases.suspected.teachers) == "chưa nêu"
