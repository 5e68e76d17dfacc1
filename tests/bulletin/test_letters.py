"""The right letter to the right recipient, or none."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.editions import DAY, edition, notebook, office_params, receipt, recipient, write_edition
from thongbao.bulletin.ledger import date_folder, publish_edition
from thongbao.bulletin.letters import Letters, entitlements, file_name, write_letters
from thongbao.errors import OutputUnwritable, WrongUse
from thongbao.files import sha256

if TYPE_CHECKING:
    from thongbao.records import OfficeParams

YICHENG = recipient("yicheng@zhumadian.example")
XIPING = recipient("xiping@zhumadian.example", unit="411721")
ALL = recipient("all@zhumadian.example", unit="*")
STEM = "411702/county_daily.zh_Hans"


def run(folder: Path, params: OfficeParams, *, skip: str = "") -> Letters:
    """Make both counties' editions but ``skip``, then write the letters."""
    for unit in ("411702", "411721"):
        if unit != skip:
            write_edition(folder / "outputs", params, edition(unit))
    return write_letters(folder / "outputs", params, DAY, folder / "letters")


def file_of(folder: Path, suffix: str, stem: str = STEM) -> Path:
    return date_folder(folder / "outputs", "zhumadian", DAY) / f"{stem}{suffix}"


def again(folder: Path, params: OfficeParams) -> Letters:
    return write_letters(folder / "outputs", params, DAY, folder / "letters")


def test_each_recipient_gets_what_they_are_entitled_to(tmp_path: Path) -> None:
    """One message per recipient and edition; nobody sees another's address."""
    done = run(tmp_path, office_params(YICHENG, XIPING, ALL))
    letters = [message_from_bytes(path.read_bytes(), policy=default) for path in done.paths]

    assert not done.withheld
    assert [(m["To"].addresses[0].addr_spec, str(m["Subject"])[:3]) for m in letters] == [
        ("yicheng@zhumadian.example", "驿城区"),
        ("xiping@zhumadian.example", "西平县"),
        ("all@zhumadian.example", "驿城区"),
        ("all@zhumadian.example", "西平县"),
    ]
    assert all(
        sum(to.address in text.decode() for to in (YICHENG, XIPING, ALL)) == 1
        for text in map(Path.read_bytes, done.paths)
    )


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """A second run changes nothing."""
    params = office_params(YICHENG, ALL)
    before = [path.read_bytes() for path in run(tmp_path, params).paths]

    assert [path.read_bytes() for path in again(tmp_path, params).paths] == before


def test_the_same_recipient_listed_twice_gets_one_letter(tmp_path: Path) -> None:
    """By unit and by all units: it is one letter."""
    both = recipient("yicheng@zhumadian.example", unit="*")

    assert len(run(tmp_path, office_params(YICHENG, both)).paths) == 2


def test_a_missing_edition_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    """Nobody waits in vain without the operator knowing."""
    done = run(tmp_path, office_params(YICHENG, XIPING), skip="411702")

    assert [path.name.split(".")[1] for path in done.paths] == ["411721"]
    assert len(done.withheld) == 1
    assert "411702/county_daily.zh_Hans of 2020-02-19 was not made" in done.withheld[0]


def test_a_recipient_of_another_language_gets_that_edition_or_is_named(tmp_path: Path) -> None:
    """The language of the recipient decides; no other edition takes its place."""
    params = office_params(recipient("hanoi@zhumadian.example", locale="vi"))
    none = run(tmp_path, params)
    write_edition(tmp_path / "outputs", params, edition(locale="vi"))
    one = again(tmp_path, params)

    assert not none.paths
    assert "411702/county_daily.vi" in none.withheld[0]
    assert message_from_bytes(one.paths[0].read_bytes(), policy=default)["Content-Language"] == "vi"


def test_a_failed_edition_gives_no_letter_and_takes_back_the_earlier_one(tmp_path: Path) -> None:
    """A letter that nobody vouches for must not stand as if it were good."""
    params = office_params(YICHENG)
    earlier = run(tmp_path, params).paths[0]
    record = write_edition(tmp_path / "outputs", params, edition())
    failed = record.model_copy(update={"state": "failed", "cause": "KeyError 'x' in cell trend", "files": {}})
    publish_edition(date_folder(tmp_path / "outputs", "zhumadian", DAY), failed, {})
    done = again(tmp_path, params)

    assert not done.paths
    assert "KeyError 'x' in cell trend" in done.withheld[0]
    assert not earlier.exists()


@pytest.mark.parametrize("suffix", [".html", ".ipynb"])
def test_a_file_that_was_changed_or_removed_gives_no_letter(tmp_path: Path, suffix: str) -> None:
    """What was recorded is sent, or nothing."""
    params = office_params(YICHENG)
    run(tmp_path, params)
    path = file_of(tmp_path, suffix)
    path.write_bytes(path.read_bytes() + b" ")
    changed = again(tmp_path, params)
    path.unlink()
    removed = again(tmp_path, params)

    assert "was changed after it was made" in changed.withheld[0]
    assert "could not be read" in removed.withheld[0]


def swap(folder: Path, suffix: str) -> None:
    """Put the other county's file in place, and make the record vouch for it."""
    other = file_of(folder, suffix, "411721/county_daily.zh_Hans").read_bytes()
    path = file_of(folder, suffix)
    record = json.loads(file_of(folder, ".json").read_text(encoding="utf-8"))
    path.write_bytes(other)
    record["files"][path.name] = sha256(other)
    file_of(folder, ".json").write_text(json.dumps(record), encoding="utf-8")


@pytest.mark.parametrize(
    ("suffix", "why"), [(".html", "the page was of '411721"), (".ipynb", "the notebook holds another receipt")]
)
def test_the_file_of_another_county_is_refused_even_if_the_record_vouches_for_it(
    tmp_path: Path, suffix: str, why: str
) -> None:
    """Page, notebook, receipt and entitlement name one county, or no letter is written."""
    params = office_params(YICHENG, XIPING)
    run(tmp_path, params)
    swap(tmp_path, suffix)
    done = again(tmp_path, params)

    assert len(done.paths) == 1
    assert why in done.withheld[0]


def test_the_record_of_another_county_proves_nothing(tmp_path: Path) -> None:
    """Neither copied beside the files nor with the receipt of the other county."""
    params = office_params(YICHENG)
    run(tmp_path, params)
    path = file_of(tmp_path, ".json")
    own = json.loads(path.read_text(encoding="utf-8"))
    path.write_bytes(file_of(tmp_path, ".json", "411721/county_daily.zh_Hans").read_bytes())
    copied = again(tmp_path, params)
    own["receipt"]["unit"] = "411721"
    path.write_text(json.dumps(own), encoding="utf-8")
    mixed = again(tmp_path, params)

    assert "was not made" in copied.withheld[0]
    assert "the receipt was of zhumadian 411721" in mixed.withheld[0]


def test_a_notebook_that_is_none_is_named(tmp_path: Path) -> None:
    """No traceback, even where the record vouches for it."""
    params = office_params(YICHENG)
    run(tmp_path, params)
    file_of(tmp_path, ".ipynb", "411721/county_daily.zh_Hans").write_text("[]", encoding="utf-8")
    swap(tmp_path, ".ipynb")

    assert "the notebook is not one" in again(tmp_path, params).withheld[0]


def test_an_address_that_is_none_is_named(tmp_path: Path) -> None:
    """The others get their letters."""
    done = run(tmp_path, office_params(recipient("a@b.example\nBcc: c@d.example"), YICHENG))

    assert len(done.paths) == 1
    assert "recipients.yml" in done.withheld[0]
    assert "\n" not in done.withheld[0]


def test_a_part_of_the_letters_can_be_asked_for(tmp_path: Path) -> None:
    """By unit and by bulletin; what the office does not have is wrong use."""
    params = office_params(ALL)
    run(tmp_path, params)
    part = write_letters(tmp_path / "outputs", params, DAY, tmp_path / "part", units=("411721",))

    assert [path.name.split(".")[1] for path in part.paths] == ["411721"]
    with pytest.raises(WrongUse, match="no unit '999999'"):
        write_letters(tmp_path / "outputs", params, DAY, tmp_path / "part", units=("999999",))
    with pytest.raises(WrongUse, match="no bulletin 'weekly'"):
        write_letters(tmp_path / "outputs", params, DAY, tmp_path / "part", bulletins=("weekly",))


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """In both cases: a letter to write, and one to take back."""
    params = office_params(YICHENG)
    run(tmp_path, params)
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(OutputUnwritable):
        write_letters(tmp_path / "outputs", params, DAY, tmp_path / "file")
    with pytest.raises(OutputUnwritable):
        write_letters(tmp_path / "nothing", params, DAY, tmp_path / "file")


@given(st.text(max_size=60))
def test_a_file_name_is_safe_whatever_the_address(address: str) -> None:
    """No separator, no hidden file, no name too long."""
    name = file_name(YICHENG.model_copy(update={"address": address}), edition())

    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzH0123456789-._")
    assert name.startswith("2020-02-19.411702.county_daily.zh_Hans.")
    assert len(name) < 100


@given(
    st.lists(
        st.builds(
            recipient,
            st.sampled_from(["a@b.example", "A@b.example", "c@d.example"]),
            unit=st.sampled_from(["*", "411702", "411721", "411700"]),
            locale=st.sampled_from(["zh_Hans", "vi", "en"]),
            bulletin=st.sampled_from(["county_daily", "city_rollup"]),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_nobody_is_entitled_to_what_their_entry_does_not_name(recipients: list) -> None:  # type: ignore[type-arg]
    """Unit, bulletin and language of each letter are in the recipient's own entry; no letter comes twice."""
    given = list(entitlements(office_params(*recipients), DAY))

    for to, about in given:
        assert about.unit in to.units or "*" in to.units
        assert about.bulletin in to.bulletins
        assert about.locale == to.locale
    names = [file_name(to, about) for to, about in given]
    assert len(set(names)) == len(names)


def test_the_receipt_in_the_notebook_must_be_the_only_one(tmp_path: Path) -> None:
    """A second one would say something else."""
    params = office_params(YICHENG)
    nb = notebook(receipt(edition()))
    nb.cells[-1].outputs *= 2
    write_edition(tmp_path / "outputs", params, edition(), nb)

    assert "another receipt" in again(tmp_path, params).withheld[0]


def test_a_stale_edition_gives_no_letter(tmp_path: Path) -> None:
    """What is known by now must not be left out of a letter without a word."""
    params = office_params(YICHENG)
    write_edition(tmp_path / "outputs", params, edition())

    done = write_letters(tmp_path / "outputs", params, DAY, tmp_path / "l", stale={edition().stem: "reports changed"})

    assert not done.paths
    assert "is stale: reports changed" in done.withheld[0]
