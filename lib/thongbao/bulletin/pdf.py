"""A bulletin's page as a tagged PDF (PDF/UA-1), for those who file or print: the one module that touches WeasyPrint.

It is an extra, ``thongbao[pdf]``. The page is the one that was published, byte for byte; only its printed form is made
here, with the packaged fonts, so that the same page gives the same PDF on every machine.
"""

from __future__ import annotations

import hashlib
import logging
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from thongbao.errors import WrongUse
from thongbao.files import publish

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_INSTALLED = (
    "A PDF needs WeasyPrint, which is not here: install thongbao[pdf], and Pango (Debian: libpango-1.0-0 and "
    "libpangoft2-1.0-0). The page itself prints from every browser."
)
_SHEET = Path(__file__).parent / "template" / "bulletin" / "pdf.css"


def pdf_of(page: str) -> bytes:
    """Return a page as a PDF/UA-1 file; the same page gives the same bytes.

    Args:
        page: whole, as ``thongbao run`` writes it.

    Raises:
        WrongUse: WeasyPrint or Pango is not installed.
        OutsideLoad: the page asks for something that is not in it; a page of ours never does.
    """
    library = _library()
    sheet = _SHEET.read_text(encoding="utf-8")
    for place, font in _fonts().items():
        sheet = sheet.replace(place, font)
    # After the page's own sheet: one that is handed over beside it would count as the reader's, and give way.
    whole = page.replace("</head>", f"<style>{sheet}</style></head>", 1)
    document = library.weasyprint.HTML(string=whole, url_fetcher=library.fetch)
    try:
        made: bytes = document.write_pdf(
            pdf_variant="pdf/ua-1",
            pdf_identifier=hashlib.sha256(page.encode()).digest()[:16],
        )
    except library.refused as error:
        raise OutsideLoad(str(error)) from error
    return made


def write_pdf(page: Path, to: Path) -> None:
    """Write a page as a PDF beside whatever stands in the folder, whole or not at all.

    Args:
        page: as ``thongbao run`` wrote it.
        to: the file to write; its folder is made.

    Raises:
        WrongUse: the folder cannot be made, or WeasyPrint is not installed.
        OutputUnwritable: the file cannot be written.
    """
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUse(f"{to.parent} could not be made: {error.strerror}. Name another folder with --to.") from error
    publish(to, pdf_of(page.read_text(encoding="utf-8")))


class OutsideLoad(WrongUse):
    """A page asked for something outside itself."""


class _Library(NamedTuple):
    weasyprint: Any
    refused: type[Exception]
    fetch: Callable[..., Any]


@cache
def _library() -> _Library:
    try:
        import weasyprint
        from weasyprint import urls
    except (ImportError, OSError) as error:  # Pango is loaded with the module, by name
        raise WrongUse(_NOT_INSTALLED) from error
    for name in ("weasyprint", "fontTools"):  # it tells of every property that only browsers know
        logging.getLogger(name).setLevel(logging.CRITICAL)
    inside = urls.URLFetcher(allowed_protocols=("data", "file"))

    def fetch(url: str, *_: Any, **__: Any) -> Any:
        """Give what is inside the page, and the packaged fonts; no other file is opened, and no connection."""
        if not url.startswith("data:image/png;base64,") and url not in _fonts().values():
            raise urls.FatalURLFetchingError(f"A page may load nothing from outside, but asked for {url[:80]}")
        return inside.fetch(url)

    return _Library(weasyprint, urls.FatalURLFetchingError, fetch)


@cache
def _fonts() -> dict[str, str]:
    """Return place in the style sheet -> address of a packaged font, which has the letters of all three languages.

    A font by name would be the machine's own, and with ``lang="zh-Hans"`` alone often a Japanese one.
    """
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    return {"SANS-FILE": Path(sans_path()).as_uri(), "SERIF-FILE": Path(serif_path()).as_uri()}
