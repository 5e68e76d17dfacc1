"""The notebook that is run: checked, translated, and asked for its inline values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from support.unrun import code, notebook, text, use_notebooks
from thongbao.bulletin.jobs import notebooks
from thongbao.bulletin.plan import every_notebook
from thongbao.bulletin.prepare import contract_faults, open_notebook, parameters_of, runnable
from thongbao.errors import NotebookInvalid
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from thongbao.settings import Settings


def made(tmp_path: Path, content: str, texts: Mapping[str, str] | None = None, locale: str = "en") -> Any:
    """The notebook as it is run."""
    path = tmp_path / "10_county.ipynb"
    path.write_text(content, encoding="utf-8")
    return runnable(path, texts or {}, locale)


def test_a_markdown_cell_with_inline_values_is_asked_for_them_just_before_it(tmp_path: Path) -> None:
    """Each expression once, in a cell that works under any papermill engine."""
    nb = made(tmp_path, notebook(text("Now {eval}`day.a` and {eval}`day.b`, again {eval}`day.a`.", "words")))
    at = [cell.id for cell in nb.cells].index("words")

    assert nb.cells[at - 1].id == "words-values"
    assert nb.cells[at - 1].source == "report.inline({'day.a': day.a, 'day.b': day.b})"
    assert nb.cells[at - 1].metadata.tags == ["inline-values"]


def test_the_cell_is_the_message_and_the_translation_takes_its_place(tmp_path: Path) -> None:
    """One notebook per bulletin, not one per language."""
    words = {"Cases: {eval}`day.cases`": "病例：{eval}`day.cases`"}
    nb = made(tmp_path, notebook(text("Cases: {eval}`day.cases`", "words")), words, "zh_Hans")

    assert next(cell.source for cell in nb.cells if cell.id == "words") == "病例：{eval}`day.cases`"


def test_a_cell_without_translation_is_named(tmp_path: Path) -> None:
    """A Chinese office does not get an English paragraph unawares."""
    with pytest.raises(NotebookInvalid, match=r"cell 'words'.*zh_Hans.*make translations"):
        made(tmp_path, notebook(text("New words", "words")), {}, "zh_Hans")


@pytest.mark.parametrize(
    ("translation", "said"),
    [
        ("病例：{eval}`day.suspected`", "without day.cases; with day.suspected"),
        ("病例：5", "without day.cases"),
        ("病例：{eval}`day.cases`{eval}`day.cases`", "with day.cases"),
    ],
)
def test_a_translation_shows_the_same_values(tmp_path: Path, translation: str, said: str) -> None:
    """A Chinese page never publishes another figure than the English one."""
    words = {"Cases: {eval}`day.cases`": translation}

    with pytest.raises(NotebookInvalid, match=rf"cell 'words'.*{said}.*notebooks/locale/zh_Hans/notebooks\.po"):
        made(tmp_path, notebook(text("Cases: {eval}`day.cases`", "words")), words, "zh_Hans")


def test_preparing_leaves_the_notebook_as_it_was(tmp_path: Path) -> None:
    """The file is the analyst's."""
    made(tmp_path, notebook(text("{eval}`day.a`", "words")))

    assert (tmp_path / "10_county.ipynb").read_text() == notebook(text("{eval}`day.a`", "words"))


def test_outputs_that_were_saved_with_the_notebook_do_not_reach_the_run(tmp_path: Path) -> None:
    """An output that the run did not make proves nothing; JupyterLab's own is no reason to refuse."""
    cell = code("1", "one")
    cell.outputs = [nbformat.v4.new_output("stream", text="old")]
    cell.execution_count = 3

    nb = made(tmp_path, notebook(cell))

    assert all(not c.outputs and c.execution_count is None for c in nb.cells if c.cell_type == "code")


def test_the_kernel_of_an_analysts_environment_does_not_stop_a_run(tmp_path: Path) -> None:
    """Papermill would write the parameters in the language that the notebook names."""
    content = json.loads(notebook())
    content["metadata"]["kernelspec"] = {"name": "my-env", "display_name": "My env", "language": "R"}

    assert made(tmp_path, json.dumps(content)).metadata.kernelspec.language == "python"


def test_a_notebook_of_an_older_format_gets_ids_that_stay(tmp_path: Path) -> None:
    """Its editions are not stale each time."""
    content = json.loads(notebook())
    content["nbformat_minor"] = 4
    for cell in content["cells"]:
        del cell["id"]

    assert [cell.id for cell in made(tmp_path, json.dumps(content)).cells] == ["cell-0", "cell-1", "cell-2"]


@pytest.mark.parametrize("content", ["{}", "not json", '{"cells": [], "metadata": {}, "nbformat": 9}'])
def test_what_is_no_notebook_is_named(tmp_path: Path, content: str) -> None:
    """Before anything runs, with what to do."""
    with pytest.raises(NotebookInvalid, match=r"10_county\.ipynb is not a readable notebook"):
        made(tmp_path, content)


def test_a_notebook_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The name stands in bulletins.yml."""
    with pytest.raises(NotebookInvalid, match=r"10_nothing\.ipynb does not exist"):
        open_notebook(tmp_path / "10_nothing.ipynb")


def test_parameters_are_read_without_running_anything(tmp_path: Path) -> None:
    """With annotations and without."""
    given = 'county: str = ""\ndate = ""\nlocale: str = ""\noffice: str = ""\n# a note\nweek = 1'

    assert parameters_of(made(tmp_path, notebook(parameters=given))) == {"county", "date", "locale", "office", "week"}


def test_everything_that_stops_a_run_is_said_at_once(home: Settings) -> None:
    """Of all notebooks and languages."""
    words = text("Now {eval}`day.`", "words")
    use_notebooks(home.notebooks, notebook(words, parameters='county: str = "411702"\ndate: str = ""'))
    (home.notebooks / "90_city_rollup.ipynb").unlink()
    params = read_office(home.params, "zhumadian")

    with pytest.raises(NotebookInvalid) as caught:
        notebooks(home, every_notebook(params))

    said = str(caught.value)
    assert "county was left as '411702'" in said
    assert "no parameter 'locale'" in said
    assert "is not an expression" in said
    assert "has no translation into zh_Hans" in said
    assert "90_city_rollup.ipynb does not exist" in said


def test_the_notebooks_of_the_sample_office_keep_the_contract(home: Settings) -> None:
    """What `thongbao check` says of them."""
    assert contract_faults(home, read_office(home.params, "zhumadian")) == []


def test_what_a_run_does_not_mind_the_check_does(home: Settings) -> None:
    """A figure that the office does not count fails twelve counties alike."""
    path = home.notebooks / "10_county_daily.ipynb"
    content = path.read_text(encoding="utf-8").replace("report.follow_up(day)", "report.folow_up(day)")
    path.write_text(content.replace("day.isolation.home_now)", "day.isolation.home)"), encoding="utf-8")

    faults = contract_faults(home, read_office(home.params, "zhumadian"))

    assert sum("Did you mean follow_up?" in one for one in faults) == 1
    assert sum("day.isolation.home: the form isolation has no column home." in one for one in faults) == 2
    assert all(one.startswith("10_county_daily.ipynb, cell '") for one in faults)
