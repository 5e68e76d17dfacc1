"""What a new office and a new bulletin begin with."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import nbformat
import pytest
from babel.messages.pofile import read_po

from support.filled import DAY
from thongbao.desk.skeleton import init_office, new_bulletin
from thongbao.desk.strip import stripped
from thongbao.errors import WrongUse
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import Locale
    from thongbao.settings import Settings


@pytest.mark.parametrize(("country", "locale", "zone"), [("CN", "zh_Hans", "Shanghai"), ("VN", "vi", "Ho_Chi_Minh")])
def test_a_new_office_can_be_read_as_it_is(tmp_path: Path, country: str, locale: Locale, zone: str) -> None:
    """In its country's language and time, with nothing that should not be committed."""
    written = init_office(tmp_path, "one", country, locale)
    params = read_office(tmp_path / "params", "one")

    assert all(path.is_file() for path in written)
    assert (params.office.locale, params.office.timezone) == (locale, f"Asia/{zone}")
    assert len(params.reporting_units(DAY)) == 2
    assert params.recipients == ()
    assert "/data/*.sqlite*" in (tmp_path / ".gitignore").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "params" / "schema" / "office.json").read_text(encoding="utf-8"))


def test_a_second_office_shares_the_forms_of_the_first(tmp_path: Path) -> None:
    """A form that somebody has edited stays as it is."""
    init_office(tmp_path, "one", "CN", "zh_Hans")
    form = tmp_path / "params" / "forms" / "daily_report.yml"
    form.write_text("# edited\n" + form.read_text(encoding="utf-8"), encoding="utf-8")

    written = init_office(tmp_path, "two", "VN", "vi")

    assert form not in written
    assert form.read_text(encoding="utf-8").startswith("# edited\n")


def test_a_new_bulletin_is_a_notebook_with_its_translations_and_its_entry(home: Settings) -> None:
    """Beside what is there, which stays; the notebook is as the filter of git leaves it."""
    params = read_office(home.params, "zhumadian")
    catalog = home.notebooks / "locale" / "vi" / "notebooks.po"
    before = {one.id: one.string for one in read_po(io.BytesIO(catalog.read_bytes()), locale="vi") if one.id}

    notebook, *_ = new_bulletin(home, params, "absences", ("cases",))

    nb = nbformat.read(notebook, as_version=4)
    after = {one.id: one.string for one in read_po(io.BytesIO(catalog.read_bytes()), locale="vi")}
    prose = [cell.source for cell in nb.cells if cell.cell_type == "markdown"]
    assert notebook.name == "20_absences.ipynb"
    assert stripped(notebook.read_bytes()) == notebook.read_bytes()
    assert any("\n\n- Confirmed now: **{eval}`day.cases.confirmed`**" in text for text in prose)
    assert [after[text].count("\n- ") for text in prose] == [text.count("\n- ") for text in prose]
    assert all(after[text] for text in prose)
    assert {source: after[source] for source in before} == before
    assert [one.code for one in read_office(home.params, "zhumadian").bulletins][-1] == "absences"


@pytest.mark.parametrize(("name", "forms"), [("county_daily", ()), ("Absences", ()), ("a", ("none",))])
def test_what_cannot_be_begun_leaves_everything_as_it_was(home: Settings, name: str, forms: tuple[str, ...]) -> None:
    """A name that is taken or cannot be one, a form that is not filled in."""
    before = {path: path.read_bytes() for path in home.home.rglob("*") if path.is_file()}

    with pytest.raises(WrongUse):
        new_bulletin(home, read_office(home.params, "zhumadian"), name, forms)

    assert {path: path.read_bytes() for path in home.home.rglob("*") if path.is_file()} == before
