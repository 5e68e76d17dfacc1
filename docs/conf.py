"""The documentation as a site: `make docs` builds it strictly into docs/_build; every warning is an error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.highlighting import lexers

lexers["cron"] = TextLexer()  # Pygments knows no crontabs

HERE = Path(__file__).resolve().parent

project = "Thongbao"
author = "the Thongbao authors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_click"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "reference/_*"]
html_theme = "furo"
html_title = "Thongbao"
html_static_path: list[str] = []
autodoc_typehints = "description"
autodoc_member_order = "alphabetical"
smartquotes = False  # "--by" is an option, not a dash
nitpicky = False  # types of pandas and others are not linked: the site builds without a network
suppress_warnings = [
    "myst.xref_missing",
    "myst.xref_ambiguous",
]  # links out of docs/ (README, notebooks/) are checked by tests/test_docs.py


FILES = {
    "office": "office.yml", "bulletins": "bulletins.yml", "recipients": "recipients.yml", "units": "units.csv",
    "mail": "mail.yml", "form": "forms/FORM.yml", "mapping": "mappings/NAME.yml", "calendar": "calendar.csv",
    "alarms": "alarms.yml", "desk": "desk.yml",
}  # fmt: skip


def kind_of(told: dict[str, Any]) -> str:
    """Say in a word or two what may stand there."""
    if "$ref" in told:
        return f"[{told['$ref'].split('/')[-1]}](#{told['$ref'].split('/')[-1].lower()})"
    if "enum" in told or "const" in told:
        return ", ".join(f"`{value}`" for value in told.get("enum", [told.get("const")]))
    if "anyOf" in told:
        return " or ".join(dict.fromkeys(kind_of(one) for one in told["anyOf"] if one.get("type") != "null"))
    if told.get("type") == "array":
        return f"list of {kind_of(told.get('items', {}))}"
    named = {"boolean": "true or false", "integer": "whole number", "number": "number", "object": "map"}
    return named.get(told["type"], "text") if isinstance(told.get("type"), str) else "text"


def plain(text: object) -> str:
    """Return a description in one line, with nothing that Markdown would take for a tag or a cell's end."""
    return " ".join(str(text).split()).replace("|", "/").replace("<", "‹").replace(">", "›")


def _setting(name: str, told: dict[str, Any], *, required: bool) -> str:
    default = "" if told.get("default") in (None, [], "") else f"`{json.dumps(told['default'], ensure_ascii=False)}`"
    return (
        f"| `{name}` | {kind_of(told)} | {'required' if required else default} | {plain(told.get('description', ''))} |"
    )


def settings_of(schema: dict[str, Any]) -> list[str]:
    """Return the tables of one JSON Schema as Markdown: one per object that it defines, its own first."""
    lines: list[str] = []
    for title, one in {schema.get("title", ""): schema, **schema.get("$defs", {})}.items():
        if not one.get("properties"):
            continue
        lines += [f"\n### {title}\n", plain(str(one.get("description", "")).split("Attributes:")[0]), ""]
        lines += ["| key | what | default | meaning |", "|---|---|---|---|"]
        required = one.get("required", ())
        lines += [_setting(name, told, required=name in required) for name, told in one["properties"].items()]
    return lines


def write_settings(_app: Any) -> None:
    """Write the reference of all settings from their schemas, so that it cannot be out of date."""
    parts = []
    for path in sorted((HERE.parent / "params" / "schema").glob("*.json")):
        parts += [
            f"\n## {FILES.get(path.stem, path.stem)}\n",
            *settings_of(json.loads(path.read_text(encoding="utf-8"))),
        ]
    (HERE / "reference" / "_settings.md").write_text("\n".join(parts) + "\n", encoding="utf-8")


def setup(app: Any) -> None:
    """Tell Sphinx."""
    app.connect("builder-inited", write_settings)
