"""`thongbao run --due` as a timer calls it: exit codes, words, log lines and figures."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from prometheus_client.parser import text_string_to_metric_families

from thongbao.bulletin.ledger import Batch
from thongbao.bulletin.plan import plan
from thongbao.cli import main
from thongbao.commands import making
from thongbao.errors import RunBusy

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["run", *arguments])


def working_days_only(home: Settings) -> None:
    """Let every form of the office report on working days."""
    for path in (home.params / "forms").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("cadence: daily", "cadence: daily\nreporting_days: working_days"), encoding="utf-8"
        )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[date, tuple[str, ...]]]:
    """What the batch was asked for, instead of making it."""
    seen: list[tuple[date, tuple[str, ...]]] = []

    def make(_here: Any, params: Any, day: date, wish: Any, *_: Any) -> Batch:
        seen.append((day, wish.bulletins))
        if day == date(2020, 2, 18):
            raise RunBusy("Another process is making bulletins.")
        return Batch(planned=tuple(plan(params, day, wish)))

    monkeypatch.setattr(making, "make", make)
    return seen


def test_nothing_due_is_well_and_is_said(home: Settings, asked: list[Any]) -> None:
    """A timer fires on holidays, too."""
    working_days_only(home)
    result = run("2020-02-22", "--due")

    assert result.exit_code == 0, result.output
    assert "Nothing of zhumadian is due for 2020-02-22." in result.output
    assert asked == []


def test_missed_days_are_caught_up_and_one_that_cannot_be_made_stops_no_other(home: Settings, asked: list[Any]) -> None:
    """The oldest first; the exit code is that of what went worst."""
    result = run("2020-02-19", "--due", "--since", "2020-02-17")

    assert [day.day for day, _ in asked] == [17, 18, 19]
    assert {bulletins for _, bulletins in asked} == {("county_daily", "city_rollup")}
    assert result.exit_code == 1
    assert "2020-02-18: Another process is making bulletins." in result.output


@pytest.mark.parametrize(
    "wrong", [["--since", "2020-02-17"], ["--due", "--bulletin", "county_daily"], ["--due", "--why", "411702"]]
)
def test_options_that_contradict_each_other_are_wrong_use(home: Settings, asked: list[Any], wrong: list[str]) -> None:
    """Said before anything is made."""
    result = run("2020-02-19", *wrong)

    assert result.exit_code == 2
    assert "--due" in result.output
    assert asked == []


def test_a_run_leaves_log_lines_figures_and_a_gallery_that_agree(home: Settings, tmp_path: Path) -> None:
    """For real: one county; its edition stands in all three, and nobody's words stand in the log."""
    log, metrics = tmp_path / "a.jsonl", tmp_path / "a.prom"
    result = run("2020-02-19", "--due", "--unit", "411702", "--log", str(log), "--metrics", str(metrics))
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    gauges = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.read_text(encoding="utf-8"))
        for sample in family.samples
    }
    shown = json.loads((home.outputs / "zhumadian" / "2020-02-19" / "index.json").read_text(encoding="utf-8"))
    (edition,) = [line for line in lines if line["event"] == "edition"]

    assert [line["event"] for line in lines] == ["begin", "edition", "batch", "end"]
    assert {(line["run"], line["office"]) for line in lines} == {(lines[0]["run"], "zhumadian")}
    assert (edition["unit"], edition["bulletin"], edition["day"]) == ("411702", "county_daily", "2020-02-19")
    assert lines[-1]["exit_code"] == result.exit_code == gauges["thongbao_command_exit_code", "zhumadian", "run"]
    for stage, count in shown["counts"].items():
        assert gauges["thongbao_editions", "zhumadian", stage] == count
    assert shown["counts"]["missing"] == 12
    assert shown["at"]
    assert all(states["411702"] == "missing" for states in shown["reports"].values())
