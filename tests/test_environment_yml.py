"""environment.yml says the same as pyproject.toml; conda users get what pip users get."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[1]
CONDA_NAMES = {"css-inline": "css_inline", "matplotlib": "matplotlib-base"}
"""Name on PyPI -> name on conda-forge, where they differ."""

ONLY_PIP = {"pylopdf-fonts-zh-cn", "chinesecalendar"}
"""What conda-forge does not have."""


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """The project table of pyproject.toml."""
    table: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return table


@pytest.fixture(scope="module")
def environment() -> dict[str, Any]:
    """environment.yml; the entries for pip under ``pip``, those for conda under ``conda``."""
    loaded: dict[str, Any] = yaml.safe_load((PROJECT / "environment.yml").read_text(encoding="utf-8"))
    entries = loaded["dependencies"]
    (pip,) = [entry["pip"] for entry in entries if isinstance(entry, dict)]
    return loaded | {"pip": pip, "conda": [entry for entry in entries if isinstance(entry, str)]}


def ranges(entries: list[str]) -> dict[str, str]:
    """Return name -> version range, each in its one canonical way of writing."""
    found = [Requirement(entry) for entry in entries]
    assert len({each.name for each in found}) == len(found), "a package stands twice"
    return {each.name: str(each.specifier) for each in found}


def test_conda_gets_the_versions_of_pyproject(project: dict[str, Any], environment: dict[str, Any]) -> None:
    """Every dependency stands once, in the same range; python is as required and pip is there to install the rest."""
    wanted = ranges(project["dependencies"])
    expected = {CONDA_NAMES.get(name, name): spec for name, spec in wanted.items() if name not in ONLY_PIP}

    assert ranges(environment["conda"]) == expected | {"python": project["requires-python"], "pip": ""}


def test_pip_gets_only_what_conda_forge_lacks(project: dict[str, Any], environment: dict[str, Any]) -> None:
    """The rest, in the same range, and the project itself in place."""
    wanted = ranges(project["dependencies"])

    assert environment["pip"][-1] == "-e ."
    assert ranges(environment["pip"][:-1]) == {name: wanted[name] for name in ONLY_PIP}


def test_the_channel_is_conda_forge_alone(environment: dict[str, Any]) -> None:
    """Channels are not mixed, and the default one, which has terms of its own, is not used."""
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    assert environment["name"] == "thongbao"


def test_it_says_that_it_was_not_solved() -> None:
    """Whoever meets a conflict knows that nobody met it before."""
    head = (PROJECT / "environment.yml").read_text(encoding="utf-8").partition("\nname:")[0]

    assert "not solved against a" in head
