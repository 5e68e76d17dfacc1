"""Write the reference of all settings from the JSON Schemas under params/schema, for docs/reference/settings.md."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
SCHEMAS = PROJECT / "params" / "schema"

FILES = {
    "office": "office.yml", "bulletins": "bulletins.yml", "recipients": "recipients.yml", "units": "units.csv",
    "mail": "mail.yml", "form": "forms/FORM.yml", "mapping": "mappings/NAME.yml", "calendar": "calendar.csv",
    "alarms": "alarms.yml", "desk": "desk.yml",
}  # fmt: skip
"""Name of a schema -> the file under params/ that it is for."""

TYPES = {"boolean": "true or false", "integer": "whole number", "number": "number", "object": "map"}


def settings_reference() -> str:
    """Return the whole reference as Markdown: a heading per file, a table per object that it may hold."""
    known = set(FILES)
    there = {path.stem for path in SCHEMAS.glob("*.json")}
    if there != known:
        raise ValueError(f"Schemas and files differ: {sorted(there ^ known)}. Name the file in FILES.")
    parts = []
    for name, file in FILES.items():
        schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
        parts += [f"## {file}", "", *_tables(name, schema)]
    return "\n".join(parts) + "\n"


def _tables(file: str, schema: dict[str, Any]) -> list[str]:
    """Return one table per object of a schema, its own first."""
    lines: list[str] = []
    if schema.get("type") == "array":
        lines += [f"A {kind_of(schema, file)}.", ""]
    for title, one in {schema.get("title", ""): schema, **schema.get("definitions", {})}.items():
        if not one.get("properties"):
            continue
        lines += [f"({anchor(file, title)})=", f"### {title}", "", _about(one), ""]
        lines += ["| key | what | default | meaning |", "|---|---|---|---|"]
        required = one.get("required", ())
        lines += [_setting(name, told, file, required=name in required) for name, told in one["properties"].items()]
        lines.append("")
    return lines


def anchor(file: str, title: str) -> str:
    """Return a name for an object by which others link to it: two files may each have an object of one name."""
    return f"setting-{file}-{title.lower()}"


def kind_of(told: dict[str, Any], file: str) -> str:
    """Say in a word or two what may stand there."""
    if "$ref" in told:
        title = told["$ref"].split("/")[-1]
        return f"[{title}](#{anchor(file, title)})"
    if "enum" in told:
        return ", ".join(f"`{value}`" for value in told["enum"])
    kinds = [told["type"]] if isinstance(told.get("type"), str) else told.get("type", ["string"])
    if "array" in kinds:
        return f"list of {kind_of(told.get('items', {}), file)}"
    # Editors take 411702 for a number where we read a text: schemas allow both.
    return next((TYPES[kind] for kind in kinds if kind in TYPES and "string" not in kinds), "text")


def plain(text: object) -> str:
    """Return a description in one line, with nothing that Markdown would take for a tag or a cell's end."""
    return " ".join(str(text).split()).replace("|", "/").replace("<", "‹").replace(">", "›")


def _about(told: dict[str, Any]) -> str:
    return plain(str(told.get("description", "")).split("Attributes:")[0])


def _setting(name: str, told: dict[str, Any], file: str, *, required: bool) -> str:
    default = "" if told.get("default") in (None, [], "") else f"`{json.dumps(told['default'], ensure_ascii=False)}`"
    what = kind_of(told, file)
    return f"| `{name}` | {what} | {'required' if required else default} | {plain(told.get('description', ''))} |"
