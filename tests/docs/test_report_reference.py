"""The reference of thongbao.report: a picture or table of every block, made from a call that can be copied."""

from __future__ import annotations

import ast
import base64
import json
import re
import struct
from typing import TYPE_CHECKING

import pytest

import report_reference
from report_examples import EXAMPLES, PARTS
from settings_reference import SCHEMAS, settings_reference
from thongbao import report

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

FIGURES = {"trend", "small_multiples", "tiles", "waterfall", "weekly", "weekly_incidence"}


def test_every_name_that_a_notebook_can_call_has_an_example() -> None:
    """And there is none of a name that is gone."""
    assert set(EXAMPLES) == set(report.__all__)
    assert {one.part for one in EXAMPLES.values()} == set(PARTS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_calls_what_it_is_an_example_of(name: str) -> None:
    """As a cell of a notebook would: the import, one load, one call."""
    cell = EXAMPLES[name].cell()
    called = {
        node.func.attr for node in ast.walk(ast.parse(cell)) if isinstance(node, ast.Call) if hasattr(node.func, "attr")
    }

    assert name in called
    assert len(ast.parse(cell).body) == 3


def made(names: list[str], folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Write the reference of some blocks only."""
    monkeypatch.setattr(report_reference, "EXAMPLES", {name: EXAMPLES[name] for name in names})
    for name in report_reference.home_variables(home):
        monkeypatch.setenv(name, "")  # so that what the tool sets is taken back
    return report_reference.reference(folder, home)


def check_shown(text: str, names: list[str], folder: Path) -> None:
    """Hold a written reference against what it promises of each block."""
    for name in names:
        part = re.search(rf"^### {name}\n(.*?)(?=^### |^## |\Z)", text, re.MULTILINE | re.DOTALL)
        assert part, name
        assert f".. autofunction:: thongbao.report.{name}\n" in part[1]
        assert f"```python\n{EXAMPLES[name].cell()}\n```" in part[1]
        shown = part[1].partition('<div class="page">')[2]
        assert len(re.sub(r"<[^>]+>|\s", "", shown)) > 5 or "<img" in shown
        assert "data:image" not in shown
        files = re.findall(r'src="\.\./_static/report/([^"]+)"', shown)
        assert bool(files) or name not in FIGURES
        for file in files:
            content = (folder / file).read_bytes()
            assert content.startswith(b"\x89PNG")
            assert min(struct.unpack(">II", content[16:24])) > 5
        assert all(re.findall(r'<img[^>]* alt="([^"]*)"', shown))


def test_a_table_a_figure_and_a_sentence_are_shown_beside_their_calls(
    sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make docs` does it for all of them and stops where one fails."""
    names = ["unit_table", "trend", "follow_up", "inline"]
    text = made(names, tmp_path, sample.home, monkeypatch)

    check_shown(text, names, tmp_path)
    assert "<table" in text


@pytest.mark.faults
def test_every_block_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole page, block by block, from an office that is made anew as `make docs` makes it."""
    names = list(EXAMPLES)
    report_reference.sample_home(tmp_path / "home")
    check_shown(made(names, tmp_path / "made", tmp_path / "home", monkeypatch), names, tmp_path / "made")


def test_a_picture_becomes_a_file_and_nothing_else_changes(tmp_path: Path) -> None:
    """Whatever stands around it stays."""
    html = f'<p>a</p><img src="data:image/png;base64,{base64.b64encode(b"PNG").decode()}" alt="b"><p>c</p>'

    assert report_reference.with_files(html, "x", tmp_path) == (
        '<p>a</p><img src="../_static/report/x-1.png" loading="lazy" alt="b"><p>c</p>'
    )
    assert (tmp_path / "x-1.png").read_bytes() == b"PNG"


def test_the_style_of_a_bulletin_holds_inside_a_shadow_root() -> None:
    """Its variables are set on the host, its page is a box; no rule is lost."""
    text = report_reference.style()

    assert not re.search(r"(?m)^\s*:root \{", text)
    assert ":host {\n  color-scheme" in text
    assert "\n.page {" in text
    assert text.count("{") >= report_reference.STYLE.read_text(encoding="utf-8").count("{")


def test_every_setting_of_every_schema_is_in_the_reference() -> None:
    """Of nested objects, too; every link inside it leads to an object."""
    text = settings_reference()

    for path in SCHEMAS.glob("*.json"):
        schema = json.loads(path.read_text(encoding="utf-8"))
        for title, one in {schema.get("title", ""): schema, **schema.get("definitions", {})}.items():
            for key in one.get("properties", {}):
                assert re.search(rf"^\(setting-{path.stem}-{title.lower()}\)=(?:(?!^\().)*^\| `{key}` \|", text,
                                 re.MULTILINE | re.DOTALL), f"{path.stem}: {title}.{key}"  # fmt: skip
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= set(re.findall(r"^\(([\w-]+)\)=", text, re.MULTILINE))
