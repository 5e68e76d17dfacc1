"""Approve a day, and file what was approved."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from support.editions import DAY, edition, office_params, receipt, recipient, same, write_edition
from thongbao.bulletin.approval import approved, content_digest, subject_of
from thongbao.bulletin.approving import approve_all, file_copy, role_of, standings, withdraw_all
from thongbao.bulletin.ledger import date_folder
from thongbao.database import open_store, reading
from thongbao.errors import WrongUse
from thongbao.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from thongbao.records import EditionRecord, OfficeParams

ARCHIVE = recipient("x@b.example", unit="*").model_copy(
    update={"delivery": "archive", "address": "", "role": same("File copy")}
)


@pytest.fixture
def place(tmp_path: Path) -> Settings:
    return Settings(tmp_path, f"sqlite:///{tmp_path / 'store.sqlite'}")


@pytest.fixture
def engine(place: Settings) -> Engine:
    return open_store(place.store, make=True)


def is_approved(engine: Engine, record: EditionRecord, needs: int = 1) -> bool:
    with reading(engine) as connection:
        return approved(connection, "zhumadian", subject_of(record.edition), content_digest(record), needs)


def with_approvers(*roles: str) -> OfficeParams:
    params = office_params()
    return params.model_copy(update={"office": params.office.model_copy(update={"approvers": roles})})


def test_an_office_says_which_roles_may_approve() -> None:
    """A mistyped role would count as a second one."""
    assert role_of(with_approvers("director", "deputy"), "deputy") == "deputy"
    assert role_of(office_params(), "any_role") == "any_role"
    with pytest.raises(WrongUse, match="director, deputy"):
        role_of(with_approvers("director", "deputy"), "Director")
    for name in ("Ms X", "", "a" * 33, "Director", "giám_đốc", "a\nb"):
        with pytest.raises(WrongUse, match="is no role"):
            role_of(office_params(), name)


def test_what_stands_is_approved_and_what_does_not_is_left(place: Settings, engine: Engine) -> None:
    """A stale edition is not swept along, and stays refused however often it is asked."""
    params = office_params(ARCHIVE)
    good, stale = (write_edition(place.outputs, params, edition(unit)) for unit in ("411702", "411721"))
    editions = [(good.edition, good, ""), (stale.edition, stale, "reports changed"), (edition(locale="vi"), None, "")]

    seen = standings(place, params, DAY, editions, engine)
    new, filed = approve_all(place, params, DAY, seen, engine, by="director")
    again, _ = approve_all(place, params, DAY, seen, engine, by="director")

    assert (new, again) == (1, 0)
    assert [bool(one.refused) for one in seen] == [False, True, True]
    assert is_approved(engine, good)
    assert not is_approved(engine, stale)
    assert len(filed) == 1


def test_an_edition_made_again_differently_is_not_approved(place: Settings, engine: Engine) -> None:
    """The approval was of what the leader saw."""
    params = office_params()
    record = write_edition(place.outputs, params, edition())
    approve_all(place, params, DAY, standings(place, params, DAY, [(edition(), record, "")], engine), engine, by="a")

    other = write_edition(place.outputs, params, edition(), revision=2)
    same_again = write_edition(place.outputs, params, edition())

    assert not is_approved(engine, other)
    assert is_approved(engine, same_again)


def test_two_are_needed_where_two_are_asked_for(place: Settings, engine: Engine) -> None:
    """The file copy is taken when the second has approved."""
    params = office_params(ARCHIVE)
    record = write_edition(place.outputs, params, edition())
    seen = standings(place, params, DAY, [(edition(), record, "")], engine, needs=2)

    _, first = approve_all(place, params, DAY, seen, engine, by="director", needs=2)
    _, second = approve_all(place, params, DAY, seen, engine, by="deputy", needs=2)

    assert (seen[0].lacking, first, len(second)) == (2, [], 1)
    assert is_approved(engine, record, needs=2)
    withdraw_all(params, DAY, [edition()], engine, by="deputy", why="map")
    assert not is_approved(engine, record, needs=2)


def test_the_headline_is_compared_with_the_last_date_there_is(place: Settings, engine: Engine) -> None:
    """Not every day has a bulletin; what cannot be read is no reason not to approve."""
    params = office_params()
    about = edition().model_copy(update={"date": DAY - timedelta(days=3)})
    write_edition(place.outputs, params, about, proof=receipt(about))
    (place.outputs / "zhumadian" / "notes").mkdir()
    record = write_edition(place.outputs, params, edition())

    (seen,) = standings(place, params, DAY, [(edition(), record, "")], engine)
    assert seen.values == seen.before == {"现有确诊": 26, "现有疑似": 6}

    for path in (place.outputs / "zhumadian").rglob("*.ipynb"):
        path.write_text("{", encoding="utf-8")
    (seen,) = standings(place, params, DAY, [(edition(), record, "")], engine)
    assert seen.values == seen.before == {}
    assert not seen.refused


@pytest.mark.parametrize("folder", [None, "filed/copies"])
def test_a_file_copy_is_the_page_as_it_was_approved(place: Settings, folder: str | None) -> None:
    """Each content has its own name; an earlier copy is never replaced."""
    params = office_params(ARCHIVE.model_copy(update={"folder": folder}), recipient("a@b.example"))
    first = write_edition(place.outputs, params, edition())
    page = (date_folder(place.outputs, "zhumadian", DAY) / f"{edition().stem}.html").read_bytes()
    (copy,) = file_copy(place, params, first)
    second = write_edition(place.outputs, params, edition(), revision=2)
    (other,) = file_copy(place, params, second)
    home = place.home / folder if folder else place.outputs / "zhumadian" / "archive"

    assert copy.parent == other.parent == home / "2020-02-19" / "411702"
    assert copy.name.startswith("county_daily.zh_Hans.r1.")
    assert other.name.startswith("county_daily.zh_Hans.r2.")
    assert copy.read_bytes() == page != other.read_bytes()
    assert json.loads(copy.with_suffix(".json").read_bytes()) == json.loads(first.model_dump_json())


def test_without_an_archive_nothing_is_filed(place: Settings) -> None:
    """And an archive of another unit gets nothing."""
    params = office_params(recipient("a@b.example"), ARCHIVE.model_copy(update={"units": ("411721",)}))

    assert file_copy(place, params, write_edition(place.outputs, params, edition())) == []
