"""The files of an edition: what its record vouches for, and what only says again what the page says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from support.notebooks import edition
from thongbao.bulletin.approval import content_digest
from thongbao.bulletin.ledger import (
    FIGURES,
    FROM_THE_PAGE,
    THUMBNAIL,
    intact,
    publish_edition,
    read_record,
    untouched,
)
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from pathlib import Path

MADE = {".ipynb": b"notebook", ".html": b"page", THUMBNAIL: b"picture", FIGURES: b"figures"}


def published(folder: Path, state: str, contents: dict[str, bytes]) -> EditionRecord:
    record = EditionRecord(edition=edition(), state=state)  # type: ignore[arg-type]
    return publish_edition(folder, record, contents)


def suffixes(folder: Path) -> set[str]:
    return {path.name.removeprefix("county_daily.zh_Hans") for path in (folder / "411702").iterdir()}


@pytest.mark.parametrize("suffix", FROM_THE_PAGE)
@pytest.mark.parametrize("damage", ["gone", "other"])
def test_an_edition_that_lost_its_picture_or_figures_is_no_less_right(tmp_path: Path, suffix: str, damage: str) -> None:
    """It is not made again for that; made again, it has them again."""
    record = published(tmp_path, "made", MADE)
    beside = tmp_path / f"{record.edition.stem}{suffix}"
    beside.unlink() if damage == "gone" else beside.write_bytes(b"other")

    assert intact(tmp_path, record)
    assert intact(tmp_path, published(tmp_path, "made", MADE))
    assert beside.read_bytes() == MADE[suffix]


def test_what_is_approved_does_not_hang_on_the_picture(tmp_path: Path) -> None:
    """A later version of the library that scales it makes no approval void."""
    with_, without = (published(tmp_path, "made", made) for made in (MADE, {".ipynb": b"notebook", ".html": b"page"}))

    assert content_digest(with_) == content_digest(without)
    assert set(with_.files) == {"county_daily.zh_Hans.html", "county_daily.zh_Hans.ipynb"}


def test_an_edition_that_failed_keeps_no_picture_of_the_one_before(tmp_path: Path) -> None:
    """Nor its figures, nor its notebook: nobody vouches for them any more."""
    published(tmp_path, "made", MADE)
    assert suffixes(tmp_path) == {*MADE, ".json"}

    published(tmp_path, "failed", {".html": b"page", ".failed.ipynb": b"as far as it ran"})

    assert suffixes(tmp_path) == {".html", ".failed.ipynb", ".json"}


def test_an_edition_without_a_figure_takes_the_picture_of_the_one_before_away(tmp_path: Path) -> None:
    """The chart went from the notebook, and from the gallery."""
    published(tmp_path, "made", MADE)
    published(tmp_path, "made", {suffix: content for suffix, content in MADE.items() if suffix != THUMBNAIL})

    assert suffixes(tmp_path) == {".html", ".ipynb", FIGURES, ".json"}


def test_a_record_copied_from_another_edition_proves_nothing(tmp_path: Path) -> None:
    """It is read by its place and by what it says itself."""
    record = published(tmp_path, "made", MADE)
    other = edition(unit="411721")
    (tmp_path / "411721").mkdir()
    (tmp_path / f"{other.stem}.json").write_text(record.model_dump_json(), encoding="utf-8")

    assert read_record(tmp_path, edition()) == record
    assert read_record(tmp_path, other) is None


def test_files_as_they_were_written_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To judge a country's editions half a gigabyte need not be read."""
    record = published(tmp_path, "made", MADE)

    def refuse(*_: object) -> bool:
        raise AssertionError("the files were read")

    monkeypatch.setattr("thongbao.bulletin.ledger.intact", refuse)
    assert untouched(tmp_path, record)


@pytest.mark.parametrize("what", ["longer", "as long", "in its place", "gone"])
def test_a_file_that_somebody_wrote_to_is_noticed(tmp_path: Path, what: str) -> None:
    """However little was changed, and however soon after."""
    record = published(tmp_path, "made", MADE)
    page = tmp_path / f"{record.edition.stem}.html"
    if what == "gone":
        page.unlink()
    elif what == "in its place":
        (tmp_path / "other").write_bytes(b"pagE")
        (tmp_path / "other").replace(page)
    else:
        page.write_bytes(b"page, and more" if what == "longer" else b"pagE")

    assert not untouched(tmp_path, record)


def test_a_copy_of_the_same_content_is_the_same_edition(tmp_path: Path) -> None:
    """Outputs may be copied or brought back from a backup, with or without the moments of writing."""
    record = published(tmp_path, "made", MADE)
    page = tmp_path / f"{record.edition.stem}.html"
    os.utime(page, ns=(1, 1))

    assert untouched(tmp_path, record)
    older = record.model_copy(update={"written": 0, "sizes": {}})
    assert untouched(tmp_path, older)
