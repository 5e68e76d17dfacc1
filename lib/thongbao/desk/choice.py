"""Which bulletin a notebook is tried as, and for which units: what was asked for, else the sample of the desk."""

from __future__ import annotations

import glob
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.bulletin.plan import Wish, plan
from thongbao.data.hardest import hardest
from thongbao.data.reports import read
from thongbao.data.sample import bulletin_of, sample
from thongbao.database import open_store
from thongbao.desk.trial import Trial
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from thongbao.data.sample import Sample
    from thongbao.records import Bulletin, Locale, OfficeParams, Unit
    from thongbao.settings import Settings

REVISED_DAYS = 28
"""Days whose reports are looked through for revisions: those that a bulletin shows."""

SOME = 20
"""Units that an error lists."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; None where the sample of the desk is meant.

    Attributes:
        unit: code.
        bulletin: code, where several are made with one notebook.
    """

    unit: str | None = None
    date: dt.date | None = None
    locale: Locale | None = None
    bulletin: str | None = None
    letter: bool = False


def notebook_at(here: Settings, named: str) -> Path:
    """Return the notebook that is meant by a path, its name in notebooks/, or that without number and end.

    Raises:
        WrongUse: there is none.
    """
    asked = Path(named)
    numbered = here.notebooks.glob(f"[0-9][0-9]_{glob.escape(asked.name)}.ipynb")
    # The project's own comes before one of the same name in the working directory: THONGBAO_HOME may name another.
    first = [asked] if asked.is_absolute() else []
    for path in (
        *first,
        here.home / asked,
        here.notebooks / asked.name,
        here.notebooks / f"{asked.name}.ipynb",
        *numbered,
        asked,
    ):
        if path.suffix == ".ipynb" and path.is_file():
            return path.resolve()
    there = ", ".join(sorted(path.name for path in here.notebooks.glob("*.ipynb")))
    raise WrongUse(f"There is no notebook {named}. In {here.notebooks} there are: {there}.")


def chosen(here: Settings, params: OfficeParams, notebook: Path, asked: Asked) -> tuple[Trial, str]:
    """Return what is to be tried, and whose it is in words.

    Raises:
        WrongUse: the bulletin or unit is not known, or the bulletin is not made for the unit.
    """
    bulletin = _bulletin(params, notebook, asked)
    meant = sample(params, here.store, bulletin, asked.date)
    unit = asked.unit or meant.unit
    _made_for(params, bulletin, unit, meant)
    trial = _trial(here, params, notebook, bulletin, asked, meant, unit)
    return trial, _named(params, trial)


def hard(here: Settings, params: OfficeParams, notebook: Path, asked: Asked) -> list[tuple[Trial, str]]:
    """Return a trial for each of the hardest units, and why it is one.

    Raises:
        WrongUse: the bulletin is for the whole office, which is one unit.
    """
    bulletin = _bulletin(params, notebook, asked)
    if bulletin is not None and bulletin.scope == "office":
        raise WrongUse(f"{bulletin.code} is made for the whole office: there are no units to choose from.")
    meant = sample(params, here.store, bulletin, asked.date)
    units = _units(params, bulletin, meant.date)
    forms = [form.code for form in params.forms]
    first = meant.date - timedelta(days=REVISED_DAYS - 1)
    codes = [unit.code for unit in units]
    data = read(open_store(here.store), params.office.code, forms, codes, first, meant.date)
    whys: dict[str, list[str]] = {}
    for why, code in hardest(data, units, meant.date.isoformat(), asked.locale or meant.locale).items():
        whys.setdefault(code, []).append(why)
    trials = [(_trial(here, params, notebook, bulletin, asked, meant, code), why) for code, why in whys.items()]
    return [(trial, f"{', '.join(why)}: {_named(params, trial)}") for trial, why in trials]


def _units(params: OfficeParams, bulletin: Bulletin | None, day: dt.date) -> list[Unit]:
    if bulletin is None:
        return list(params.reporting_units(day))
    codes = {edition.unit for edition in plan(params, day, Wish(bulletins=(bulletin.code,)))}
    return [unit for unit in params.units if unit.code in codes]


def _bulletin(params: OfficeParams, notebook: Path, asked: Asked) -> Bulletin | None:
    if asked.bulletin is None:
        made = [one for one in params.bulletins if one.notebook == notebook.name]
        whole = next((one for one in made if one.scope == "office"), None)
        return whole if whole and asked.unit == params.office.root else bulletin_of(params, notebook.name)
    found = next((one for one in params.bulletins if one.code == asked.bulletin), None)
    if found is None or found.notebook != notebook.name:
        there = ", ".join(one.code for one in params.bulletins if one.notebook == notebook.name) or "none"
        raise WrongUse(f"{notebook.name} is not the notebook of a bulletin {asked.bulletin}. It makes: {there}.")
    return found


def _made_for(params: OfficeParams, bulletin: Bulletin | None, unit: str, meant: Sample) -> None:
    if params.unit(unit) is None:
        raise WrongUse(f"{params.office.code} has no unit {unit!r}. It has: {_some(params.units)}.")
    if bulletin is None:
        return
    try:
        plan(params, meant.date, Wish((unit,), (bulletin.code,)))
    except WrongUse as error:
        there = _some(_units(params, bulletin, meant.date))
        raise WrongUse(f"{bulletin.code} is not made for {unit} on {meant.date}. It is made for: {there}.") from error


def _some(units: Sequence[Unit]) -> str:
    return ", ".join([*(unit.code for unit in units[:SOME]), *(["…"] if len(units) > SOME else [])])


def _trial(
    here: Settings, params: OfficeParams, notebook: Path, bulletin: Bulletin | None, asked: Asked, meant: Sample,
    unit: str,
) -> Trial:  # fmt: skip
    return Trial(
        notebook=notebook,
        home=here.home,
        store=here.store,
        office=params.office.code,
        bulletin=bulletin.code if bulletin else "",
        unit=unit,
        date=meant.date,
        locale=asked.locale or meant.locale,
        letter=asked.letter,
    )


def _named(params: OfficeParams, trial: Trial) -> str:
    unit = params.unit(trial.unit)
    name = unit.names.to(trial.locale) if unit else ""
    return f"{name} ({trial.unit}), {trial.date}, {trial.locale}"
