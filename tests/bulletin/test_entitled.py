"""Who gets which edition, and who is named on it."""

from __future__ import annotations

from datetime import date

import pytest

from support.editions import edition, office_params, recipient, same
from thongbao.bulletin.entitled import audience_of, distribution, entitled, recipients_of
from thongbao.records import RecipientGroup

ABOUT = edition()


def test_all_units_means_all() -> None:
    """The star entitles to every unit, but to no other bulletin or language."""
    everyone = recipient("a@b.example", unit="*")

    assert entitled(everyone, ABOUT, "internal")
    assert entitled(everyone, edition("411721"), "internal")
    assert not entitled(everyone, edition(locale="en"), "internal")
    assert not entitled(everyone, ABOUT.model_copy(update={"bulletin": "city_rollup"}), "internal")


@pytest.mark.parametrize(
    ("mine", "theirs", "gets"),
    [
        ("internal", "internal", True),
        ("internal", "public", True),
        ("public", "public", True),
        ("public", "internal", False),
    ],
)
def test_what_is_internal_is_for_those_inside(mine: str, theirs: str, gets: bool) -> None:
    """What is public may be read by everybody."""
    person = recipient("a@b.example").model_copy(update={"audience": mine})

    assert entitled(person, ABOUT, theirs) is gets  # type: ignore[arg-type]


def test_whoever_opted_out_gets_nothing_of_any_date() -> None:
    """Also not a correction of a bulletin that they still got."""
    person = recipient("a@b.example").model_copy(update={"opted_out": date(2030, 1, 1)})

    assert not entitled(person, ABOUT, "public")


def test_a_bulletin_that_is_not_known_is_internal() -> None:
    """What was removed from the settings does not become public by that."""
    params = office_params()

    assert audience_of(params, ABOUT.model_copy(update={"bulletin": "gone"})) == "internal"


def test_the_distribution_list_names_groups_roles_and_last_the_archive() -> None:
    """A group stands once whoever is in it; addresses and those who opted out are not named."""
    groups = tuple(RecipientGroup(code=code, label=same(f"the {code}")) for code in ("wards", "youth", "council"))
    people = [
        recipient("file@b.example").model_copy(
            update={"delivery": "archive", "address": "", "role": same("File copy"), "units": ("*",)}
        ),
        recipient("1@b.example").model_copy(update={"role": same("County bureau")}),
        recipient("2@b.example").model_copy(update={"group": "council", "role": same("Chair")}),
        recipient("3@b.example").model_copy(update={"group": "wards", "role": same("Ward 1")}),
        recipient("4@b.example").model_copy(update={"group": "wards", "role": same("Ward 2")}),
        recipient("5@b.example").model_copy(update={"group": "youth", "opted_out": date(2020, 1, 1)}),
        recipient("6@b.example", unit="411721").model_copy(update={"role": same("Another county")}),
    ]
    params = office_params(*people)
    params = params.model_copy(update={"office": params.office.model_copy(update={"recipient_groups": groups})})

    assert distribution(params, ABOUT) == ("the wards", "the council", "County bureau", "File copy")
    assert [person.address for person in recipients_of(params, ABOUT)] == [
        "",
        "1@b.example",
        "2@b.example",
        "3@b.example",
        "4@b.example",
    ]
