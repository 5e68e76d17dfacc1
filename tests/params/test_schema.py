"""Editors are told the same as the program: the committed schemas are up to date, and every file names its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import jsonschema
import pytest
import yaml

from support.officefiles import edit
from thongbao.params.schema import schemas, write_schemas

PROJECT = Path(__file__).resolve().parents[2]
PARAMS = PROJECT / "params"
FILES = sorted([*PARAMS.rglob("*.yml"), *PROJECT.glob("tests/offices/**/*.yml")])


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it: only numbers, true, false and null are not text."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?[0-9]+$"), list("-+0123456789"))
Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])


def as_an_editor(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=Core)  # noqa: S506 -- a safe loader


def named_schema(path: Path) -> str:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    found = re.fullmatch(r"# yaml-language-server: \$schema=(?:\.\./)+(?:params/)?schema/(\w+)\.json", first)
    assert found, f"{path.relative_to(PROJECT)} does not name its schema in its first line"
    return found[1]


def test_the_committed_schemas_are_up_to_date() -> None:
    """Made again, they are the same; if not: make schemas."""
    committed = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (PARAMS / "schema").iterdir()}

    assert committed == schemas()


def test_writing_gives_what_is_described(tmp_path: Path) -> None:
    """Each file holds its schema as text that a person can read."""
    files = write_schemas(tmp_path)

    assert {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in files} == schemas()
    assert all(path.read_text(encoding="utf-8").count("\n") > 20 for path in files)


@pytest.mark.parametrize("name", schemas())
def test_each_schema_is_a_schema_and_forbids_unknown_keys(name: str) -> None:
    """An editor underlines a misspelt key, and explains each record."""
    schema = schemas()[name]
    jsonschema.Draft7Validator.check_schema(schema)

    records = [*schema["definitions"].values()] if "definitions" in schema else []
    records += [schema] if "properties" in schema else []
    assert records
    assert all(record["additionalProperties"] is False and record["description"] for record in records)


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-2:]))
def test_every_file_names_a_schema_it_keeps(path: Path) -> None:
    """What the program accepts, the editor does not underline."""
    jsonschema.Draft7Validator(schemas()[named_schema(path)]).validate(as_an_editor(path))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("zhumadian/office.yml", "timezone:", "timezon:"),
        ("zhumadian/office.yml", "locale: zh_Hans", "locale: zh"),
        ("zhumadian/bulletins.yml", "scope: unit", "scope: units"),
        ("zhumadian/recipients.yml", "bulletins: [city_rollup]", "bulletins: []"),
        ("forms/cases.yml", "cut_off: 17:00", "cut_off: 5pm"),
        ("forms/cases.yml", "basis: stock", "basis:"),
    ],
)
def test_an_editor_sees_the_mistake_too(home: Any, file: str, old: str, new: str) -> None:
    """A schema that accepts everything would be of no use."""
    edit(home, file, old, new)
    path = home.params / file

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft7Validator(schemas()[named_schema(path)]).validate(as_an_editor(path))
