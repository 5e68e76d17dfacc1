"""Figures for Prometheus: what its own parser reads back."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from support.approved import approved, made
from thongbao.errors import OutputUnwritable
from thongbao.metrics import write_metrics
from thongbao.params.office import read_office
from thongbao.snapshots import write_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import OfficeParams
    from thongbao.settings import Settings

DAY = date(2020, 2, 19)


@pytest.fixture
def params(home: Settings) -> OfficeParams:
    """The sample office with two counties' editions made, one approved, one stale."""
    records = made(home)
    approved(home, records[:1])
    read = read_office(home.params, "zhumadian")
    write_snapshot(home, read, DAY, {records[1].edition.stem: "reports changed"})
    return read


def read_back(path: Path) -> dict[tuple[str, ...], float]:
    """Name and values of the labels -> value, as Prometheus reads them."""
    families = list(text_string_to_metric_families(path.read_text(encoding="utf-8")))
    assert all(family.type == "gauge" and family.documentation for family in families)
    return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}


def test_counts_and_moments_are_read_back_by_prometheus(tmp_path: Path, home: Settings, params: OfficeParams) -> None:
    """Editions by stage, reports and letters by state, how long it took, when it last went well."""
    path = tmp_path / "thongbao.prom"
    before = time.time()
    write_metrics(path, home, params, DAY, "run", 0, 12.5)
    found = read_back(path)

    assert found["thongbao_editions", "zhumadian", "approved"] == 1
    assert found["thongbao_editions", "zhumadian", "stale"] == 1
    assert found["thongbao_editions", "zhumadian", "missing"] == 11
    assert found["thongbao_reports", "zhumadian", "missing"] > 0
    assert found["thongbao_letters", "zhumadian", "in_doubt"] == 0
    assert found["thongbao_command_seconds", "zhumadian", "run"] == 12.5
    assert found["thongbao_day_timestamp_seconds", "zhumadian"] == datetime(2020, 2, 19, tzinfo=UTC).timestamp()
    assert before - 1 <= found["thongbao_last_success_timestamp_seconds", "zhumadian", "run"] <= time.time() + 1


def test_what_other_commands_and_offices_wrote_is_kept(tmp_path: Path, home: Settings, params: OfficeParams) -> None:
    """One file for all; a failure does not move the moment of the last success."""
    path = tmp_path / "thongbao.prom"
    write_metrics(path, home, params, DAY, "run", 0, 1)
    succeeded = read_back(path)["thongbao_last_success_timestamp_seconds", "zhumadian", "run"]
    other = params.model_copy(update={"office": params.office.model_copy(update={"code": "elsewhere"})})
    write_metrics(path, home, other, DAY, "run", 0, 2)
    write_metrics(path, home, params, DAY, "send", 3, 3)
    write_metrics(path, home, params, DAY, "run", 1, 4)
    found = read_back(path)

    assert found["thongbao_last_success_timestamp_seconds", "zhumadian", "run"] == succeeded
    assert ("thongbao_last_success_timestamp_seconds", "zhumadian", "send") not in found
    assert found["thongbao_command_exit_code", "zhumadian", "send"] == 3
    assert found["thongbao_command_exit_code", "zhumadian", "run"] == 1
    assert found["thongbao_command_seconds", "elsewhere", "run"] == 2
    assert found["thongbao_editions", "elsewhere", "made"] == 0


@pytest.mark.parametrize("damaged", [b"", b"\xff\xfe", b"node_load1 0.5\n", b'thongbao_command_seconds{office="x"'])
def test_a_file_that_is_not_ours_is_written_anew(
    tmp_path: Path, home: Settings, params: OfficeParams, damaged: bytes
) -> None:
    """Nothing that cannot be read is carried on."""
    path = tmp_path / "thongbao.prom"
    path.write_bytes(damaged)
    write_metrics(path, home, params, DAY, "run", 0, 1)

    assert ("thongbao_command_seconds", "zhumadian", "run") in read_back(path)
    assert b"node_load1" not in path.read_bytes()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, home: Settings, params: OfficeParams) -> None:
    """The collector never finds half a file, and the operator learns why there is none."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable, match=r"thongbao\.prom"):
        write_metrics(tmp_path / "file" / "thongbao.prom", home, params, DAY, "run", 0, 1)
