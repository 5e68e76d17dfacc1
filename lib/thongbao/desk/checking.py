"""Hold notebooks against the contract and run each in every language it is written in, for the desk's sample."""

from __future__ import annotations

import os
from dataclasses import replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from thongbao.database import open_store
from thongbao.desk.choice import Asked, chosen
from thongbao.desk.live import TRIAL_SECONDS, WARM, tried_of
from thongbao.errors import StoreInvalid
from thongbao.records import LOCALES
from thongbao.warm.pool import run_jobs, workers_that_fit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from thongbao.desk.trial import Trial, Tried
    from thongbao.records import Locale, OfficeParams
    from thongbao.settings import Settings


class Checked(NamedTuple):
    """One notebook in one language.

    Attributes:
        said: what is to be mended, one line each with its cell; empty where all is well.
        title: unit, day and language.
    """

    notebook: str
    title: str
    said: tuple[str, ...]

    @property
    def wrong(self) -> bool:
        """Say whether anything is to be mended."""
        return bool(self.said)


def written_in(params: OfficeParams, notebook: Path) -> tuple[Locale, ...]:
    """Return the languages in which a notebook can be read: English, those with a catalog, and those published in."""
    published = {
        locale
        for bulletin in params.bulletins
        if bulletin.notebook == notebook.name
        for locale in bulletin.locales or (params.office.locale,)
    }
    catalogs = {path.parent.name for path in (notebook.parent / "locale").glob("*/*.po")}
    return tuple(locale for locale in LOCALES if locale in {"en", *published, *catalogs})


def check_notebooks(
    here: Settings, params: OfficeParams, notebooks: Sequence[Path], locale: Locale | None = None
) -> Iterator[Checked]:
    """Try each notebook in each of its languages, and yield what is to be said of it as soon as it is known.

    Before the first report an empty store stands in, so that a new office's notebooks can be checked.

    Args:
        locale: only this language.
    """
    os.environ.update(THONGBAO_HOME=str(here.home), THONGBAO_OFFICE=params.office.code)
    with TemporaryDirectory(prefix="thongbao-") as folder:
        there = replace(here, store=_store(here, folder))
        titles = dict(
            chosen(there, params, path, Asked(locale=each))
            for path in notebooks
            for each in ([locale] if locale else written_in(params, path))
        )
        workers = workers_that_fit()
        for trial, result in run_jobs(
            _attempted, list(titles), workers=workers, seconds=lambda _: TRIAL_SECONDS, preload=WARM
        ):
            said = tuple(dict.fromkeys(map(str, tried_of(result).remarks)))
            yield Checked(trial.notebook.name, titles[trial], said)


def _store(here: Settings, folder: str) -> str:
    try:
        open_store(here.store)
    except StoreInvalid:
        if here.store.startswith("sqlite") and not (here.data / "store.sqlite").exists():
            url = f"sqlite:///{folder}/store.sqlite"
            open_store(url, make=True).dispose()
            return url
        raise
    return here.store


def _attempted(trial: Trial) -> Tried:
    from thongbao.desk.attempt import attempt

    return attempt(trial)
