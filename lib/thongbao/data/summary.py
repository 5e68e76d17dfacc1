"""What became of an intake, in the office's language: summary.txt, and one report of faults per refused file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.data.faults import printable, visible
from thongbao.files import publish, sha256
from thongbao.language import N_, moment, number, translator

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from thongbao.records import Fault

SUFFIX = ".faults.txt"
LONGEST_NAME = 150
"""Bytes of a file's name that are kept in the name of its report."""

MOST_FAULTS = 200
"""Faults of one file that are listed; a file with more has one cause for many of them."""

OUTCOMES = {
    "skipped": N_("known already"),
    "skipped (corrected since)": N_("known already; a later correction is in force"),
    "new": N_("taken in"),
    "revised": N_("taken in as a correction"),
    "nothing new": N_("nothing new"),
    "partly": N_("partly refused"),
    "refused": N_("refused"),
}


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What became of one file.

    Attributes:
        name: as it can be shown.
        new, revised, same, refused: numbers of reports; a file that could not be opened counts as one refused.
        skipped: the same content was taken in before.
        superseded: it was, and what it says is no longer in force.
        digest: sha256 of its content, hexadecimal; "" where that could not be read.
        faults: errors and warnings of all its reports, in the office's language.
        understood: how it was read, in the office's language.
    """

    path: Path
    name: str
    new: int = 0
    revised: int = 0
    same: int = 0
    refused: int = 0
    skipped: bool = False
    superseded: bool = False
    digest: str = ""
    faults: tuple[Fault, ...] = ()
    understood: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """One of OUTCOMES."""
        if self.skipped:
            return "skipped (corrected since)" if self.superseded else "skipped"
        if self.refused:
            return "partly" if self.new + self.revised + self.same else "refused"
        return "new" if self.new else "revised" if self.revised else "nothing new"


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of the files of one intake, in the order in which they were taken in."""

    files: tuple[FileOutcome, ...]

    @property
    def new(self) -> int:
        """Number of reports of which there was none before."""
        return sum(file.new for file in self.files)

    @property
    def revised(self) -> int:
        """Number of corrections."""
        return sum(file.revised for file in self.files)

    @property
    def same(self) -> int:
        """Number of reports that said what was known already, in files that were not known."""
        return sum(file.same for file in self.files)

    @property
    def refused(self) -> int:
        """Number of reports, or of files that could not be opened, that were refused."""
        return sum(file.refused for file in self.files)

    @property
    def skipped(self) -> int:
        """Number of files that had been taken in before."""
        return sum(file.skipped for file in self.files)

    def text(self, locale: str = "en") -> str:
        """Return the counts, then a line per file that was not known, with its warnings."""
        t = translator(locale)
        counts = t(
            "{new} new, {revised} corrected, {same} nothing new, {refused} refused; {skipped} files known already."
        )
        numbers = {name: getattr(self, name) for name in ("new", "revised", "same", "refused", "skipped")}
        lines = [t("Reports: ") + counts.format(**{name: number(n, locale) for name, n in numbers.items()})]
        for file in self.files:
            if not file.skipped or file.superseded:
                lines.append(f"{t(OUTCOMES[file.outcome])}\t{file.name}")
                lines += [f"\t{said}" for said in file.understood]
                lines += [f"\t{fault}" for fault in file.faults if fault.severity == "warning"]
            if file.refused:
                lines.append(
                    "\t" + t("What to do is written in {file}").format(file=visible(report_name(file.path.name)))
                )
        return "\n".join(lines)


def publish_summary(folder: Path, summary: Summary, locale: str, now: datetime) -> None:
    """Write summary.txt and the reports of faults; take away the reports of files that are well now.

    Args:
        folder: the office's intake folder.
        now: office time.
    """
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    texts: dict[str, list[str]] = {}
    for file in summary.files:
        parts = texts.setdefault(report_name(file.path.name), [])
        if file.refused:
            parts.append(faults_text(file, locale, now))
    for name, parts in texts.items():
        if parts:
            publish(folder / name, "\n".join(parts))
        elif name in there:
            (folder / name).unlink(missing_ok=True)
    publish(folder / "summary.txt", summary_text(summary, locale, now))


def report_name(name: str) -> str:
    """Return the name of the report of faults of a file.

    A name too long for a second ending is cut; what a terminal would obey instead of showing becomes ``_``. Names that
    were changed so are told apart.
    """
    plain = name.isprintable() and "/" not in name and "\\" not in name
    shown = (name if plain else "".join(ch if printable(ch) and ch not in "/\\" else "_" for ch in name)).encode()
    if shown == name.encode("utf-8", "surrogatepass") and len(shown) <= LONGEST_NAME:
        return name + SUFFIX
    digest = sha256(name.encode("utf-8", "surrogatepass"))
    return shown[:LONGEST_NAME].decode("utf-8", "ignore") + "-" + digest[:8] + SUFFIX


def summary_text(summary: Summary, locale: str, now: datetime) -> str:
    """Return what stands in summary.txt."""
    t = translator(locale)
    return t("Intake of {moment}").format(moment=moment(now, locale)) + "\n" + summary.text(locale) + "\n"


def faults_text(file: FileOutcome, locale: str, now: datetime) -> str:
    """Return what is wrong with one file, one numbered fault after the other, and what happens next."""
    t = translator(locale)
    lines = [f"{file.name}: {t(OUTCOMES[file.outcome])} ({moment(now, locale)})"]
    if file.outcome == "partly":
        kept = t("Reports taken in: {taken}; refused: {refused}.")
        taken = file.new + file.revised + file.same
        lines.append(kept.format(taken=number(taken, locale), refused=number(file.refused, locale)))
    lines.append("")
    errors = [fault for fault in file.faults if fault.severity == "error"]
    for n, fault in enumerate(errors[:MOST_FAULTS], start=1):
        lines += [f"{n}. {fault.where}", f"   {fault.message} [{fault.code}]", ""]
    if len(errors) > MOST_FAULTS:
        lines += [t("And {n} more of these.").format(n=number(len(errors) - MOST_FAULTS, locale)), ""]
    lines.append(t("The file stays where it is. Correct it, save it in the same place, and take it in again."))
    return "\n".join(lines) + "\n"
