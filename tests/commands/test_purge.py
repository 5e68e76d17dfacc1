"""`thongbao purge` as an operator meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from thongbao.bulletin.gallery import write_gallery
from thongbao.cli import main
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings


def purge(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["purge", *arguments])


@pytest.fixture
def old(home: Settings) -> Path:
    """The page of an edition of long ago, in the gallery."""
    page = home.outputs / "zhumadian" / "2020-02-19" / "411702" / "county_daily.zh_Hans.html"
    page.parent.mkdir(parents=True)
    page.write_text("page", encoding="utf-8")
    write_gallery(home.outputs, read_office(home.params, "zhumadian"))
    return page


def test_a_dry_run_says_what_would_go_and_changes_nothing(old: Path) -> None:
    """The same words as the real one, in another mood."""
    result = purge("--older-than", "400d", "--dry-run")

    assert result.exit_code == 0
    assert "would be removed: outputs/zhumadian/2020-02-19" in result.output
    assert old.is_file()


def test_what_went_is_said_and_the_gallery_no_longer_leads_there(home: Settings, old: Path) -> None:
    """No link to nothing; a second call has nothing to do."""
    result = purge("--older-than", "400d", "--log", str(home.data / "zhumadian" / "logs" / "a.jsonl"))

    assert result.exit_code == 0
    assert "editions of 1 dates" in result.output
    assert not old.exists()
    assert "2020-02-19" not in (home.outputs / "zhumadian" / "index.html").read_text(encoding="utf-8")
    assert '"event":"purge"' in (home.data / "zhumadian" / "logs" / "a.jsonl").read_text(encoding="utf-8")
    assert "editions of 0 dates" in purge("--older-than", "400d").output


@pytest.mark.parametrize("given", ["400", "10d", "-1d", "1y", "", "9999999d"])
def test_a_time_that_cannot_be_meant_is_wrong_use(old: Path, given: str) -> None:
    """Less than 30 days is a slip: a letter of last week may still have to be sent again."""
    assert purge("--older-than", given).exit_code == 2
    assert old.is_file()
