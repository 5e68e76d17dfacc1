"""docs/forms.md is true: every form, every fault, and an example that works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from support.everyform import CODES, every_form
from thongbao.data.faults import FILE_FAULTS, REPORT_FAULTS
from thongbao.records import Form

PROJECT = Path(__file__).resolve().parents[1]
TEXT = (PROJECT / "docs" / "forms.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("heading", "faults"), [("whole file", FILE_FAULTS), ("one report", REPORT_FAULTS)])
def test_every_fault_is_listed_with_what_it_says(heading: str, faults: dict[str, str]) -> None:
    """Whoever reads a code can look it up; no code is there that cannot come. tools/fault_list.py writes the list."""
    part = TEXT.partition(f"### Of {'a ' if 'file' in heading else ''}{heading}")[2].partition("\n#")[0]
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", part, re.MULTILINE))

    assert listed == {code: re.sub(r"\{(\w+)\}", r"*\1*", said) for code, said in faults.items()}


def test_every_form_is_listed_with_its_cadence() -> None:
    """And no form that is not there."""
    listed = dict(re.findall(r"^\| `([a-z_]+)` \| .+ \| (\w+).* \|$", TEXT, re.MULTILINE))

    often = {"daily": "daily", "weekly": "weekly", "event": "when"}
    assert listed == {form.code: often[form.cadence] for form in every_form()}
    assert sorted(listed) == CODES


def test_the_example_is_a_form() -> None:
    """What is shown can be copied."""
    found = re.search(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    assert found
    form = Form.model_validate(yaml.load(found[1], yaml.CBaseLoader))  # noqa: S506 -- only texts, lists and maps

    assert form.code == "canteens"
    assert form.rules[0].check == "*.total == *.parts"
