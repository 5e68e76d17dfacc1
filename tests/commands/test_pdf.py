"""`thongbao pdf`: only what was made, and is as it was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from support.notebooks import DAY, edition, executed_notebook, head
from thongbao.bulletin.ledger import date_folder, publish_edition
from thongbao.bulletin.render import render
from thongbao.cli import main
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

try:
    import weasyprint
except (ImportError, OSError):
    pytest.skip("WeasyPrint or Pango is not installed", allow_module_level=True)
assert weasyprint


def test_editions_become_files_named_by_day_unit_and_bulletin(home: Settings, tmp_path: Path) -> None:
    """What was not made, or was changed since, is named and not printed."""
    folder = date_folder(home.outputs, "zhumadian", DAY)
    for unit in ("411702", "411721"):
        record = EditionRecord(edition=edition(unit=unit), state="made")
        publish_edition(folder, record, {".html": render(executed_notebook([]), head(unit_code=unit))})
    (folder / "411721" / "county_daily.zh_Hans.html").write_text("forged", encoding="utf-8")

    asked = ["pdf", str(DAY), "--to", str(tmp_path / "in"), "--unit", "411702", "--unit", "411721", "--unit", "411722"]
    result = CliRunner().invoke(main, asked)

    assert [path.name for path in (tmp_path / "in").iterdir()] == [f"{DAY}_411702_county_daily.zh_Hans.pdf"]
    assert result.exit_code == 1
    assert "411721/county_daily.zh_Hans, 411722/county_daily.zh_Hans" in result.stderr
