"""What the check says of a notebook that must not go out."""

from __future__ import annotations

from typing import Any

import pytest

from support.notebooks import edition, executed_notebook
from thongbao.bulletin.check import check
from thongbao.errors import EditionFailed


def refused(cells: list[Any], *, signed: bool = True) -> str:
    """The cause for which a notebook is refused."""
    with pytest.raises(EditionFailed) as caught:
        check(executed_notebook(cells, signed=signed), edition())
    return caught.value.cause
