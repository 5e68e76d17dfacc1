"""What an edition is made from, beside the reports."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

from conftest import PROJECT
from thongbao.bulletin.fingerprint import DRAWN_WITH, Basis
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings

COUNTY, OTHER, ROOT = "411702", "411721", "411700"


def with_pupils(params: OfficeParams, code: str) -> OfficeParams:
    """Return the same office with another number of pupils in one unit."""
    units = tuple(u.model_copy(update={"pupils": 12345}) if u.code == code else u for u in params.units)
    return params.model_copy(update={"units": units})


@pytest.mark.parametrize(
    ("edition", "changed", "concerned"),
    [(COUNTY, COUNTY, True), (COUNTY, OTHER, False), (COUNTY, ROOT, True), (ROOT, OTHER, True), (ROOT, ROOT, True)],
)
def test_a_changed_row_of_units_concerns_its_own_bulletin_and_those_above(
    home: Settings, edition: str, changed: str, concerned: bool
) -> None:
    """One county's row changed: that county and the roll-ups are made again, no other."""
    params = read_office(home.params, "zhumadian")

    before, after = (Basis(held).of(edition) for held in (params, with_pupils(params, changed)))

    assert (before != after) is concerned


def test_a_changed_form_concerns_every_bulletin(home: Settings) -> None:
    """Labels, rules and cut-offs stand on every page."""
    params = read_office(home.params, "zhumadian")
    forms = tuple(form.model_copy(update={"version": "2"}) for form in params.forms)

    before, after = (Basis(held).of(COUNTY) for held in (params, params.model_copy(update={"forms": forms})))

    assert before != after


def test_units_that_stand_in_a_circle_do_not_hang_it(home: Settings) -> None:
    """Settings are checked when they are read; what is given by hand need not be."""
    params = read_office(home.params, "zhumadian")
    units = tuple(
        u.model_copy(update={"parent": {COUNTY: OTHER, OTHER: COUNTY}.get(u.code, u.parent)}) for u in params.units
    )

    assert Basis(params.model_copy(update={"units": units})).of(COUNTY)


def test_every_library_that_we_depend_on_is_judged() -> None:
    """What can change a page is in the fingerprint; what cannot is named here with its reason."""
    runtime = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=!~ ]", line)[0].lower() for line in runtime}
    of_the_desk = {"jupyterlab", "jupyterlab-myst", "jupyterlab-language-pack-zh-cn", "jupyterlab-language-pack-vi-vn"}
    of_the_intake = {"python-calamine", "xlsxwriter", "pyyaml", "pydantic", "sqlalchemy", "alembic"}
    of_the_run = {"filelock", "psutil", "click", "rich"}
    of_the_letters = {"css-inline", "beautifulsoup4"}

    assert names - of_the_desk - of_the_intake - of_the_run - of_the_letters <= set(DRAWN_WITH)
