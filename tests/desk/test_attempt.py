"""A notebook is tried: everything that is wrong is said, and shown where it is wrong."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.unrun import code, notebook, text
from thongbao.desk.attempt import attempt
from thongbao.desk.trial import Trial

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from thongbao.settings import Settings


def tried(home: Settings, *cells: NotebookNode, name: str = "10_county_daily.ipynb", **how: object):
    path = home.notebooks / name
    path.write_text(notebook(*cells, **how), encoding="utf-8")  # type: ignore[arg-type]
    bulletin = "county_daily" if name == "10_county_daily.ipynb" else ""
    trial = Trial(path, home.home, home.store, "zhumadian", bulletin, "411702", date(2020, 2, 19), "zh_Hans")
    return attempt(trial)


def test_a_page_is_shown_with_what_is_not_in_order(home: Settings) -> None:
    """It came out; the contract is not kept, which does not stop a run."""
    found = tried(home)

    assert "驿城区" in found.page
    assert not found.stops
    assert any("name and order them so" in str(remark) for remark in found.remarks)


def test_an_error_is_shown_behind_its_cell_with_its_line(home: Settings) -> None:
    """The cells before it are there, those after it are not."""
    found = tried(home, code("a = 1\nnothing", "broken"), text("## 之后", "after"))

    (stopped,) = [remark for remark in found.remarks if remark.stops and remark.line]
    assert (stopped.cell, stopped.line) == ("broken", 2)
    assert "NameError" in stopped.message
    assert found.page.index("<table") < found.page.index("NameError")
    assert "之后" not in found.page


def test_prose_without_a_translation_is_shown_in_english_and_said(home: Settings) -> None:
    """Who edits prose sees it at once; a run in this language would be refused."""
    found = tried(home, text("## Something **new** here", "fresh"))

    assert "Something <strong>new</strong> here" in found.page
    assert any(remark.cell == "fresh" and "no translation" in remark.message for remark in found.remarks)
    assert found.stops


def test_a_parameter_that_was_left_filled_in_is_overwritten_and_said(home: Settings) -> None:
    """The page is that of the unit that was asked for."""
    found = tried(home, parameters='county: str = "411721"\ndate: str = ""\nlocale: str = ""\noffice: str = ""')

    assert "驿城区" in found.page
    assert any("county was left as '411721'" in str(remark) for remark in found.remarks)


def test_a_notebook_that_no_bulletin_names_can_be_seen_all_the_same(home: Settings) -> None:
    """That is how one begins."""
    found = tried(home, name="77_new_one.ipynb")

    assert "驿城区" in found.page
    assert any("No bulletin in params/zhumadian/bulletins.yml names this notebook" in str(r) for r in found.remarks)


@pytest.mark.parametrize("content", ["", "{", "[]"])
def test_what_is_no_notebook_is_said_and_there_is_no_page(home: Settings, content: str) -> None:
    """As when a file is being written."""
    path = home.notebooks / "10_county_daily.ipynb"
    path.write_text(content, encoding="utf-8")

    found = attempt(Trial(path, home.home, home.store, "zhumadian", "", "411702", date(2020, 2, 19), "en"))

    assert found.page == ""
    assert "not a readable notebook" in str(found.remarks[0])


def test_nothing_is_written(home: Settings) -> None:
    """Neither outputs nor the notebook."""
    before = sorted(path for path in home.home.rglob("*") if "__pycache__" not in path.parts)
    tried(home)
    kept = (home.notebooks / "10_county_daily.ipynb").read_bytes()

    assert sorted(path for path in home.home.rglob("*") if "__pycache__" not in path.parts and "-wal" not in path.name
                  and "-shm" not in path.name) == before  # fmt: skip
    assert b'"execution_count": null' in kept


def test_a_public_bulletin_is_tried_as_the_public_sees_it(home: Settings) -> None:
    """What a run would hide is hidden here."""
    bulletins = home.params / "zhumadian" / "bulletins.yml"
    bulletins.write_text(bulletins.read_text(encoding="utf-8").replace("audience: internal", "audience: public"))
    asks = "import os\nassert os.environ['THONGBAO_AUDIENCE'] == 'public'"

    assert not any("AssertionError" in str(remark) for remark in tried(home, code(asks, "asks")).remarks)
