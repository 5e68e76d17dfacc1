"""Change the files of the sample office in a test, and see which faults are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from thongbao.errors import ParamsInvalid
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.records import Fault
    from thongbao.settings import Settings


def edit(home: Settings, file: str, old: str, new: str) -> int:
    """Replace the first ``old`` in params/``file`` and return the line where it stood, counted from 1."""
    path = home.params / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults_of(home: Settings, office: str = "zhumadian") -> tuple[Fault, ...]:
    """Return the faults for which reading the office is refused."""
    with pytest.raises(ParamsInvalid) as refused:
        read_office(home.params, office)
    return refused.value.faults


def only_fault(home: Settings, office: str = "zhumadian") -> Fault:
    """Return the one fault there is."""
    found = faults_of(home, office)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]
