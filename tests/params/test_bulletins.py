"""Every recipient gets what is made, once, and nothing that is not."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from thongbao.params.bulletins import check_bulletins, check_recipients
from thongbao.params.entries import Entry
from thongbao.params.yamlfile import YamlFile
from thongbao.records import Bulletin, Office, Recipient, Text

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
    person = {"role": NAME, "address": "a@x.example", "locale": "vi", "units": ["01"], "bulletins": ["daily"]}
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


def test_right_bulletins_come_back_and_wrong_ones_do_not() -> None:
    """What is wrong with a bulletin is said once, not again with each recipient."""
    entries = [Entry(b, FILE, (n,)) for n, b in enumerate([bulletin("a", ("county",)), bulletin("b", ("town",))])]

    right, found = check_bulletins(entries, {"county"})

    assert list(right) == ["a"]
    assert [finding.code for finding in found] == ["unknown-kind"]


def test_a_locale_that_stands_twice_is_said() -> None:
    """An edition is made once per language."""
    entries = [Entry(bulletin("a", ("county",), ["vi", "en", "vi"]), FILE, (0,))]

    assert [finding.code for finding in check_bulletins(entries, {"county"})[1]] == ["duplicate-code"]


def test_kinds_with_the_whole_office_mean_nothing() -> None:
    """A bulletin of the whole office is made for its root alone."""
    both = bulletin("a", ("county",)).model_copy(update={"scope": "office"})

    assert [f.code for f in check_bulletins([Entry(both, FILE, (0,))], {"county"})[1]] == ["key-without-meaning"]
