"""A reminder as a letter: to the right person, with the headers of letters, in text and plain HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulletin.test_mail_css import supported
from support.letters import declarations, part, read
from support.silent import AT, awaited, person, reminded_office, silence
from thongbao.bulletin.letter import HTML_LIMIT
from thongbao.bulletin.mailheaders import unsubscribe_token, who_asked
from thongbao.bulletin.mailpolicy import to_bytes
from thongbao.bulletin.reminder import digest_of, reminder
from thongbao.errors import LetterRefused
from thongbao.records import LOCALES, Letters, Refused, Text

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from thongbao.records import Office, Recipient, Silence

OFFICE = reminded_office().office
WHOLE = silence(awaited(faults=5), awaited("duty_rota"), streak=3)


def content(
    of: Silence = WHOLE, to: Recipient | None = None, office: Office = OFFICE, key: bytes | None = None, **how: Any
) -> bytes:
    return to_bytes(reminder(office, of, to or person(), AT, late=how.get("late", False), key=key))


@pytest.mark.parametrize(("locale", "lang"), [("zh_Hans", "zh-Hans"), ("vi", "vi"), ("en", "en")])
def test_a_reminder_has_the_headers_of_our_letters(locale: str, lang: str) -> None:
    """A machine wrote it, of the list of reminders, in its language; text first."""
    message = read(content(to=person(locale=locale)))

    assert message["To"].addresses[0].addr_spec == "xiping@zhumadian.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "<reminders.zhumadian.zhumadian.example>"
    assert message["Content-Language"] == lang
    assert message["Date"].datetime == AT
    assert [each.get_content_type() for each in message.walk()][1:] == ["text/plain", "text/html"]
    assert silence().names.to(locale) in str(message["Subject"])


def test_the_same_reminder_has_the_same_bytes_and_another_another_name() -> None:
    """Of another report, cut-off, recipient, or after the cut-off."""
    later = awaited(until=AT)
    ids = [digest_of("o", silence(), "a@x.example", late=False)]
    ids += [digest_of("o", silence(), "b@x.example", late=False), digest_of("o", silence(), "a@x.example", late=True)]
    ids += [
        digest_of("o", silence(later), "a@x.example", late=False),
        digest_of("p", silence(), "a@x.example", late=False),
    ]
    ids += [digest_of("o", silence(awaited("duty_rota")), "a@x.example", late=False)]

    assert content() == content()
    assert len(set(ids)) == len(ids)
    assert digest_of("o", silence(), "A@X.example", late=False) == ids[0]


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("locale", LOCALES)
def test_a_reminder_uses_only_what_mail_clients_support(locale: str, late: bool) -> None:
    """The list of properties with their sources holds for it, too; no picture, no link, nothing to load."""
    html = part(content(to=person(locale=locale), late=late), "text/html")
    used = declarations(html)

    assert {name for name, _ in used} <= set(supported())
    assert len(used) > 20
    assert not [value for _, value in used if "url(" in value or "var(" in value]
    assert "<img" not in html
    assert "http" not in html
    assert len(html.encode()) < HTML_LIMIT / 4


def test_text_and_html_say_the_same() -> None:
    """Every report, fault and way to send stands in both."""
    message = content(to=person(locale="en"))
    text, html = part(message, "text/plain"), part(message, "text/html")

    words_of = (
        "Cases",
        "Duty rota of next week",
        "19 Feb 2020, 17:00",
        "refused",
        "and 2 more",
        "for 3 reporting days",
    )
    for words in (*words_of, "Nothing to report", "How to send", "Illustrative data."):
        assert words in text, words
        assert words in html, words


@given(st.text(max_size=40), st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_what_a_county_wrote_is_shown_and_does_nothing(found: str, name: str) -> None:
    """A file's name and a quoted cell may hold tags, line ends or anything; our headers and tags stay ours."""
    said = Text(zh_Hans=f"“{found}”", vi=f"“{found}”", en=f"“{found}”")
    of = silence(awaited().model_copy(update={"refused": Refused(source=name, faults=((name, said),))}))
    message = content(of)
    plain = content(silence(awaited(faults=1)))

    assert read(message).keys() == read(plain).keys()
    assert part(message, "text/html").count("<li") == part(plain, "text/html").count("<li")
    tagged = content(silence(awaited(title=Text(zh_Hans="<script>", vi="a", en="a"))))
    assert "<script" not in part(tagged, "text/html")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"opted_out": "2020-02-18"}, "opted out of all letters on 2020-02-18"),
        ({"reports_for": ["411702"]}, "not responsible"),
        ({"audience": "public"}, "not responsible"),
    ],
)
def test_nobody_else_is_reminded(changes: dict[str, Any], why: str) -> None:
    """Not somebody who left, reports for another county, or does not belong to the office."""
    with pytest.raises(LetterRefused, match=why):
        content(to=person(**changes))
    outside = OFFICE.model_copy(update={"letters": Letters(internal_domains=("education.example",))})
    with pytest.raises(LetterRefused, match="not responsible"):
        content(office=outside)


def test_reminders_are_a_list_that_one_can_leave() -> None:
    """With the same token as in bulletins; it names reminders."""
    said = {"unsubscribe_url": "https://x.example/{token}", "unsubscribe_address": "leave@x.example"}
    office = OFFICE.model_copy(update={"letters": Letters.model_validate(said)})
    header = str(read(content(office=office, key=b"secret"))["List-Unsubscribe"])
    token = unsubscribe_token(b"secret", "zhumadian", "reminders", "xiping@zhumadian.example")

    assert f"<https://x.example/{token}>" in header
    assert "subject=unsubscribe%20reminders" in header
    params = reminded_office().model_copy(update={"office": office})
    assert [(r.address, of) for r, of in who_asked(params, b"secret", token)] == [
        ("xiping@zhumadian.example", "reminders")
    ]
    with pytest.raises(LetterRefused, match="THONGBAO_UNSUBSCRIBE_KEY"):
        content(office=office)


@pytest.mark.browser
@pytest.mark.parametrize("locale", LOCALES)
def test_a_reminder_fits_a_telephone(browser: Browser, locale: str) -> None:
    """At 360 px nothing is cut off or to be scrolled to the side, nor at 600 px."""
    html = part(content(to=person(locale=locale)), "text/html")
    page = browser.new_page()
    for width in (360, 600):
        page.set_viewport_size({"width": width, "height": 700})
        page.set_content(html)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate("[...document.querySelectorAll('th,td')].every(e => e.scrollWidth <= e.clientWidth + 1)")
    page.close()
