"""What a machine would make editions with: everything that an edition could show."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import psutil
import pytest

from support.arrivals import a_key, a_report
from thongbao.cluster.batch import FAULT, STORE, Asked, differences
from thongbao.cluster.likeness import likeness, not_over_the_network, report_in
from thongbao.data.reports import append
from thongbao.database import open_store, writing
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from thongbao.settings import Settings

OFFICE = "zhumadian"


def arrive(home: Settings, unit: str) -> None:
    with writing(open_store(home.store)) as connection:
        append(connection, a_key(unit, office=OFFICE), a_report(1))


def test_the_same_machine_says_the_same(home: Settings) -> None:
    """Also when reports have come meanwhile, if it is asked for the one that was the newest."""
    arrive(home, "411702")
    ours = likeness(Asked(OFFICE), home)
    arrive(home, "411721")

    assert FAULT not in ours
    assert not [*differences(ours, likeness(Asked(OFFICE, report_in(ours))))]


def change_unit(home: Settings) -> None:
    units = home.params / OFFICE / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace("411702,", "411799,", 1), encoding="utf-8")


def change_helper(home: Settings) -> None:
    (home.notebooks / "wording.py").write_text("WORD = 'a'\n")


def empty_store(home: Settings) -> None:
    store = home.data / "store.sqlite"
    store.rename(store.with_name("moved"))
    open_store(home.store, make=True)


@pytest.mark.parametrize(
    ("change", "named"),
    [(change_unit, f"params/{OFFICE}"), (change_helper, "modules in notebooks/"), (empty_store, "the store there")],
)
def test_what_could_change_an_edition_is_named(home: Settings, change: Callable[[Settings], None], named: str) -> None:
    """Settings, modules beside the notebooks, reports."""
    arrive(home, "411702")
    ours = likeness(Asked(OFFICE), home)

    change(home)

    (found,) = differences(ours, likeness(Asked(OFFICE, report_in(ours)), home))
    assert found.startswith(named)


def test_recipients_and_mail_are_not_needed_where_editions_are_made(home: Settings) -> None:
    """Addresses need not be on every machine."""
    ours = likeness(Asked(OFFICE), home)
    for name in ("recipients.yml", "mail.yml"):
        (home.params / OFFICE / name).unlink(missing_ok=True)

    assert not [*differences(ours, likeness(Asked(OFFICE), home))]


def test_a_machine_without_the_project_or_the_store_says_so(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in a sentence, with what to do."""
    assert "does not exist" in likeness(Asked(OFFICE), type(home)(home.home, "sqlite:////nowhere/store.sqlite"))[FAULT]
    monkeypatch.setenv("THONGBAO_HOME", "/nowhere")

    assert "no project at /nowhere" in likeness(Asked(OFFICE))[FAULT]


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "ext4"])
def test_a_sqlite_file_on_a_network_drive_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Its locks do not hold there; PostgreSQL is not asked."""
    drives = [SimpleNamespace(mountpoint="/", fstype="ext4"), SimpleNamespace(mountpoint=str(tmp_path), fstype=kind)]
    monkeypatch.setattr(psutil, "disk_partitions", lambda **_: drives)
    store = f"sqlite:///{tmp_path}/data/store.sqlite"

    not_over_the_network("postgresql://db.example/thongbao")
    if kind == "ext4":
        not_over_the_network(store)
    else:
        with pytest.raises(WrongUse, match=rf"network drive \({kind}\).*PostgreSQL"):
            not_over_the_network(store)


def test_no_report_is_no_number(home: Settings) -> None:
    """An office begins without any."""
    assert report_in(likeness(Asked(OFFICE), home)) is None
    assert likeness(Asked(OFFICE), home)[STORE] == ""
