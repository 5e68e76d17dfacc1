"""A bulletin's page as PDF/UA: tagged, in its language, with nothing from outside, the same bytes each time."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from support.notebooks import LOCALES, ONE_ROW, chart, code, executed_notebook, head, html, picture, prose
from thongbao.bulletin import pdf
from thongbao.bulletin.pdf import OutsideLoad, pdf_of, write_pdf
from thongbao.bulletin.render import render
from thongbao.errors import WrongUse
from thongbao.language import LANG

if TYPE_CHECKING:
    from pathlib import Path

pypdf = pytest.importorskip("pypdf")
try:
    import weasyprint
except (ImportError, OSError):
    pytest.skip("WeasyPrint or Pango is not installed", allow_module_level=True)
assert weasyprint

SAID = {"zh_Hans": "驿城区现有确诊埇", "vi": "Huyện Đông Hưng: sĩ số ữ", "en": "Confirmed now"}


def page(locale: str) -> str:
    """A small bulletin with a sentence of every letter that is hard, a table and a chart."""
    cells = [
        prose(f"## {SAID[locale]}"),
        code(html(ONE_ROW, "table"), html(chart("Cases per day", picture(40, 30)), "figure")),
    ]
    return render(executed_notebook(cells), head(locale=locale, title="Daily", distribution=("A", "B")))


@cache
def made(locale: str) -> bytes:
    """Its PDF; made once."""
    return pdf_of(page(locale))


def read(content: bytes) -> Any:
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


def tags(node: Any) -> list[str]:
    """The structure types under a node, in reading order."""
    node = node.get_object()
    if isinstance(node, list):
        return [tag for kid in node for tag in tags(kid)]
    if not isinstance(node, dict):
        return []
    return ([str(node["/S"])] if "/S" in node else []) + (tags(node["/K"]) if "/K" in node else [])


@pytest.mark.parametrize("locale", LOCALES)
def test_it_is_tagged_in_its_language_and_says_what_the_page_says(locale: str) -> None:
    """PDF/UA-1: marked, with a title, a language, a structure, and a description for each picture."""
    found = read(made(locale))
    root = found.trailer["/Root"]
    said = "".join(one.extract_text() for one in found.pages)

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == LANG[locale]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert found.metadata.title
    structure = tags(root["/StructTreeRoot"]["/K"])
    assert structure.index("/H1") < structure.index("/H2") < structure.index("/Table") < structure.index("/Figure")
    assert alternatives(root["/StructTreeRoot"]["/K"]) == ["Cases per day"]
    assert "".join(SAID[locale].split()) in "".join(said.split())
    assert [str(entry["/Title"]) for entry in found.outline if not isinstance(entry, list)] == ["Daily"]


def alternatives(node: Any) -> list[str]:
    """The descriptions of pictures under a node."""
    node = node.get_object()
    if isinstance(node, list):
        return [text for kid in node for text in alternatives(kid)]
    if not isinstance(node, dict):
        return []
    return ([str(node["/Alt"])] if "/Alt" in node else []) + (alternatives(node["/K"]) if "/K" in node else [])


def test_every_font_is_inside_and_ours() -> None:
    """The same on every machine: no font of the system stands in a bulletin of our three languages."""
    names = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for locale in LOCALES
        for one in read(made(locale)).pages
        for font in one["/Resources"]["/Font"].values()
    }

    assert names
    assert all(name.startswith("Packaged-") for name in names), names


def test_the_same_page_gives_the_same_bytes_and_another_page_others() -> None:
    """No clock, no chance."""
    assert pdf_of(page("vi")) == made("vi") != made("en")


@pytest.mark.parametrize(
    "load",
    [
        '<img src="https://track.example/p.png">',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="https://track.example/a.css">',
        '<style>@import url("file:///etc/passwd");</style>',
        '<p style="background: url(http://127.0.0.1:9/)">x</p>',
        '<img src="data:image/svg+xml,<svg/>">',
    ],
)
def test_nothing_outside_the_page_is_opened(load: str) -> None:
    """A page of ours never asks; one that was forged is refused, not half printed."""
    with pytest.raises(OutsideLoad, match="may load nothing from outside"):
        pdf_of(page("en").replace("</main>", f"{load}</main>"))


def test_a_page_is_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    """Whole or not at all; a file where the folder should be is named."""
    source = tmp_path / "trang.html"
    source.write_text(page("vi"), encoding="utf-8")

    write_pdf(source, tmp_path / "new" / "a.pdf")

    assert (tmp_path / "new" / "a.pdf").read_bytes() == made("vi")
    with pytest.raises(WrongUse, match="--to"):
        write_pdf(source, source / "a.pdf")


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """WeasyPrint is an extra."""
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    pdf._library.cache_clear()
    with pytest.raises(WrongUse, match=r"install thongbao\[pdf\], and Pango"):
        pdf_of("<p>x</p>")
    pdf._library.cache_clear()
