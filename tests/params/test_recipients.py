"""Every recipient gets what is made, once, and nothing that is not."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.params.entries import Entry
from thongbao.params.recipients import check_mail, check_recipients
from thongbao.params.yamlfile import YamlFile
from thongbao.records import Bulletin, Letters, Office, Recipient, RecipientGroup, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = YamlFile("recipients.yml", [], {}, ())
NAME = Text(zh_Hans="甲", vi="A", en="A")
UNITS = {"00": "city", "01": "county", "02": "county", "03": "ward"}
OFFICE = Office(code="o", names=NAME, root="00", timezone="Asia/Shanghai", locale="vi", forms=("f",))


def bulletin(code: str, kinds: tuple[str, ...], locales: Sequence[str] = ()) -> Bulletin:
    scope = "unit" if kinds else "office"
    return Bulletin.model_validate(
        {"code": code, "notebook": "10_x.ipynb", "title": NAME, "scope": scope, "kinds": kinds, "locales": locales}
    )


BULLETINS = {b.code: b for b in (bulletin("daily", ("county",)), bulletin("city", ()), bulletin("wards", ("ward",)))}
recipients = st.builds(
    Recipient,
    role=st.just(NAME),
    audience=st.just("internal"),
    address=st.sampled_from(["a@x.example", "A@x.example", "b@x.example"]),
    locale=st.sampled_from(["vi", "en"]),
    units=st.lists(st.sampled_from([*UNITS, "09"]), min_size=1, max_size=3).map(tuple) | st.just(("*",)),
    bulletins=st.lists(st.sampled_from([*BULLETINS, "none"]), min_size=1, max_size=3).map(tuple),
)


def codes(people: Sequence[Recipient], units: dict[str, str] | None = None) -> list[str]:
    entries = [Entry(person, FILE, (place,)) for place, person in enumerate(people)]
    units = UNITS if units is None else units
    return [finding.code for finding in check_recipients(entries, OFFICE, BULLETINS, BULLETINS, units)]


def letters(person: Recipient) -> list[tuple[str, str, str, str]]:
    """Return (address, locale, bulletin, unit) of each edition made for the recipient, by the words of the records."""
    made = []
    for code, unit in product(person.bulletins, UNITS):
        b = BULLETINS[code]
        covers = UNITS[unit] in b.kinds if b.scope == "unit" else unit == OFFICE.root
        if covers and (unit in person.units or person.units == ("*",)) and person.locale == OFFICE.locale:
            made.append((person.address.casefold(), person.locale, code, unit))
    return made


@given(st.lists(recipients, max_size=4))
def test_recipients_without_findings_get_each_letter_once(people: list[Recipient]) -> None:
    """Where nothing is found, every entry and bulletin brings at least one letter and no letter comes twice."""
    if codes(people):
        return

    assert all({letter[2] for letter in letters(person)} == set(person.bulletins) for person in people)
    everything = [letter for person in people for letter in set(letters(person))]
    assert len(everything) == len(set(everything))


def recipient(**change: object) -> Recipient:
    person = {
        "role": NAME,
        "address": "a@x.example",
        "locale": "vi",
        "audience": "internal",
        "units": ["01"],
        "bulletins": ["daily"],
    }
    return Recipient.model_validate(person | change)


def test_a_right_recipient_has_no_findings() -> None:
    """One unit, every unit, the root for what is made of the whole office."""
    assert codes([recipient(), recipient(address="b@x.example", units=["*"], bulletins=["daily", "city"])]) == []
    assert codes([recipient(units=["00"], bulletins=["city"])]) == []


def test_a_bulletin_without_locales_is_made_in_the_offices_own() -> None:
    """A recipient who reads another language would get nothing."""
    assert codes([recipient(locale="en")]) == ["no-such-edition"]


def test_where_units_are_not_known_nothing_is_said_of_them() -> None:
    """A units.csv that could not be read has its own fault; recipients are not blamed for it."""
    assert codes([recipient(units=["77"])], units={}) == []
    assert codes([recipient()], units={"01": ""}) == []


def public_daily() -> dict[str, Bulletin]:
    return {"daily": BULLETINS["daily"].model_copy(update={"audience": "public"})}


def found_in(person: Recipient, office: Office = OFFICE, bulletins: dict[str, Bulletin] = BULLETINS) -> list[str]:
    found = check_recipients([Entry(person, FILE, (0,))], office, bulletins, bulletins, UNITS)
    return [finding.code for finding in found]


def test_an_internal_bulletin_is_refused_to_a_public_recipient() -> None:
    """Whoever is not said to belong to the office may read public ones only; forgetting to say it leaks nothing."""
    said = recipient(audience="public")
    silent = Recipient.model_validate(recipient().model_dump(exclude={"audience"}))

    assert found_in(said) == found_in(silent) == ["audience-not-entitled"]
    assert found_in(said, bulletins=public_daily()) == []
    assert found_in(recipient(), bulletins=public_daily()) == []


@pytest.mark.parametrize(
    ("address", "codes"),
    [
        ("a@x.example", []),
        ("a@post.x.example", []),
        ("a@X.EXAMPLE", []),
        ("a@notx.example", ["address-outside"]),
        ("a@x.example.evil.example", ["address-outside"]),
        ("a@freemail.example", ["address-outside"]),
    ],
)
def test_internal_bulletins_go_to_the_offices_own_domains_only(address: str, codes: list[str]) -> None:
    """A private address that was pasted by mistake is found before anything is sent; the public may have any."""
    office = OFFICE.model_copy(update={"letters": Letters(internal_domains=("x.example",))})

    assert found_in(recipient(address=address), office) == codes
    assert found_in(recipient(address=address, audience="public"), office, public_daily()) == []


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"delivery": "archive", "address": ""}, []),
        ({"delivery": "archive", "address": "", "folder": "filed/2020"}, []),
        ({"delivery": "archive"}, ["key-without-meaning"]),
        ({"delivery": "archive", "address": "", "folder": "../elsewhere"}, ["bad-folder"]),
        ({"delivery": "archive", "address": "", "folder": " "}, ["bad-folder"]),
        ({"address": ""}, ["missing-key"]),
        ({"address": "no address"}, ["bad-address"]),
        ({"folder": "filed"}, ["key-without-meaning"]),
        ({"group": "wards"}, []),
        ({"group": "ward"}, ["unknown-group"]),
    ],
)
def test_an_archive_is_a_file_and_a_group_is_a_line_of_the_list(change: dict[str, Any], codes: list[str]) -> None:
    """An archive has a folder and no address; everybody else has an address and no folder."""
    groups = (RecipientGroup(code="wards", label=NAME),)
    office = OFFICE.model_copy(update={"recipient_groups": groups})

    assert found_in(recipient(**change), office) == codes


def test_whoever_opted_out_is_no_duplicate() -> None:
    """The entry stays, so that nobody adds the address again by mistake; another role may use it."""
    assert codes([recipient(opted_out="2020-03-01"), recipient()]) == []
    assert codes([recipient(), recipient()]) == ["duplicate-recipient"]
    assert codes([recipient(delivery="archive", address=""), recipient(delivery="archive", address="")]) == [
        "duplicate-recipient"
    ]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (
            {"letters": {"unsubscribe_url": "https://x.example/leave?t={token}", "unsubscribe_address": "l@x.example"}},
            [],
        ),
        ({"letters": {"unsubscribe_url": "http://x.example/{token}"}}, ["bad-url"]),
        ({"letters": {"unsubscribe_url": "https://x.example/leave"}}, ["bad-url"]),
        ({"letters": {"unsubscribe_url": "https://{token}.example/"}}, ["bad-url"]),
        ({"letters": {"unsubscribe_url": "https://x.example/{token}/{token}"}}, ["bad-url"]),
        ({"letters": {"unsubscribe_url": "https://x.example/{token}>, <mailto:evil@x.example"}}, ["bad-url"]),
        ({"letters": {"unsubscribe_url": "https://x.example/{token}\r\nBcc:evil@x.example"}}, ["bad-url"]),
        ({"letters": {"unsubscribe_url": "https://[x/{token}"}}, ["bad-url"]),
        ({"letters": {"unsubscribe_address": "l@x.example\r\nBcc: e@x.example"}}, ["bad-address"]),
        ({"letters": {"internal_domains": ["@x.example"]}}, ["bad-address"]),
        ({"approvals": 2, "approvers": ["director", "deputy"]}, []),
        ({"approvals": 2, "approvers": ["director"]}, ["bad-number"]),
        ({"approvals": 2, "approvers": ["director", "director"]}, ["duplicate-code"]),
        ({"recipient_groups": [{"code": "a", "label": NAME}, {"code": "a", "label": NAME}]}, ["duplicate-code"]),
    ],
)
def test_what_office_yml_says_of_mail_can_be_meant(change: dict[str, Any], codes: list[str]) -> None:
    """A URL that no client may click, a domain that matches nobody, more approvals than there are roles."""
    office = Office.model_validate(OFFICE.model_dump() | change)

    assert [finding.code for finding in check_mail(Entry(office, FILE))] == codes
