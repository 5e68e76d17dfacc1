"""A notebook that is run by hand: empty parameters are filled in with the desk's sample, and that is said.

Only in a kernel that JupyterLab's server started, with our extension in it. The parameters of a batch are never filled
in here: its processes do not see the two variables, and a notebook whose parameters were forgotten still fails.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from IPython.core.getipython import get_ipython
from IPython.display import publish_display_data

from thongbao.data.sample import bulletin_of, sample
from thongbao.language import long_date, translator
from thongbao.report.blocks import escaped
from thongbao.settings import DESK

if TYPE_CHECKING:
    from thongbao.records import OfficeParams
    from thongbao.report.day import Day

SESSION = "JPY_SESSION_NAME"
"""Path of the notebook, in the kernels of a Jupyter server; not in its terminals."""


class Asked(NamedTuple):
    """The parameters of a notebook."""

    county: str
    date: str
    locale: str


def at_desk() -> bool:
    """Say whether an analyst has opened this notebook in JupyterLab."""
    return bool(os.environ.get(DESK)) and bool(os.environ.get(SESSION))


def office_meant() -> str:
    """Return the office that JupyterLab was started for, "" where that was not said."""
    return os.environ.get("THONGBAO_OFFICE", "")


def filled(params: OfficeParams, store: str, given: Asked) -> Asked:
    """Return the parameters, those that are empty from the sample of the desk."""
    bulletin = bulletin_of(params, Path(os.environ[SESSION]).name)
    chosen = sample(params, store, bulletin)
    return Asked(given.county or chosen.unit, given.date or chosen.date.isoformat(), given.locale or chosen.locale)


def say(day: Day) -> None:
    """Show above the bulletin for whom it is: the parameters cell does not tell."""
    if get_ipython() is None:  # to publish would start a shell in a program that is none
        return
    scope = day.scope
    t, locale = translator(scope.locale), scope.locale
    said = t("Shown for {unit} ({code}), {day}: the sample of desk.yml. A run fills in the parameters.").format(
        unit=day.unit, code=scope.unit.code, day=long_date(scope.last, locale, "long")
    )
    data = {"text/plain": said, "text/html": f'<p class="desk"><strong>{escaped(said)}</strong></p>'}
    publish_display_data(data)  # type: ignore[no-untyped-call]
