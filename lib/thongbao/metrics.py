"""Figures for Prometheus: a text file that node_exporter's textfile collector reads. Counts and moments only."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from thongbao.bulletin.gallery import last_shown
from thongbao.bulletin.outbox_store import Scope, tally
from thongbao.bulletin.stages import STAGES
from thongbao.database import open_store, reading
from thongbao.files import publish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from thongbao.records import OfficeParams
    from thongbao.settings import Settings

REPORTS = ("missing", "refused", "late", "zero", "on_time")
_HELP = {
    "thongbao_editions": "Editions of the day by how far they have come.",
    "thongbao_reports": "Reports of the day, of every unit and form, by state.",
    "thongbao_letters": "Letters of the day by state.",
    "thongbao_day_timestamp_seconds": "Midnight (UTC) of the day that these figures are of.",
    "thongbao_command_seconds": "How long the command took the last time.",
    "thongbao_command_exit_code": "How the command ended the last time: 0 well, 1 something failed, 3 in doubt.",
    "thongbao_last_success_timestamp_seconds": "When the command last ended with 0.",
}
_OF_COMMANDS = tuple(name for name in _HELP if "command" in name or "success" in name)
_LINE = re.compile(r"^(?P<name>[a-z_]+)\{(?P<labels>[^}]*)\} (?P<value>[-+0-9.e]+)$")

Series = dict[tuple[str, str], float]
"""Name and labels, as they are written -> value."""


def write_metrics(
    path: Path, settings: Settings, params: OfficeParams, day: date, command: str, exit_code: int, seconds: float
) -> None:
    """Write what is known of an office's day; what the file says of other commands and offices is kept.

    Args:
        command: the one that ends, e.g. run.
        exit_code: that it ends with.
        seconds: that it took.

    Raises:
        OutputUnwritable: the file stays as it was.
    """
    found = _kept(path, params.office.code)
    own = _labels(office=params.office.code, command=command)
    found["thongbao_command_seconds", own] = round(seconds, 3)
    found["thongbao_command_exit_code", own] = exit_code
    if exit_code == 0:
        found["thongbao_last_success_timestamp_seconds", own] = round(datetime.now(UTC).timestamp())
    found |= _of_day(settings, params, day)
    publish(path, "".join(_lines(found)))


def _of_day(settings: Settings, params: OfficeParams, day: date) -> Series:
    office = params.office.code
    shown = last_shown(settings.outputs, office, day)
    with reading(open_store(settings.store)) as connection:
        letters = tally(connection, Scope(office, day))
    reports = Counter(state for states in (shown.reports if shown else {}).values() for state in states.values())
    midnight = datetime.combine(day, time(), tzinfo=UTC).timestamp()
    return {
        ("thongbao_day_timestamp_seconds", _labels(office=office)): midnight,
        **_by("thongbao_editions", office, "stage", {s: shown.counts[s] if shown else 0 for s in STAGES}),
        **_by("thongbao_reports", office, "state", {state: reports[state] for state in REPORTS}),
        **_by("thongbao_letters", office, "state", {str(state): count for state, count in letters.items()}),
    }


def _by(name: str, office: str, label: str, counts: Mapping[str, int]) -> Series:
    return {(name, _labels(office=office, **{label: key})): float(count) for key, count in counts.items()}


def _labels(**values: str) -> str:
    """Return labels as they are written; all values are codes, so nothing needs an escape."""
    return ",".join(f'{name}="{value}"' for name, value in values.items())


def _kept(path: Path, office: str) -> Series:
    """Return what a file says of commands, and all that it says of other offices; nothing where it is not ours."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return {}
    found = {(m["name"], m["labels"]): float(m["value"]) for m in map(_LINE.match, text.splitlines()) if m}
    own = f'office="{office}"'
    return {key: v for key, v in found.items() if key[0] in _HELP and (key[0] in _OF_COMMANDS or own not in key[1])}


def _lines(found: Series) -> Iterator[str]:
    for name, told in _HELP.items():
        yield f"# HELP {name} {told}\n# TYPE {name} gauge\n"
        for (of, labels), value in found.items():
            if of == name:
                yield f"{name}{{{labels}}} {value:.15g}\n"
