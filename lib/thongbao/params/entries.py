"""Turn what a YAML file holds into records that remember where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from pydantic import ValidationError

from thongbao.params.findings import Finding, explain
from thongbao.params.yamlfile import YamlFile, read_yaml
from thongbao.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pydantic_core import ErrorDetails

R = TypeVar("R", bound=Record)
Loc = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Entry(Generic[R]):
    """A record and its place: the file it was read from, and where in the file."""

    value: R
    file: YamlFile
    at: Loc = ()

    def finding(self, code: str, message: str, *loc: int | str) -> Finding:
        """Return a finding at ``loc`` inside this entry."""
        return self.file.finding((*self.at, *loc), code, message)


def read_entry(path: Path, name: str, model: type[R]) -> tuple[Entry[R] | None, list[Finding]]:
    """Read a file that holds one record.

    Returns:
        the entry, None where the file does not give one, and what was wrong.
    """
    file = read_yaml(path, name)
    if file.data is None:
        return None, list(file.findings)
    entry, found = _entry(file, (), file.data, model)
    return entry, [*file.findings, *found]


def read_entries(path: Path, name: str, model: type[R]) -> tuple[list[Entry[R]], list[Finding], YamlFile]:
    """Read a file that holds a list of records; those that are right come back also where others are wrong."""
    file = read_yaml(path, name)
    if file.data is None:
        return [], list(file.findings), file
    found = list(file.findings)
    if not isinstance(file.data, list):
        found.append(file.finding((), "wrong-shape", "The file must be a list: each entry begins with “- ”."))
        return [], found, file
    entries = []
    for place, item in enumerate(file.data):
        entry, wrong = _entry(file, (place,), item, model)
        entries += [entry] if entry is not None else []
        found += wrong
    return entries, found, file


def _entry(file: YamlFile, at: Loc, data: object, model: type[R]) -> tuple[Entry[R] | None, list[Finding]]:
    try:
        return Entry(model.model_validate(data), file, at), []
    except ValidationError as error:
        wrong = error.errors(include_url=False)
    # pydantic also calls a list too short when its items are wrong; that would be said for no reason.
    inside = {each["loc"][:end] for each in wrong for end in range(len(each["loc"]))}
    wrong = [each for each in wrong if each["type"] != "too_short" or each["loc"] not in inside]
    return None, [_finding(file, at, each, model) for each in wrong]


def _finding(file: YamlFile, at: Loc, each: ErrorDetails, model: type[R]) -> Finding:
    loc = (*at, *each["loc"])
    code, message = explain(each, model)
    if each["type"] == "extra_forbidden" and not each["input"] and loc[:-1] in file.flow:
        message += " A text with a comma inside { } needs quotes."
    return file.finding(loc, code, message)


def one_line(entry: Entry[R], field: str) -> list[Finding]:
    """Hold a text that goes into headings and subjects to be of one line in every language."""
    texts = getattr(entry.value, field).model_dump()
    message = f"{field} has a line break. Write it in one line."
    return [entry.finding("line-break", message, field, lang) for lang, text in texts.items() if "\n" in text]


def repeated(codes: Iterable[str], what: str) -> list[tuple[int, str]]:
    """Return (place, message) of each code that stands a second time in a list of one file."""
    seen: set[str] = set()
    found = []
    for place, code in enumerate(codes):
        if code in seen:
            found.append((place, f"The {what} {code} stands twice. Keep one, or give each a code of its own."))
        seen.add(code)
    return found
