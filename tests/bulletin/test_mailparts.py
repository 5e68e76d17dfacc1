"""The parts of a letter."""

from __future__ import annotations

from email.message import EmailMessage

from support.editions import png
from thongbao.bulletin.mailparts import attach, encoded_size, fill, html_part, settle
from thongbao.bulletin.mailpolicy import LETTER, to_bytes


def message(identity: str = "ab" * 32) -> EmailMessage:
    made = EmailMessage(policy=LETTER)
    fill(made, "驿城区", html_part('<img src="cid:a@b.example">', {"a@b.example": png()}))
    attach(made, "<p>驿城区</p>", "page.html")
    settle(made, identity)
    return made


def test_the_size_is_that_of_the_encoded_html_alone() -> None:
    """Clients cut by the HTML; pictures are apart. A Chinese letter takes nine bytes."""
    assert encoded_size(html_part("驿" * 4, {"a@b.example": png()})) == len("=E9=A9=BF" * 4 + "\n")


def test_boundaries_come_from_the_identity() -> None:
    """The same letter has the same bytes, another one has other boundaries."""
    boundaries = [part.get_boundary() for part in message().walk() if part.is_multipart()]

    assert to_bytes(message()) == to_bytes(message())
    assert len(set(boundaries)) == len(boundaries) == 3
    assert not set(boundaries) & {part.get_boundary() for part in message("cd" * 32).walk()}


def test_only_the_message_itself_names_the_version_of_mime() -> None:
    """Once is what the standard asks."""
    assert to_bytes(message()).count(b"MIME-Version: 1.0") == 1


def test_an_attached_page_is_read_as_utf_8() -> None:
    """Also by a browser that guesses."""
    attached = next(iter(message().iter_attachments()))

    assert attached.get_content_charset() == "utf-8"
    assert attached.get_filename() == "page.html"
    assert attached.get_content() == "<p>驿城区</p>"
