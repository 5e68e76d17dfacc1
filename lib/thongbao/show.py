"""What the commands print: short, plain, and grouped by what the operator can do about it."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from thongbao.data.summary import report_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from thongbao.bulletin.job import Job
    from thongbao.bulletin.ledger import Batch
    from thongbao.bulletin.letters import Letters
    from thongbao.data.summary import Summary
    from thongbao.records import EditionRecord, OfficeParams
    from thongbao.settings import Settings

NAMED_PER_CAUSE = 8


class Progress:
    """A bar on a terminal, plain lines otherwise."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None
        self._failures = 0
        self._started = time.monotonic()

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            words = TextColumn("{task.fields[per_minute]:.0f}/min  {task.fields[failures]} failed")
            columns = (
                BarColumn(),
                MofNCompleteColumn(),
                words,
                TimeRemainingColumn(),
                TextColumn("{task.description}"),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, record: EditionRecord, done: int, total: int) -> None:
        """Show that one more edition was run."""
        stem = record.edition.stem
        self._failures += record.state == "failed"
        if self._bar:
            if done == 1:
                self._task = self._bar.add_task("", total=total, per_minute=0.0, failures=0)
                self._started = time.monotonic()
            minutes = max(time.monotonic() - self._started, 1e-3) / 60
            told = {"per_minute": (done - 1) / minutes, "failures": self._failures}
            self._bar.update(self._task, completed=done, description=stem, **told)
            return
        why = f": {record.cause}" if record.cause else ""
        click.echo(f"[{done}/{total}] {stem} {record.state} in {record.seconds:.1f} s{why}", err=True)


def show_batch(batch: Batch, settings: Settings, params: OfficeParams, day: date) -> int:
    """Print what a run did and where the pages are; return the exit code."""
    if batch.failed:
        click.echo("\nFailed, by cause:")
        causes = Counter(record.cause for record in batch.failed)
        for cause, times in causes.most_common():
            units = [r.edition.unit for r in batch.failed if r.cause == cause]
            more = f" and {len(units) - NAMED_PER_CAUSE} more" if len(units) > NAMED_PER_CAUSE else ""
            count = f"{times} edition{'s' if times > 1 else ''}"
            click.echo(f"  {count}: {cause}\n      {', '.join(units[:NAMED_PER_CAUSE])}{more}")
            detail = next(r.detail for r in batch.failed if r.cause == cause)
            for line in detail.splitlines()[-6:]:
                click.echo(f"      | {line}")
    if batch.stopped:
        click.echo(f"\nStopped after {len(batch.failed)} failures, as --max-failures says. What was made stands.")
    index = settings.outputs / params.office.code / day.isoformat() / "index.html"
    click.echo(f"\n{'made':>6} {'skipped':>8} {'failed':>7} {'seconds':>8}")
    click.echo(f"{len(batch.made):>6} {len(batch.skipped):>8} {len(batch.failed):>7} {batch.seconds:>8.1f}")
    click.echo(f"\nBulletins of {params.office.code} for {day}:\n  {index}\n  {index.as_uri()}")
    return 1 if batch.failed else 0


def show_why(editions: Sequence[tuple[Job, str]]) -> None:
    """Print of each edition why it would be made, or what it stands on."""
    for job, why in editions:
        if why:
            click.echo(f"{job.edition.stem} would be made: {why}")
            continue
        receipt = job.before.receipt if job.before else None
        read = ", ".join(f"{part.form} {part.first} to {part.last}" for part in receipt.slices) if receipt else ""
        click.echo(f"{job.edition.stem} stands: nothing it was made from has changed. It read {read or 'no reports'}.")


def show_intake(summary: Summary, folder: Path) -> int:
    """Print what became of the files and where the reports of faults are; return the exit code.

    Args:
        folder: where the intake wrote its summary.
    """
    outcomes = Counter(file.outcome for file in summary.files)
    files = ", ".join(f"{n} {outcome}" for outcome, n in outcomes.most_common()) or "none"
    click.echo(f"Files: {files}.")
    click.echo(f"Reports: {summary.new} new, {summary.revised} corrected, {summary.refused} refused.")
    for file in summary.files:
        if file.refused:
            click.echo(f"  {file.name}: {file.outcome}; what to do is in {folder / report_name(file.path.name)}")
            first = next((fault for fault in file.faults if fault.severity == "error"), None)
            click.echo(f"      {first}" if first else "")
    return 1 if summary.refused else 0


def show_letters(written: Letters, folder: Path) -> int:
    """Print which letters were written and which could not be; return the exit code."""
    click.echo(f"{len(written.paths)} letters written to {folder}")
    for reason in written.withheld:
        click.echo(f"  withheld: {reason}")
    return 1 if written.withheld else 0
