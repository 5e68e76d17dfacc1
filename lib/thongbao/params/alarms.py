"""Read which clusters of cases are alarms: params/alarms.yml for all offices, and an office's own alarms.yml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.entries import Entry, read_entry, repeated
from thongbao.params.findings import Finding, nearest, shown
from thongbao.records import AlarmSettings
from thongbao.records.alarm import ANY

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from thongbao.records import Form

FILE = "alarms.yml"


def read_alarms(
    params: Path, office: str, forms: dict[str, Entry[Form]], kinds: Collection[str]
) -> tuple[AlarmSettings, list[Finding]]:
    """Read the common rules and those of an office; neither file need be there.

    Args:
        params: the folder of all offices.
        forms: those of the office that are right, by code.
        kinds: every kind of unit of the office; empty where it is not known.

    Returns:
        what holds for the office, and everything wrong with either file.
    """
    common, found = _read(params / FILE, f"params/{FILE}")
    own, wrong = _read(params / office / FILE, f"params/{office}/{FILE}")
    found += wrong
    if common is not None and common.value.watched:
        message = "Only an office can say which figures are watched. Move this to its own alarms.yml."
        found.append(common.finding("watched-in-common", message, "watched"))
    rules = {rule.code: rule for entry in (common, own) if entry for rule in entry.value.rules}
    if own is None:
        return AlarmSettings(rules=tuple(rules.values())), found
    found += _watched(own, {rule.disease for rule in rules.values()}, forms, kinds)
    return AlarmSettings(rules=tuple(rules.values()), watched=own.value.watched), found


def _read(path: Path, name: str) -> tuple[Entry[AlarmSettings] | None, list[Finding]]:
    if not path.exists():
        return None, []
    entry, found = read_entry(path, name, AlarmSettings)
    if entry is not None:
        codes = [rule.code for rule in entry.value.rules]
        found += [entry.finding("duplicate-code", text, "rules", n, "code") for n, text in repeated(codes, "rule")]
    return entry, found


def _watched(
    own: Entry[AlarmSettings], diseases: set[str], forms: dict[str, Entry[Form]], kinds: Collection[str]
) -> list[Finding]:
    found = []
    for place, watched in enumerate(own.value.watched):
        wrong = _figure(watched.form, watched.column, watched.rows, forms)
        if ANY not in diseases and watched.disease not in diseases:
            wrong.append(
                (
                    "disease",
                    "unknown-disease",
                    f"No rule is about {watched.disease}. {nearest(watched.disease, diseases)}",
                )
            )
        strange = [kind for kind in watched.kinds if kinds and kind not in kinds]
        wrong += [("kinds", "unknown-kind", f"No unit has the kind {shown(k)}. {nearest(k, kinds)}") for k in strange]
        found += [own.finding(code, message, "watched", place, key) for key, code, message in wrong]
    return found


def _figure(form: str, column: str, rows: tuple[str, ...], forms: dict[str, Entry[Form]]) -> list[tuple[str, str, str]]:
    if form not in forms:
        return [("form", "unknown-form", f"The office has no form {shown(form)}. {nearest(form, forms)}")]
    asked = {c.code: c for c in forms[form].value.columns}
    if column not in asked:
        return [("column", "unknown-cell", f"The form {form} has no column {shown(column)}. {nearest(column, asked)}")]
    if asked[column].basis == "stock":
        message = f"{form}.{column} is a stock: what is new cannot be read from it. Watch a flow or a cumulative."
        return [("column", "stock-watched", message)]
    known = [row for row, asks in forms[form].value.cells() if asks == column]
    lost = [row for row in rows if row not in known]
    return [
        ("rows", "unknown-row", f"{form}.{column} is not asked in {shown(row)}. {nearest(row, known)}") for row in lost
    ]
