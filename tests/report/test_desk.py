"""A notebook opened in JupyterLab: empty parameters are filled in, and that is said; never in a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from support.filled import COUNTY, put_published
from thongbao import report
from thongbao.bulletin.execute import execute
from thongbao.errors import EditionFailed, LoadRefused
from thongbao.records import Limits

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings


@pytest.fixture
def desk(home: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A kernel as JupyterLab's server starts it."""
    put_published(home)
    monkeypatch.setenv("THONGBAO_DESK", "1")
    monkeypatch.setenv("JPY_SESSION_NAME", str(home.notebooks / "10_county_daily.ipynb"))
    return home


def test_the_sample_county_is_shown_and_said(desk: Settings) -> None:
    """Above everything else: the parameters cell does not tell."""
    shell = InteractiveShell.instance()
    try:
        with capture_output() as captured:
            shell.run_cell("from thongbao import report\nday = report.load('', '', '')")
        day = shell.user_ns["day"]
    finally:
        InteractiveShell.clear_instance()

    assert day.scope.unit.code == COUNTY
    said = captured.outputs[0].data
    assert COUNTY in said["text/plain"]
    assert "驿城区" in said["text/html"]


def test_only_what_is_empty_is_filled_in(desk: Settings) -> None:
    """A county that was written into the cell is the one that is shown."""
    day = report.load("411724", "", "vi")

    assert (day.scope.unit.code, day.scope.locale, day.scope.last.isoformat()) == ("411724", "vi", "2020-02-19")


def test_the_roll_up_shows_the_whole_office(desk: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server tells which notebook it is."""
    monkeypatch.setenv("JPY_SESSION_NAME", str(desk.notebooks / "90_city_rollup.ipynb"))

    assert report.load("", "", "").scope.unit.code == "411700"


@pytest.mark.parametrize("gone", ["THONGBAO_DESK", "JPY_SESSION_NAME"])
def test_anywhere_else_an_empty_parameter_is_refused(
    desk: Settings, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    """In a terminal of JupyterLab, and in a server without the extension."""
    monkeypatch.delenv(gone)

    with pytest.raises(LoadRefused, match="parameters cell is empty"):
        report.load("", "", "")


def test_a_batch_that_was_started_from_jupyterlab_still_fails(desk: Settings, tmp_path: Path) -> None:
    """A run hands neither variable on."""
    path = desk.notebooks / "10_county_daily.ipynb"
    where = {"THONGBAO_HOME": str(desk.home), "THONGBAO_STORE": desk.store}

    with pytest.raises(EditionFailed, match=r"LoadRefused: The parameters cell is empty.* in cell load"):
        execute(path.read_text(encoding="utf-8"), {}, tmp_path / "work", Limits(), where, "nbclient")
