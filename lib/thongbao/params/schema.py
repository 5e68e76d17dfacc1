"""Describe the files under params/ as JSON Schema, so that editors complete and check them while they are written.

Written to params/schema/ by ``thongbao schema``; each YAML file names its schema in its first line.
"""

from __future__ import annotations

import inspect
import json
import re
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from thongbao.files import publish
from thongbao.params.units import UnitRow
from thongbao.records import (
    AlarmSettings,
    Bulletin,
    CalendarEntry,
    Desk,
    Form,
    Mail,
    Mapping,
    Office,
    Recipient,
    Record,
)

if TYPE_CHECKING:
    from pathlib import Path

MODELS: dict[str, Any] = {
    "office": Office,
    "units": UnitRow,
    "calendar": CalendarEntry,
    "alarms": AlarmSettings,
    "bulletins": list[Bulletin],
    "recipients": list[Recipient],
    "mail": Mail,
    "desk": Desk,
    "form": Form,
    "mapping": Mapping,
}
_ATTRIBUTE = re.compile(r"^    (?P<names>\w+(?:, \w+)*): (?P<text>.+(?:\n {8,}.+)*)", re.MULTILINE)


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of each kind of file by its name; ``units`` and ``calendar`` are of one row of a CSV."""
    return {name: _schema(model) for name, model in MODELS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write each schema to ``folder``/<name>.json and return the files."""
    files = []
    for name, schema in schemas().items():
        files.append(folder / f"{name}.json")
        publish(files[-1], json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    return files


def _schema(model: Any) -> dict[str, Any]:
    schema = TypeAdapter(model).json_schema()
    for record in _records(Record):
        part = schema if schema.get("title") == record.__name__ else schema.get("$defs", {}).get(record.__name__)
        if part is not None:
            _describe(part, inspect.getdoc(record) or "")
    _as_written(schema)
    return {"$schema": "http://json-schema.org/draft-07/schema#", **_draft_07(schema)}


def _records(model: type[Record]) -> list[type[Record]]:
    return [model, *(record for child in model.__subclasses__() for record in _records(child))]


def _describe(part: dict[str, Any], doc: str) -> None:
    """Take the descriptions of the keys from the record's docstring: there is one place for them."""
    head, _, attributes = doc.partition("\n\nAttributes:\n")
    part["description"] = " ".join(head.split())
    for found in _ATTRIBUTE.finditer(attributes):
        for name in found["names"].split(", "):
            if name in part.get("properties", {}):
                part["properties"][name]["description"] = " ".join(found["text"].split())


def _as_written(part: Any) -> None:
    """Describe values as they are written: without quotes where ``411700`` is text to us, and never left empty."""
    if isinstance(part, dict):
        if {"type": "null"} in part.get("anyOf", []):
            part.update(part.pop("anyOf")[0])
            part.pop("default")
        if part.get("type") == "string" and "enum" not in part and "const" not in part:
            part["type"] = ["string", "number"]
        for value in part.values():
            _as_written(value)
    elif isinstance(part, list):
        for value in part:
            _as_written(value)


def _draft_07(schema: dict[str, Any]) -> dict[str, Any]:
    """Name the definitions as draft 07 does, which every editor knows."""
    text = json.dumps(schema).replace('"$defs"', '"definitions"').replace("#/$defs/", "#/definitions/")
    renamed: dict[str, Any] = json.loads(text)
    return renamed
