"""docs/operations.md: the examples for timers are what they say: their commands run, their units and code are valid."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from conftest import PROJECT
from thongbao.bulletin import delivery
from thongbao.bulletin.ledger import Batch
from thongbao.cli import main
from thongbao.commands import making

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

TEXT = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
PLACE = "/srv/thongbao"


def blocks(language: str) -> list[str]:
    """Return the code blocks of a language, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    """Return every command line that a timer calls, wherever it stands."""
    lines = [
        line for language in ("cron", "systemd", "python") for block in blocks(language) for line in block.splitlines()
    ]
    found = (re.search(rf"{PLACE}/\.venv/bin/thongbao ([^\"]*)", line) for line in lines)
    return [each[1].strip() for each in found if each]


def test_there_is_an_example_for_each_kind_of_timer() -> None:
    """Otherwise the tests below would test nothing."""
    assert len(commands()) == 6
    assert len(blocks("systemd")) == 2


@pytest.mark.parametrize("line", commands())
def test_a_timer_s_command_line_runs(home: Settings, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """As it stands there, but for where it is installed."""
    asked: list[Any] = []

    def make(*given: Any) -> Batch:
        asked.append(given)
        return Batch(planned=())

    monkeypatch.setattr(making, "make", make)
    monkeypatch.setenv("THONGBAO_LOG", "json")
    noon = datetime.now(ZoneInfo("Asia/Shanghai")).replace(hour=12)  # after the cut-off reminding would be too late
    monkeypatch.setattr(delivery, "now", lambda: noon)
    arguments = shlex.split(line.replace(PLACE, shlex.quote(str(home.home))))
    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 0, result.output
    assert bool(asked) == (arguments[0] == "run")
    assert '"event":"end"' in result.stderr


@pytest.mark.parametrize("line", [line for block in blocks("cron") for line in block.splitlines()])
def test_a_line_for_cron_has_five_times_or_sets_a_variable_and_no_bare_percent(line: str) -> None:
    """cron reads % as the end of the command."""
    times = re.match(r"(?:[0-9*,/-]+ ){5}/", line)

    assert times or re.fullmatch(r"[A-Z_]+=\S+", line)
    assert not re.search(r"(?<!\\)%", line)


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    """systemd's own check, where it is installed."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    service, timer = (tmp_path / f"thongbao-run.{kind}" for kind in ("service", "timer"))
    program = shutil.which("true") or "/bin/true"
    unit, timed = blocks("systemd")
    service.write_text(re.sub(rf"{PLACE}/\S+/thongbao", program, unit).replace("User=thongbao\n", ""), encoding="utf-8")
    timer.write_text(timed, encoding="utf-8")

    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(service), str(timer)], capture_output=True, text=True, check=False
    )
    said = [line for line in verified.stderr.splitlines() if "thongbao" in line]
    when = re.search(r"OnCalendar=(.*)", timed)
    assert when is not None
    calendar = subprocess.run(["systemd-analyze", "calendar", when[1]], capture_output=True, text=True, check=False)

    assert said == []
    assert calendar.returncode == 0, calendar.stderr


def test_the_airflow_example_is_python_that_calls_the_command() -> None:
    """Read, not run: Airflow is not needed to know that it is well written."""
    (block,) = blocks("python")
    calls = [node for node in ast.walk(ast.parse(block)) if isinstance(node, ast.Call)]
    (operator,) = [call for call in calls if getattr(call.func, "id", "") == "BashOperator"]
    given = {k.arg: k.value for k in operator.keywords}

    assert isinstance(given["bash_command"], ast.Constant)
    assert str(given["bash_command"].value).endswith("thongbao run --due")
    assert {"task_id", "env", "append_env"} <= set(given)


def test_every_option_named_for_logs_and_figures_is_there() -> None:
    """The list of commands that take --log and --metrics is true."""
    for option in ("--log", "--metrics"):
        (said,) = re.findall(rf"- `{option} FILE` \(([a-z, ]+)\)", TEXT)
        having = {name for name, command in main.commands.items() if any(option in p.opts for p in command.params)}

        assert set(said.split(", ")) == having
