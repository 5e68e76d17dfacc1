"""Where things are: the project's folders and the store.

The home is the folder that holds params/ and notebooks/: THONGBAO_HOME, or the first such folder from the working
directory upwards.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from thongbao.errors import WrongUse

SNAPSHOT = "THONGBAO_SNAPSHOT"
"""Variable by which a batch tells its processes which snapshot of the reports is theirs: a name unlike any other."""

AUDIENCE = "THONGBAO_AUDIENCE"
"""Variable by which a run tells a notebook's process for whom the edition is; where it is not set, internal."""

DESK = "THONGBAO_DESK"
"""Variable by which JupyterLab's server tells its kernels that somebody sits there; no run hands it on."""

SNAPSHOT_DAY = "THONGBAO_SNAPSHOT_DAY"
"""Variable by which a batch tells the process that forks them on which day the window ends that they share."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The folders of one home and the SQLAlchemy URL of its store."""

    home: Path
    store: str

    @property
    def params(self) -> Path:
        return self.home / "params"

    @property
    def notebooks(self) -> Path:
        return self.home / "notebooks"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def outputs(self) -> Path:
        return self.home / "outputs"

    def offices(self) -> list[str]:
        """Return the codes of the offices under params/, sorted; the first is the default."""
        return sorted(path.parent.name for path in self.params.glob("*/office.yml"))


def settings(home: Path | None = None) -> Settings:
    """Find the home and the store.

    Raises:
        WrongUse: no folder from here upwards holds params/ and notebooks/.
    """
    here = (home or _home_from_environment()).resolve()
    url = os.environ.get("THONGBAO_STORE") or f"sqlite:///{quote(str(here / 'data' / 'store.sqlite'))}"
    return Settings(home=here, store=url)


def _home_from_environment() -> Path:
    named = os.environ.get("THONGBAO_HOME")
    if named:
        return Path(named)
    here = Path.cwd().resolve()
    for folder in (here, *here.parents):
        if (folder / "params").is_dir() and (folder / "notebooks").is_dir():
            return folder
    raise WrongUse(
        f"{here} is not inside a Thongbao project: no folder upwards holds params/ and notebooks/. "
        "Go into the project, or set THONGBAO_HOME."
    )
