"""Notebooks are tried in every language they are written in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.filled import put_published
from support.unrun import code, notebook
from thongbao.desk.checking import check_notebooks, written_in
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings

NAME = "10_county_daily.ipynb"


def test_a_notebook_is_written_in_english_and_in_what_it_has_a_catalog_for_or_is_published_in(home: Settings) -> None:
    """In the same order always."""
    params = read_office(home.params, "zhumadian")
    both = written_in(params, home.notebooks / NAME)
    (home.notebooks / "locale" / "vi" / "notebooks.po").unlink()
    (home.notebooks / "locale" / "zh_Hans" / "notebooks.po").unlink()

    assert both == ("zh_Hans", "vi", "en")
    assert written_in(params, home.notebooks / NAME) == ("zh_Hans", "en")
    assert written_in(params, home.notebooks / "77_new.ipynb") == ("en",)


def test_what_is_wrong_is_said_of_the_notebook_in_which_it_is(home: Settings) -> None:
    """The other is in order."""
    put_published(home)
    (home.notebooks / NAME).write_text(notebook(code("a = 1\nmissing", "broken")), encoding="utf-8")
    params = read_office(home.params, "zhumadian")

    paths = [home.notebooks / NAME, home.notebooks / "90_city_rollup.ipynb"]
    found = {one.notebook: one for one in check_notebooks(home, params, paths, "en")}

    assert found["90_city_rollup.ipynb"].said == ()
    assert not found["90_city_rollup.ipynb"].wrong
    assert any("cell 'broken', line 2: NameError" in said for said in found[NAME].said)
    assert found[NAME].title.endswith("(411702), 2020-02-19, en")


def test_before_the_first_report_an_empty_store_stands_in_and_none_is_made(home: Settings) -> None:
    """A new office's notebooks can be checked."""
    for path in home.data.glob("store.sqlite*"):
        path.unlink()
    params = read_office(home.params, "zhumadian")

    (only,) = check_notebooks(home, params, [home.notebooks / NAME], "en")

    assert not only.wrong, only.said
    assert not (home.data / "store.sqlite").exists()
