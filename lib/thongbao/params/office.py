"""Read everything an office has under params/ and hold it against itself; all faults of all files at once."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from thongbao.errors import ParamsInvalid, WrongUse
from thongbao.params.addresses import address_problem
from thongbao.params.alarms import read_alarms
from thongbao.params.bulletins import check_bulletins
from thongbao.params.calendarfile import check_reporting_days, read_calendar
from thongbao.params.deskfile import read_desk
from thongbao.params.entries import Entry, one_line, read_entries, read_entry, repeated
from thongbao.params.findings import Finding, faults, nearest, shown
from thongbao.params.forms import check_forms, read_forms
from thongbao.params.mailfile import read_mail
from thongbao.params.mappings import check_mappings, read_mappings
from thongbao.params.recipients import check_mail, check_recipients
from thongbao.params.timezones import timezone_problem
from thongbao.params.units import Units, read_units
from thongbao.records import Bulletin, Form, Office, OfficeParams, Recipient

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.params.yamlfile import YamlFile


_FOLDERS = ("mappings",)
_FILES = (
    *("office.yml", "units.csv", "bulletins.yml", "recipients.yml", "mail.yml"),
    *("calendar.csv", "alarms.yml", "desk.yml"),
)


def offices(params: Path) -> list[str]:
    """Return the codes of the offices, sorted."""
    return sorted(path.parent.name for path in params.glob("*/office.yml"))


def default_office(params: Path) -> str:
    """Return the office that is meant where none is named: the first by code.

    Raises:
        WrongUse: there is none.
    """
    there = offices(params)
    if not there:
        raise WrongUse(f"{params} has no office: no folder in it has an office.yml. Copy one from another project.")
    return there[0]


def read_office(params: Path, office: str) -> OfficeParams:
    """Read one office.

    Args:
        params: the folder of all offices and forms.
        office: code of the office, the name of its folder.

    Raises:
        WrongUse: there is no such office.
        ParamsInvalid: with every fault of every file, each with file and line or row.
    """
    if office not in offices(params):
        raise WrongUse(f"There is no office {shown(office)} under {params}. {nearest(office, offices(params))}")
    folder, name = params / office, f"params/{office}"
    head, found = read_entry(folder / "office.yml", f"{name}/office.yml", Office)
    units = read_units(folder / "units.csv", f"{name}/units.csv", head.value.root if head else None)
    # Where office.yml does not say which forms are used, look at all of them: their faults are wanted too.
    used = list(head.value.forms) if head else sorted(path.stem for path in (params / "forms").glob("*.yml"))
    forms, wrong_forms = read_forms(params, used)
    bulletins, wrong_bulletins, bulletin_file = read_entries(
        folder / "bulletins.yml", f"{name}/bulletins.yml", Bulletin
    )
    recipients, wrong_recipients = _recipients(folder, name)
    mail, wrong_mail = read_mail(folder / "mail.yml", f"{name}/mail.yml")
    mappings, wrong_mappings = read_mappings(folder / "mappings", f"{name}/mappings")

    found += _check_office(head, params, office, units) if head else []
    found += _check_filled(head, forms, units) if head else []
    found += units.findings
    calendar, wrong_calendar = read_calendar(folder / "calendar.csv", f"{name}/calendar.csv")
    found += wrong_calendar + (check_reporting_days(head.value, calendar, forms) if head else [])
    found += _strangers(folder, name)
    found += wrong_forms + check_forms(forms, used, _kinds(params, forms, units))
    right_bulletins, more = check_bulletins(bulletins, units.kinds)
    found += wrong_bulletins + more
    found += wrong_recipients + (check_mail(head) if head else [])
    found += check_recipients(
        recipients,
        head.value if head else None,
        right_bulletins,
        _codes(bulletin_file),
        units.kind_of,
    )
    alarms, wrong_alarms = read_alarms(params, office, forms, units.kinds)
    found += wrong_alarms
    found += wrong_mail
    desk, wrong_desk = read_desk(folder / "desk.yml", f"{name}/desk.yml", units.rows)
    found += wrong_desk
    found += wrong_mappings + check_mappings(mappings, forms, used, units.units)
    if found or head is None:
        raise ParamsInvalid(faults(found))
    return OfficeParams(
        office=head.value,
        units=units.units,
        forms=tuple(forms[code].value for code in used),
        bulletins=tuple(entry.value for entry in bulletins),
        recipients=tuple(entry.value for entry in recipients),
        mappings=tuple(entry.value for entry in mappings),
        calendar=calendar,
        mail=mail,
        alarms=alarms,
        desk=desk,
    )


def _recipients(folder: Path, name: str) -> tuple[list[Entry[Recipient]], list[Finding]]:
    """Read recipients.yml; an office that sends no letters need not have it."""
    path = folder / "recipients.yml"
    if not path.exists():
        return [], []
    entries, found, _ = read_entries(path, f"{name}/recipients.yml", Recipient)
    return entries, found


def _strangers(folder: Path, name: str) -> list[Finding]:
    """Find files that nothing reads, e.g. ``recipient.yml``: their author believes they are in force."""
    found = []
    for path in sorted([*folder.glob("*.*"), *folder.glob("mappings/*.*")]):
        shown_as = path.relative_to(folder).as_posix()
        if path.name[0] in ".~" or path.suffix.lower() not in (".yml", ".yaml", ".csv", ".json"):
            continue
        if shown_as not in _FILES and not (path.parent != folder and path.suffix == ".yml"):
            known = nearest(shown_as, _FILES) if path.parent == folder else "Let its name end in .yml."
            found.append(Finding(f"{name}/{shown_as}", 0, "unknown-file", f"Nothing reads this file. {known}"))
    for path in sorted(path for path in folder.iterdir() if path.is_dir() and path.name[0] not in "._~"):
        if path.name not in _FOLDERS:
            message = f"Nothing reads this folder. {nearest(path.name, _FOLDERS)}"
            found.append(Finding(f"{name}/{path.name}", 0, "unknown-folder", message))
    return found


def _check_office(head: Entry[Office], params: Path, folder: str, units: Units) -> list[Finding]:
    office = head.value
    found = []
    if office.code != folder:
        message = f"code was {office.code} in the folder {folder}. Make them the same."
        found.append(head.finding("code-differs", message, "code"))
    found += one_line(head, "names")
    if units.rows and office.root not in units.rows:
        found.append(head.finding("no-root", _no_root(office.root, units), "root"))
    problem = timezone_problem(office.timezone)
    if problem:
        found.append(head.finding("bad-timezone", problem, "timezone"))
    problem = address_problem(office.sender) if office.sender is not None else ""
    if problem:
        found.append(head.finding("bad-address", problem, "sender"))
    there = sorted(path.stem for path in (params / "forms").glob("*.yml"))
    for n, code in enumerate(office.forms):
        if code not in there:
            message = f"There is no form params/forms/{code}.yml. {nearest(code, there)}"
            found.append(head.finding("unknown-form", message, "forms", n))
    found += [head.finding("duplicate-code", text, "forms", n) for n, text in repeated(office.forms, "form")]
    codes = [group.code for group in office.groups]
    found += [head.finding("duplicate-code", text, "groups", n, "code") for n, text in repeated(codes, "group")]
    return found + _check_groups(head, units)


def _no_root(root: str, units: Units) -> str:
    tops = [unit.code for unit in units.units if not unit.parent]
    known = f"Did you mean {tops[0]}, which has no parent?" if len(tops) == 1 else nearest(root, units.rows)
    return f"The root {shown(root)} has no row in units.csv. {known}"


def _check_filled(head: Entry[Office], forms: dict[str, Entry[Form]], units: Units) -> list[Finding]:
    """Find forms that no unit of the office fills in: they would be asked of nobody, and nobody would be missing."""
    found = []
    for n, code in enumerate(head.value.forms):
        kinds = forms[code].value.filled_by if code in forms else ()
        if kinds and units.kinds and not units.kinds & set(kinds):
            there = ", ".join(sorted(units.kinds))
            message = f"No unit fills in the form {code}: it is for {', '.join(kinds)}, and units.csv has {there}."
            advice = "Correct filled_by in the form or kind in units.csv, or remove the form here."
            found.append(head.finding("form-not-filled", f"{message} {advice}", "forms", n))
    return found


def _check_groups(head: Entry[Office], units: Units) -> list[Finding]:
    found = []
    taken: dict[str, str] = {}
    for place, group in enumerate(head.value.groups):
        for n, kind in enumerate(group.kinds):
            if units.kinds and kind not in units.kinds:
                message = f"No unit has the kind {shown(kind)}. {nearest(kind, units.kinds)}"
                found.append(head.finding("unknown-kind", message, "groups", place, "kinds", n))
            if kind in taken:
                message = (
                    f"The kind {kind} is already in the group {taken[kind]} and would be counted twice. Remove it."
                )
                found.append(head.finding("kind-in-two-groups", message, "groups", place, "kinds", n))
            taken.setdefault(kind, group.code)
    return found


def _codes(file: YamlFile) -> list[str]:
    """Return the codes of all entries of a list, also of those that are wrong, so that one fault is said once."""
    items = file.data if isinstance(file.data, list) else []
    return [item["code"] for item in items if isinstance(item, dict) and isinstance(item.get("code"), str)]


def _kinds(params: Path, forms: dict[str, Entry], units: Units) -> frozenset[str]:  # type: ignore[type-arg]
    """Return the kinds a form may name: a form may serve several offices, but each kind must be of one of them."""
    named = {kind for entry in forms.values() for kind in entry.value.filled_by}
    if not units.kinds or named <= units.kinds:
        return units.kinds
    kinds = set(units.kinds)
    for path in params.glob("*/units.csv"):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            kinds |= {row.get("kind") or "" for row in csv.DictReader(file)}
    return frozenset(kinds - {""})
