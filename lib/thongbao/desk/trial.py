"""What is tried at the desk, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from thongbao.desk.remarks import Remark
    from thongbao.records import Locale


@dataclass(frozen=True, slots=True)
class Trial:
    """What is to be tried; pickled.

    Attributes:
        notebook: path.
        home: the project.
        store: its address.
        bulletin: code; "" where no bulletin is made with the notebook yet.
        letter: show the letter instead of the page.
    """

    notebook: Path
    home: Path
    store: str
    office: str
    bulletin: str
    unit: str
    date: dt.date
    locale: Locale
    letter: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it.

    Attributes:
        page: HTML, complete in itself; "" where there was nothing to show.
        remarks: what is to be mended, in the order of the cells.
        seconds: wall time.
    """

    page: str
    remarks: tuple[Remark, ...]
    seconds: float

    @property
    def stops(self) -> bool:
        """Say whether a run would bring no bulletin out."""
        return any(remark.stops for remark in self.remarks)
