"""Say how a file was understood: its letters, its columns, and what was not written in plain digits. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thongbao.data.cells import is_blank, text
from thongbao.data.faults import visible
from thongbao.data.longcsv import is_long
from thongbao.data.mapped import mapping_for
from thongbao.data.numeral import FULL_WIDTH, numeral
from thongbao.data.written import day_of, serial_day
from thongbao.language import N_, number, translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from thongbao.data.cells import Cell, Table
    from thongbao.data.raw import RawReport
    from thongbao.records import Mapping

WAYS = {
    "full-width": N_("{n} written in full-width digits, e.g. {example}"),
    "grouped": N_("{n} written with separators, e.g. {example}"),
    "myriads": N_("{n} written in ten thousands, e.g. {example}"),
    "serial": N_("{n} days written as Excel's serial numbers, e.g. {example}"),
}
SEPARATORS = {",": N_("commas"), ";": N_("semicolons"), "\t": N_("tabs")}


def understood(
    tables: Sequence[Table], reports: Sequence[RawReport], mappings: Sequence[Mapping], locale: str
) -> tuple[str, ...]:
    """Return sentences about a file in the office's language: how it was read, and what had to be interpreted.

    Nothing is said of a workbook in which every number is one.
    """
    said = [_as_csv(tables[0], reports, mappings, locale)] if len(tables) == 1 and tables[0].how else []
    found: dict[str, list[str]] = {}
    for way, example in _interpreted(reports, locale):
        found.setdefault(way, []).append(example)
    if found:
        t = translator(locale)
        for way, sentence in WAYS.items():
            if way in found:
                said.append(t(sentence).format(n=number(len(found[way]), locale), example=found[way][0]) + t("."))
    return tuple(said)


def _as_csv(table: Table, reports: Sequence[RawReport], mappings: Sequence[Mapping], locale: str) -> str:
    t = translator(locale)
    encoding, separator = table.how
    forms = Counter(visible(text(report.form.value)) for report in reports)
    return t("Read as CSV: {encoding}, separated by {separator}; {columns}. Reports: {counted}.").format(
        encoding=encoding,
        separator=t(SEPARATORS.get(separator, separator)),
        columns=_columns(table, mappings, locale),
        counted=t(", ").join(f"{form} {number(n, locale)}" for form, n in sorted(forms.items())),
    )


def _columns(table: Table, mappings: Sequence[Mapping], locale: str) -> str:
    t = translator(locale)
    header = [text(name) for name in table.rows[0]]
    mapping = None if is_long(name.lower() for name in header) else mapping_for(header, mappings)
    if mapping is None:
        return t("a line per figure")
    return t("columns by the mapping {name}").format(name=mapping.code)


def _interpreted(reports: Iterable[RawReport], locale: str) -> Iterator[tuple[str, str]]:
    """Yield each value that was not written plainly: in which way, and what it was taken for."""
    for report in reports:
        written = _told(report.day.value)
        serial = serial_day(written.translate(FULL_WIDTH)) if written else None
        if serial and serial == day_of(report.day.value, locale, report.day_formats):
            yield "serial", f"{written} = {serial}"
        for cell in report.cells:
            if isinstance(cell.value, str) and not is_blank(cell.value):
                found = numeral(cell.value, locale, whole=False)
                if found.way and isinstance(found.value, float):
                    yield found.way, f"{visible(cell.value.strip())} = {text(found.value)}"


def _told(cell: Cell) -> str:
    return text(cell) if isinstance(cell, str | float) else ""
