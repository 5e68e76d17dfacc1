"""What a process is given to make one edition."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.unrun import PARAMETERS, notebook, use_notebooks
from thongbao.bulletin.jobs import job, notebooks
from thongbao.bulletin.ledger import date_folder, publish_edition
from thongbao.bulletin.plan import Wish, plan
from thongbao.params.office import read_office
from thongbao.records import Edition, EditionRecord

if TYPE_CHECKING:
    from thongbao.settings import Settings

DAY = date(2020, 2, 19)


def record(home: Settings, edition: Edition, state: str) -> None:
    """Write down what became of an edition."""
    folder = date_folder(home.outputs, edition.office, DAY)
    publish_edition(folder, EditionRecord.model_validate({"edition": edition, "state": state}), {".html": "page"})


@pytest.mark.parametrize("locale", ["zh_Hans", "en"])
def test_the_roll_up_is_told_what_became_of_the_bulletins_in_its_language(home: Settings, locale: str) -> None:
    """A run in another language than the usual one has its own failures."""
    asked = PARAMETERS + '\nproduction: str = "{}"'
    use_notebooks(home.notebooks, notebook(), notebook(parameters=asked))
    params = read_office(home.params, "zhumadian")
    editions = plan(params, DAY, Wish(locale="en" if locale == "en" else None))
    counties = [edition for edition in editions if edition.bulletin == "county_daily"]
    for number, edition in enumerate(counties[:-1]):
        record(home, edition, "failed" if number == 2 else "made")
    (rollup,) = (e for e in editions if e.bulletin == "city_rollup" and e.locale == locale)

    given = job(home, params, rollup, notebooks(home, [rollup])[rollup.notebook, locale]).parameters["production"]

    assert json.loads(given) == {"made": len(counties) - 2, "failed": [counties[2].unit], "waiting": 1}
