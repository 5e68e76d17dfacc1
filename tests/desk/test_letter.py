"""The letter of an edition that is only tried: to whom it would go, and what they would see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import nbformat

from support.editions import edition
from support.filled import put_published
from support.unrun import notebook
from thongbao.bulletin.jobs import Notebook, job
from thongbao.bulletin.prepare import parameters_of
from thongbao.desk.letter import letter_page, recipient_of
from thongbao.params.office import read_office
from thongbao.records import Office

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.bulletin.job import Job
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


def entitled(params: OfficeParams, **changed: object) -> OfficeParams:
    """Return the office with one entry of its recipients, changed so."""
    kept = next(one for one in params.recipients if "411702" in one.units and "county_daily" in one.bulletins)
    return params.model_copy(update={"recipients": (kept.model_copy(update=changed),)})


def test_the_first_who_is_entitled_and_gets_mail_is_shown(home: Settings) -> None:
    """With the language and the audience of the entry."""
    params = entitled(read_office(home.params, "zhumadian"))

    assert recipient_of(params, edition("411702")) == params.recipients[0]


def test_where_nobody_is_entitled_somebody_under_a_reserved_domain_is_made_up(home: Settings) -> None:
    """Nobody's address stands on a screen who would not get the letter, and none that could exist."""
    params = read_office(home.params, "zhumadian")
    own = Office.model_validate(params.office.model_dump() | {"letters": {"internal_domains": ["edu.example"]}})
    nobody = params.model_copy(update={"recipients": ()})
    fetched = entitled(params, delivery="file")

    assert recipient_of(nobody, edition("411702")).address.endswith(".example")
    assert recipient_of(fetched, edition("411702")).address.startswith("preview@")
    assert recipient_of(nobody.model_copy(update={"office": own}), edition("411702")).address == "preview@edu.example"
    assert recipient_of(nobody, edition("411721")).units == ("411721",)


def a_job(home: Settings, tmp_path: Path, **cells: str) -> tuple[Job, OfficeParams]:
    """Return the job that makes the county's notebook, as the desk makes one, and the office's settings."""
    params, text = read_office(home.params, "zhumadian"), notebook(**cells)  # type: ignore[arg-type]
    known = parameters_of(nbformat.reads(text, as_version=4))
    one = job(home, params, edition("411702"), Notebook(text, known, ""), "nbclient")
    return replace(one, work=tmp_path / "work", before=None), params


def test_the_letter_of_an_edition_is_shown_and_nothing_is_left_in_the_outputs(home: Settings, tmp_path: Path) -> None:
    """Its files are those of a folder that is the caller's to remove."""
    put_published(home)
    one, params = a_job(home, tmp_path)

    page = letter_page(one, params, tmp_path / "outputs")

    assert "驿城区" in page
    assert recipient_of(params, one.edition).address in page
    assert not list(home.outputs.rglob("*.html"))


def test_an_edition_that_does_not_come_out_has_no_letter(home: Settings, tmp_path: Path) -> None:
    """The page with its errors is shown instead."""
    one, params = a_job(home, tmp_path, sign="raise KeyError('pupils')")

    assert letter_page(one, params, tmp_path / "outputs") == ""
