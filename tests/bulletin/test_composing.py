"""A letter from the files of its edition: what is attached to it, and what is not."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from support.letters import part
from thongbao.bulletin import pdf
from thongbao.bulletin.composing import compose
from thongbao.bulletin.entitled import recipients_of
from thongbao.bulletin.plan import plan
from thongbao.errors import WrongUse
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings

DAY = date(2020, 2, 19)


def letter_of(sample: Settings, bulletin: str, *, attach_pdf: bool = False) -> bytes:
    """Compose the letter of the first edition of a bulletin that goes to somebody by mail."""
    params = read_office(sample.params, "zhumadian")
    letters = params.office.letters.model_copy(update={"attach_pdf": attach_pdf})
    params = params.model_copy(update={"office": params.office.model_copy(update={"letters": letters})})
    for edition in plan(params, DAY):
        to = next((one for one in recipients_of(params, edition) if one.delivery == "mail"), None)
        if to is not None and edition.bulletin == bulletin:
            return compose(sample.outputs, params, to, edition).content
    raise AssertionError(f"nobody gets {bulletin}")


def attachments(content: bytes) -> dict[str, bytes]:
    message = message_from_bytes(content, policy=default)
    return {str(one.get_filename()): one.get_content() for one in message.iter_attachments() if one.get_filename()}


def test_the_page_goes_along_as_a_pdf_where_the_office_wants_it(sample: Settings) -> None:
    """The very page that was published, the same bytes each time, and nothing where it is not asked for."""
    try:
        pdf.pdf_of("<html lang=en><head><title>x</title></head><body>x</body></html>")
    except WrongUse:
        pytest.skip("WeasyPrint or Pango is not installed")
    plain, first = letter_of(sample, "county_daily"), letter_of(sample, "county_daily", attach_pdf=True)
    folder = sample.outputs / "zhumadian" / DAY.isoformat()

    assert attachments(plain) == {}
    ((name, content),) = attachments(first).items()
    page = (folder / name.split(".")[0] / f"{name.split('.', 1)[1].removesuffix('.pdf')}.html").read_text(
        encoding="utf-8"
    )
    assert content == pdf.pdf_of(page)
    assert first == letter_of(sample, "county_daily", attach_pdf=True)
    assert part(first, "text/html") == part(plain, "text/html")


def test_without_weasyprint_it_is_said_what_to_install(sample: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter without what the office wants in it is not sent instead."""

    def missing(_page: str) -> bytes:
        raise WrongUse("A PDF needs WeasyPrint")

    monkeypatch.setattr("thongbao.bulletin.composing._pdf", missing)

    with pytest.raises(WrongUse, match="WeasyPrint"):
        letter_of(sample, "county_daily", attach_pdf=True)


def test_the_strips_of_a_table_are_words_in_a_letter(sample: Settings) -> None:
    """A dozen tiny pictures would be a dozen attachments in some clients."""
    content = letter_of(sample, "city_rollup")
    pictures = [one for one in message_from_bytes(content).walk() if one.get_content_type() == "image/png"]

    assert len(pictures) <= 3
    assert "按时 28 天" in part(content, "text/html")
