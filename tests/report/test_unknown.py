"""A mistyped name is answered with one sentence."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from IPython.core.interactiveshell import InteractiveShell

from support.filled import COUNTY, put_published
from thongbao import report
from thongbao.errors import UnknownName

if TYPE_CHECKING:
    from thongbao.settings import Settings


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("casse", "no form or value 'casse' here. Did you mean cases?"),
        ("cases.confirmd", "no column or entry 'confirmd'. Did you mean confirmed?"),
        ("cases.confirmed.student", "no row or group 'student'. Did you mean students?"),
    ],
)
def test_the_name_that_was_meant_is_said_and_the_line(home: Settings, name: str, said: str) -> None:
    """No traceback of ours, in JupyterLab and in a run alike."""
    put_published(home)
    shell = InteractiveShell()
    shell.user_ns["day"] = report.load(COUNTY, "2020-02-19", "en")

    with redirect_stdout(StringIO()) as shown:
        shell.run_cell(f"a = 1\nday.{name}")

    assert said in shown.getvalue()
    assert "Cell, line 2" in shown.getvalue()
    assert "Traceback" not in shown.getvalue()


def test_it_is_an_attribute_error_still(home: Settings) -> None:
    """What Python's own functions expect."""
    put_published(home)
    day = report.load(COUNTY, "2020-02-19", "en")

    assert not hasattr(day, "casse")
    with pytest.raises(UnknownName):
        getattr(day.cases, "confirmd")  # noqa: B009 -- that is what a notebook does
