"""Read a YAML file as text only, with the line of everything.

YAML guesses types: ``01`` becomes 1, ``NO`` False, ``12:30`` 750. Here every value stays the text that was written;
the records turn it into what they ask for. What the files do not need is refused: anchors and aliases (a file of
1 kB can unfold to gigabytes), merge keys, tags, several documents.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from thongbao.params.findings import Finding, refused_character, shown
from thongbao.params.textfile import read_text

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
_SKIP = object()


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a YAML file holds.

    Attributes:
        name: the file as shown in faults, e.g. ``params/zhumadian/office.yml``.
        data: dicts, lists and texts; None where the file could not be read at all.
        lines: line, counted from 1, of every key and item by its location, e.g. ``("groups", 0, "code")``.
        findings: what was wrong with the YAML itself.
        flow: locations of the mappings that are written in ``{ }``.
    """

    name: str
    data: Any
    lines: dict[tuple[int | str, ...], int]
    findings: tuple[Finding, ...]
    flow: frozenset[tuple[int | str, ...]] = frozenset()

    def line(self, loc: tuple[int | str, ...]) -> int:
        """Return the line of ``loc``, as pydantic gives it, or of the nearest thing around it."""
        for end in range(len(loc), 0, -1):
            if loc[:end] in self.lines:
                return self.lines[loc[:end]]
        return 1

    def finding(self, loc: tuple[int | str, ...], code: str, message: str) -> Finding:
        """Return a finding at the line of ``loc``."""
        return Finding(self.name, self.line(loc), code, message)


def read_yaml(path: Path, name: str = "") -> YamlFile:
    """Read a YAML file; never raises for what is in it.

    Args:
        name: the file as shown in faults; its own name if left out.
    """
    name = name or path.name
    text, problem = read_text(path, name, MAX_BYTES)
    if problem is not None:
        return YamlFile(name, None, {}, (problem,))
    tabs = [n for n, line in enumerate(text.split("\n"), 1) if "\t" in line[: len(line) - len(line.lstrip())]]
    if tabs:
        found = tuple(Finding(name, n, "yaml-tab", "A tab was used to indent. Indent with spaces.") for n in tabs[:20])
        return YamlFile(name, None, {}, found)
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=yaml.CBaseLoader):
            builder.take(event)
            if builder.stopped:
                break
    except yaml.YAMLError as error:
        builder.findings.append(_syntax(name, error))
        builder.stopped = True
    if builder.root is _SKIP and not builder.findings:
        builder.findings.append(
            Finding(name, 0, "file-empty", "The file was empty. Fill it, or copy it from another office.")
        )
    data = None if builder.stopped or builder.root is _SKIP else builder.root
    return YamlFile(name, data, builder.lines, tuple(builder.findings), frozenset(builder.flow))


def _syntax(name: str, error: yaml.YAMLError) -> Finding:
    line = 0
    what = str(getattr(error, "reason", "") or "it cannot be read")
    if isinstance(error, yaml.MarkedYAMLError):
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        what = str(error.problem or error.context or what)
    return Finding(name, line, "yaml-syntax", f"This is not YAML: {what}. Correct the line or the one above it.")


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is being read."""

    loc: tuple[int | str, ...]
    value: Any
    key: Any = _SKIP
    keys: dict[str, int] = field(default_factory=dict)


class _Builder:
    """Builds dicts, lists and texts from the events of the parser; a class because the events come one by one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Any = _SKIP
        self.lines: dict[tuple[int | str, ...], int] = {}
        self.findings: list[Finding] = []
        self.flow: set[tuple[int | str, ...]] = set()
        self.stopped = False
        self._open: list[_Open] = []
        self._documents = 0

    def _found(self, event: Any, code: str, message: str, *, stop: bool = False) -> None:
        self.findings.append(Finding(self.name, event.start_mark.line + 1, code, message))
        self.stopped = self.stopped or stop

    def take(self, event: Any) -> None:
        """Take the next event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._found(event, "yaml-documents", "A second document begins here. Remove the line ---.", stop=True)
        elif isinstance(event, yaml.AliasEvent):
            message = f"The alias *{event.anchor} is not allowed. Write the value out."
            self._found(event, "yaml-alias", message, stop=True)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)

    def _node(self, event: Any) -> None:
        if event.anchor:
            self._found(event, "yaml-anchor", f"The anchor &{event.anchor} is not allowed. Remove it.")
        if event.tag:
            self._found(event, "yaml-tag", f"The tag {shown(event.tag)} is not allowed. Remove it; values are text.")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif self._awaits_key():
            self._found(event, "yaml-key", "A key must be one word.", stop=True)
        elif len(self._open) >= MAX_DEPTH:
            self._found(event, "yaml-depth", f"Values stand more than {MAX_DEPTH} levels deep.", stop=True)
        else:
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            loc = self._put(value, event)
            self._open.append(_Open(loc, value))
            if event.flow_style and isinstance(value, dict):
                self.flow.add(loc)

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is _SKIP

    def _scalar(self, event: Any) -> None:
        text = unicodedata.normalize("NFC", event.value)
        bad = refused_character(text)
        if bad:
            self._found(event, "control-character", f"The control character {bad} was found. Remove it.")
            text = "".join(ch for ch in text if not refused_character(ch))
        if not self._awaits_key():
            self._put(text, event)
            return
        top, line = self._open[-1], event.start_mark.line + 1
        if text == "<<":
            self._found(event, "yaml-merge", "The merge key << is not allowed. Write the keys out.")
        elif text in top.keys:
            message = f"The key {shown(text)} was already written in line {top.keys[text]}. Keep one of them."
            self._found(event, "duplicate-key", message)
        top.keys.setdefault(text, line)
        self.lines.setdefault((*top.loc, text), line)
        top.key = text

    def _put(self, value: Any, event: Any) -> tuple[int | str, ...]:
        """Hang ``value`` where it belongs and return its location."""
        if not self._open:
            self.root = value
            return ()
        top = self._open[-1]
        if isinstance(top.value, dict):
            loc: tuple[int | str, ...] = (*top.loc, top.key)
            if top.key != "<<":
                top.value.setdefault(top.key, value)
            top.key = _SKIP
            return loc
        loc = (*top.loc, len(top.value))
        self.lines[loc] = event.start_mark.line + 1
        top.value.append(value)
        return loc
