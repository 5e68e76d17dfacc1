"""What lies in the folder of a date, as the gallery sees it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from support.notebooks import edition
from thongbao.bulletin.ledger import publish_edition
from thongbao.bulletin.shelf import shelf
from thongbao.params.office import read_office
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from thongbao.settings import Settings


def test_a_folder_that_cannot_be_read_hides_no_other(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One unit's folder was taken away in that moment: all other pages are still there."""
    publish_edition(tmp_path, EditionRecord(edition=edition(), state="made"), {".html": b"page", ".ipynb": b"{}"})
    (tmp_path / "gone").mkdir()
    listed = os.listdir

    def listing(folder: Path) -> list[str]:
        if folder.name == "gone":
            raise FileNotFoundError
        return listed(folder)

    monkeypatch.setattr(os, "listdir", listing)
    rows = shelf(tmp_path, read_office(home.params, "zhumadian"), edition().date)

    assert [row.edition for row in rows if row.page] == [edition()]
