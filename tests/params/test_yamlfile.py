"""YAML is read as text; what is not needed of it is refused with its line."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thongbao.params.yamlfile import YamlFile, read_yaml

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def write(tmp_path: Path) -> Path:
    """The file that is written and read."""
    return tmp_path / "file.yml"


def read(path: Path, text: str | bytes) -> YamlFile:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_yaml(path)


def codes(file: YamlFile) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in file.findings]


TRAPS = [
    *["01", "010", "010101", "08", "NO", "no", "on", "true", "null", "~", "12:30", "1e3", "0x1F", "+84912345678"],
    *[
        "2020-02-19",
        ".inf",
        ".nan",
        "4117-direct",
        "=",
        "1.10",
        "0o17",
        "教育",
        "y",
        "685_230.15",
        "190:20:30",
        "1_000",
    ],
]


@pytest.mark.parametrize("value", TRAPS)
def test_every_value_stays_the_text_that_was_written(write: Path, value: str) -> None:
    """YAML would make numbers, truths, days and nothing of these; a code `01` stays `01`."""
    file = read(write, f"key: {value}\nlist: [{value}]\n{value}: as a key\n")

    assert file.data == {"key": value, "list": [value], value: "as a key"}
    assert not file.findings


def test_names_are_normalised(write: Path) -> None:
    """Vietnamese typed on a Mac is the same text as typed elsewhere."""
    assert read(write, "name: Tha\u0301i Bi\u0300nh\n").data == {"name": "Thái Bình"}


def test_byte_order_mark_and_windows_line_ends_are_no_faults(write: Path) -> None:
    """Notepad writes both."""
    file = read(write, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")

    assert file.data == {"a": "1", "b": "2"}
    assert file.line(("b",)) == 2


def test_every_key_and_item_knows_its_line(write: Path) -> None:
    """The line of a location is that of its key or item, else of the nearest thing around it."""
    file = read(write, "# comment\na: 1\nlist:\n  - code: x\n    label: {vi: y}\n\n  - code: z\n")

    lines = {loc: file.line(loc) for loc in [("a",), ("list",), ("list", 0), ("list", 1, "code")]}
    assert lines == {("a",): 2, ("list",): 3, ("list", 0): 4, ("list", 1, "code"): 7}
    assert file.line(("list", 0, "label", "en")) == 5
    assert file.line(("nowhere",)) == 1


FAULTS = {
    "a: 1\nb: 2\na: 3\n": [(3, "duplicate-key")],
    "x:\n  a: 1\n  a: 2\n  a: 3\n": [(3, "duplicate-key"), (4, "duplicate-key")],
    "a: {b: 1, b: 2}\n": [(1, "duplicate-key")],
    "base: &b {x: 1}\n": [(1, "yaml-anchor")],
    "a: &x 1\nb: *x\n": [(1, "yaml-anchor"), (2, "yaml-alias")],
    "a:\n  <<: {x: 1}\n  y: 2\n": [(2, "yaml-merge")],
    "a: !!python/object/apply:os.system ['true']\n": [(1, "yaml-tag")],
    "a: !!int 3\n": [(1, "yaml-tag")],
    "a: 1\nb: !custom x\n": [(2, "yaml-tag")],
    "!!map {a: 1}\n": [(1, "yaml-tag")],
    "a:\n\tb: 1\n": [(2, "yaml-tab")],
    "a: 1\n\t# comment\n": [(2, "yaml-tab")],
    "a: 1\n---\nb: 2\n": [(2, "yaml-documents")],
    "? [x, y]\n: 1\n": [(1, "yaml-key")],
    "{a: 1}: 2\n": [(1, "yaml-key")],
    'a: "\\a"\n': [(1, "control-character")],
    'a: 1\nb: "x\\u202Ey"\n': [(2, "control-character")],
    'b: "x\\u2028y"\n': [(1, "control-character")],
    "a: [1, 2\nb: 3\n": [(2, "yaml-syntax")],
    "a: 'x\n": [(2, "yaml-syntax")],
    "a: b: c\n": [(1, "yaml-syntax")],
    "%YAML 9.9\n---\na: 1\n": [(1, "yaml-syntax")],
    "a: `x`\n": [(1, "yaml-syntax")],
    "[" * 100 + "]" * 100: [(1, "yaml-depth")],
    "": [(0, "file-empty")],
    "# only a comment\n": [(0, "file-empty")],
}


@pytest.mark.parametrize("text", FAULTS, ids=range(len(FAULTS)))
def test_what_files_do_not_need_is_refused_with_its_line(write: Path, text: str) -> None:
    """Duplicate keys, anchors, aliases, merge keys, tags, tabs, second documents, control characters, bad syntax."""
    assert codes(read(write, text)) == FAULTS[text]


def test_faults_of_the_yaml_do_not_hide_the_rest(write: Path) -> None:
    """The first of two equal keys is kept, so that what it holds is checked too."""
    assert read(write, "a: 1\na: 2\nb: !x 3\n").data == {"a": "1", "b": "3"}


def test_a_string_in_quotes_may_look_like_anything(write: Path) -> None:
    """In quotes a star, an ampersand, << and a tag are text."""
    assert read(write, "units: [\"*\", '&a', '<<', '!!int']\n").data == {"units": ["*", "&a", "<<", "!!int"]}


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\n"
        + "".join(f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "[" * 900_000,
        "{" * 900_000,
        "? " * 400_000,
        "- " * 400_000,
        "a: " * 300_000,
        "&a " * 300_000,
        "!!str " * 150_000,
    ],
    ids=["laughs", "lists", "maps", "keys", "items", "values", "anchors", "tags"],
)
def test_a_bomb_is_refused(write: Path, text: str) -> None:
    """Files that would unfold or nest without end give faults, no value and no error."""
    file = read(write, text)

    assert file.data is None
    assert file.findings


def test_ten_megabytes_are_refused_unread(write: Path) -> None:
    """A file larger than any params file is not parsed."""
    assert codes(read(write, "a: 1\n" * 2_000_000)) == [(0, "file-too-big")]


def test_a_file_that_is_not_utf8_is_refused_at_its_line(write: Path) -> None:
    """GB18030 and UTF-16 are said, not guessed."""
    assert codes(read(write, "a: 1\nb: 教育\n".encode("gb18030"))) == [(2, "not-utf8")]
    assert codes(read(write, "a: 1\n".encode("utf-16"))) == [(1, "not-utf8")]


def test_a_null_byte_is_refused(write: Path) -> None:
    """Bytes that no text has are a fault of the file, not an error of the program."""
    assert [code for _, code in codes(read(write, b"a: 1\nb: \x00\n"))] == ["yaml-syntax"]


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    """Both are no file to read."""
    assert codes(read_yaml(tmp_path / "none.yml")) == codes(read_yaml(tmp_path)) == [(0, "file-missing")]


texts = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=20)
values = st.recursive(texts, lambda v: st.lists(v, max_size=4) | st.dictionaries(texts, v, max_size=4), max_leaves=12)


@given(values)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_written_values_come_back_in_nfc(write: Path, value: object) -> None:
    """Whatever another program writes as YAML of texts is read as those texts."""
    file = read(write, yaml.safe_dump(_nfc(value), allow_unicode=True))

    assert (file.data, file.findings) == (_nfc(value), ())


@given(st.binary(max_size=200) | st.text("ab:-[]{}&*!#|>'\"%@`,? \n\t<", max_size=80).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_no_bytes_raise(write: Path, data: bytes) -> None:
    """Any file gives a value of texts, or findings that name a line of it."""
    file = read(write, data)

    assert file.data is not None or file.findings
    assert all(0 <= finding.line <= data.count(b"\n") + data.count(b"\r") + 2 for finding in file.findings)


def _nfc(value: object) -> object:
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", key): _nfc(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_nfc(item) for item in value]
    return unicodedata.normalize("NFC", str(value))
