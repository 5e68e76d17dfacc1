"""What changed since the date before: the same as `thongbao diff` says, found once, right when pages change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.notebooks import edition
from support.tables_of_pages import page, table
from thongbao.bulletin import changes as module
from thongbao.bulletin.changes import NAME, Changes, changes_of, kept_changes, page_digest, written
from thongbao.bulletin.compare import Change, came_or_went_with_its_day, compare
from thongbao.bulletin.ledger import FIGURES, publish_edition
from thongbao.bulletin.run import from_the_page
from thongbao.bulletin.values import Place
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from pathlib import Path

STEM = "411702/county_daily.zh_Hans"
HOSTILE = "</script><img src=x onerror=alert(1)> \u2028 {n} ' \" \\ đ"


def put(folder: Path, content: str) -> dict[str, str]:
    """Write an edition's page as a run does; what the gallery knows of the date then."""
    record = EditionRecord(edition=edition(), state="made")
    record = publish_edition(folder, record, {".html": content} | from_the_page(content))
    return {STEM: page_digest(record.files, STEM)}


def of(changes: Changes) -> list[Change]:
    """The changes of the one edition."""
    return [Change(Place(*changes.places[at]), old, new) for at, old, new in changes.compared[STEM][1]]


def keep(folder: Path, changes: Changes) -> None:
    (folder / NAME).write_bytes(written(changes))


@given(
    st.lists(st.tuples(st.sampled_from(["1", "2", "–", "z", "<b>", "3,412"]), st.sampled_from("ab")), max_size=4),
    st.lists(st.tuples(st.sampled_from(["1", "2", "–", "z", "<b>", "3,412"]), st.sampled_from("ab")), max_size=4),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_agrees_with_the_command_that_compares(
    tmp_path_factory: pytest.TempPathFactory, before: list[tuple[str, str]], after: list[tuple[str, str]]
) -> None:
    """Whatever tables and figures: what `thongbao diff` lists, but for days that left the window of a table."""
    home = tmp_path_factory.mktemp("outputs")
    old, new = (page("".join(table(v.replace("<", "&lt;"), c) for v, c in rows)) for rows in (before, after))
    put(home / "old", old)

    found = of(changes_of(home / "new", put(home / "new", new), home / "old"))

    assert found == [one for one in compare(old, new).figures if not came_or_went_with_its_day(one)]


def test_a_day_that_left_the_window_is_no_change(tmp_path: Path) -> None:
    """Each day a table of the last days has one row more and one less."""
    put(tmp_path / "old", page(table("1", section="18 Feb")))

    found = changes_of(tmp_path / "new", put(tmp_path / "new", page(table("1", section="19 Feb"))), tmp_path / "old")

    assert of(found) == []


def test_pages_are_compared_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A country's are read when they are new, not with every approval."""
    put(tmp_path / "old", page(table("1")))
    pages = put(tmp_path / "new", page(table("2")))
    first = changes_of(tmp_path / "new", pages, tmp_path / "old")
    keep(tmp_path / "new", first)
    monkeypatch.setattr(module, "_figures_of", lambda *_: pytest.fail("read again"))

    assert changes_of(tmp_path / "new", pages, tmp_path / "old") == first


@pytest.mark.parametrize("which", ["old", "new"])
def test_a_page_made_anew_is_compared_anew(tmp_path: Path, which: str) -> None:
    """Of this date, or of the date before, of which somebody corrected a report."""
    put(tmp_path / "old", page(table("1")))
    pages = put(tmp_path / "new", page(table("2")))
    keep(tmp_path / "new", changes_of(tmp_path / "new", pages, tmp_path / "old"))

    again = put(tmp_path / which, page(table("5")))
    found = changes_of(tmp_path / "new", again if which == "new" else pages, tmp_path / "old")

    assert [(one.old, one.new) for one in of(found)] == [("5", "2") if which == "old" else ("1", "5")]


@pytest.mark.parametrize("damage", [None, b"", b"{}", b"not json", b'{"page": "x", "figures": []}'])
def test_where_the_figures_beside_a_page_are_lost_the_page_is_read(tmp_path: Path, damage: bytes | None) -> None:
    """An edition made by an older version, or a disk that lost a file."""
    put(tmp_path / "old", page(table("1")))
    pages = put(tmp_path / "new", page(table("2")))
    for folder in ("old", "new"):
        beside = tmp_path / folder / f"{STEM}{FIGURES}"
        beside.unlink() if damage is None else beside.write_bytes(damage)

    assert [(one.old, one.new) for one in of(changes_of(tmp_path / "new", pages, tmp_path / "old"))] == [("1", "2")]


def test_what_is_not_the_page_that_was_recorded_is_not_compared(tmp_path: Path) -> None:
    """Edited by hand, gone, or never made: nothing is said of it."""
    pages = put(tmp_path / "new", page(table("2")))
    put(tmp_path / "old", page(table("1")))
    (tmp_path / "old" / f"{STEM}{FIGURES}").unlink()
    (tmp_path / "old" / f"{STEM}.html").write_text(page(table("9")), encoding="utf-8")

    assert changes_of(tmp_path / "new", pages, tmp_path / "old").compared == {}
    assert changes_of(tmp_path / "new", pages, tmp_path / "none").compared == {}
    assert changes_of(tmp_path / "new", pages, None) == Changes((), pages, {})


def test_an_edition_that_failed_the_date_before_is_not_compared(tmp_path: Path) -> None:
    """The page that says so has no figures, and all would seem new."""
    failed = EditionRecord(edition=edition(), state="failed", cause="x")
    publish_edition(tmp_path / "old", failed, {".html": page()})

    assert changes_of(tmp_path / "new", put(tmp_path / "new", page(table("2"))), tmp_path / "old").compared == {}


def test_what_is_kept_is_read_again_and_damage_is_not_believed(tmp_path: Path) -> None:
    """Attack strings in figures are text; a number of a place that is not there is damage."""
    one = Changes(((HOSTILE, "a", "b"),), {"u/b.en": "1"}, {"u/b.en": ("2", ((0, HOSTILE, ""),))})
    keep(tmp_path, one)
    assert kept_changes(tmp_path) == one

    wrong = Changes(one.places, one.pages, {"u/b.en": ("2", ((1, "a", "b"),))})
    for content in (b"", b"[]", b'{"places": 1}', written(wrong)):
        (tmp_path / NAME).write_bytes(content)
        assert kept_changes(tmp_path) is None
