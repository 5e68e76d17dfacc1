"""The right letter to the right person: random counties and recipients, with editions swapped under them."""

from __future__ import annotations

import json
import random
import re
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from support.editions import DAY, edition, office_params, receipt, recipient, same, write_edition
from support.letters import part, read
from thongbao.bulletin.ledger import date_folder
from thongbao.bulletin.letters import write_letters
from thongbao.files import sha256
from thongbao.records import LOCALES, OfficeParams, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.bulletin.letters import Letters

SWAPS = ("page", "page and its digest", "notebook and its digest", "record", "all files", "of another day", "language")


def county(number: int) -> str:
    return f"{500000 + number}"


def world(chance: random.Random, many: int) -> OfficeParams:
    """An office of ``many`` counties; the address of each recipient says what they may see."""
    params = office_params()
    units = [params.units[0]]
    units += [Unit(code=county(n), parent="411700", kind="county", names=same(f"County {n}!")) for n in range(many)]
    people = []
    for n in range(many):
        mine = sorted({n, *(chance.randrange(many) for _ in range(chance.choice([0, 0, 1, 3])))})
        locale = chance.choice(LOCALES)
        address = f"{'.'.join(map(county, mine))}.{locale.lower().replace('_', '-')}@zhumadian.example"
        person = recipient(address, locale=locale)
        people.append(person.model_copy(update={"units": tuple(county(unit) for unit in mine)}))
    bulletin = params.bulletins[0].model_copy(update={"locales": LOCALES})
    return params.model_copy(
        update={"units": tuple(units), "recipients": tuple(people), "bulletins": (bulletin,)},
    )


def make(outputs: Path, params: OfficeParams) -> list[tuple[str, str]]:
    """Make every edition that somebody is entitled to."""
    wanted = sorted({(unit, person.locale) for person in params.recipients for unit in person.units})
    for unit, locale in wanted:
        write_edition(outputs, params, edition(unit, locale))
    return wanted


def mismatches(written: Letters) -> list[str]:
    """Compare what each letter says inside with what its address is entitled to, by its bytes alone."""
    wrong = []
    for path in written.paths:
        message = read(path.read_bytes())
        to, text = str(message["To"]), part(message, "text/plain")
        entitled = re.findall(r"[0-9]{6}", to)
        codes = set(re.findall(r'font-size:13px[^>]*">([0-9]{6})<', part(message, "text/html")))
        codes |= set(re.findall(r"\(([0-9]{6})\)", text.split("-" * 40)[0]))
        named = set(re.findall(r"County ([0-9]+)!", f"{message['Subject']} {text}"))
        if len(codes) != 1 or not codes <= set(entitled) or {county(int(n)) for n in named} != codes:
            wrong.append(f"{path.name}: {codes} {named} for {entitled}")
        if f".{str(message['Content-Language']).lower()}@" not in to:
            wrong.append(f"{path.name}: in {message['Content-Language']}")
    return wrong


def swap(outputs: Path, how: str, victim: tuple[str, str], other: tuple[str, str], day_before: Path) -> None:
    """Put something of ``other`` in the place of what ``victim`` should get."""
    folder = date_folder(outputs, "zhumadian", DAY)
    mine, theirs = (folder / edition(*each).stem for each in (victim, other))
    if how == "of another day":
        theirs = day_before / edition(*victim).stem
    if how == "language":
        theirs = folder / edition(victim[0], next(one for one in LOCALES if one != victim[1])).stem
    suffixes = {"page": [".html"], "page and its digest": [".html"], "notebook and its digest": [".ipynb"]}.get(
        how, [".json"] if how == "record" else [".html", ".ipynb", ".json"]
    )
    for suffix in suffixes:
        shutil.copy(f"{theirs}{suffix}", f"{mine}{suffix}")
    if how.endswith("digest"):
        _vouch(mine, suffixes[0])


def _vouch(mine: Path, suffix: str) -> None:
    """Let the record vouch for the file that was put there, as somebody would who mends it by hand."""
    record: dict[str, Any] = json.loads(mine.with_name(f"{mine.name}.json").read_bytes())
    file = mine.with_name(f"{mine.name}{suffix}")
    record["files"][file.name] = sha256(file.read_bytes())
    mine.with_name(f"{mine.name}.json").write_text(json.dumps(record), encoding="utf-8")


def attack(folder: Path, seed: int, many: int, swaps: int) -> None:
    """Make a world, write its letters, swap, write again: nothing wrong goes out, nothing right is lost."""
    chance = random.Random(seed)
    params, outputs = world(chance, many), folder / "outputs"
    made = make(outputs, params)
    first = write_letters(outputs, params, DAY, folder / "letters")

    assert not first.withheld
    assert len(first.paths) == sum(len(person.units) for person in params.recipients)
    assert mismatches(first) == []

    victims = chance.sample(made, swaps)
    others = [each for each in made if each not in victims]
    before = date_folder(folder / "earlier", "zhumadian", DAY)
    for n, victim in enumerate(victims):
        how = SWAPS[n % len(SWAPS)]
        if how == "of another day":
            about = edition(*victim).model_copy(update={"date": DAY - timedelta(days=1)})
            write_edition(folder / "earlier", params, about)
            before = date_folder(folder / "earlier", "zhumadian", about.date)
        if how == "language":
            write_edition(outputs, params, edition(victim[0], next(one for one in LOCALES if one != victim[1])))
        swap(outputs, how, victim, chance.choice([each for each in others if each[0] != victim[0]]), before)
    second = write_letters(outputs, params, DAY, folder / "letters")
    hit = {edition(*victim).stem.replace("/", ".") for victim in victims}
    lost = [path.name for path in first.paths if path not in second.paths]

    assert mismatches(second) == []
    assert all(any(name.startswith(f"{DAY}.{stem}.") for stem in hit) for name in lost)
    assert {stem for stem in hit if any(name.startswith(f"{DAY}.{stem}.") for name in lost)} == hit
    assert len(second.withheld) == len(lost)
    assert not [name for name in lost if (folder / "letters" / name).exists()]


@pytest.fixture(autouse=True)
def _no_power_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands of files are written here that nobody keeps."""
    monkeypatch.setattr("os.fsync", lambda handle: None)


def test_seven_swaps_among_fourteen_counties_are_all_refused(tmp_path: Path) -> None:
    """Each way of swapping once; everybody else still gets their own."""
    attack(tmp_path, seed=20200219, many=14, swaps=7)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_a_hundred_swaps_among_a_thousand_counties_are_all_refused(tmp_path: Path) -> None:
    """No letter whose county is not its address's, none swapped that goes out, none lost besides."""
    attack(tmp_path, seed=1, many=1000, swaps=100)


def test_a_receipt_of_another_county_is_found_even_where_all_digests_fit(tmp_path: Path) -> None:
    """The notebook proves for whom it was made; a page with another's masthead does not pass with it."""
    params = office_params(recipient("411702@zhumadian.example"))
    about = edition()
    write_edition(tmp_path, params, about, proof=receipt(edition("411721")))

    written = write_letters(tmp_path, params, DAY, tmp_path / "letters")

    assert not written.paths
    assert "the receipt was of zhumadian 411721" in written.withheld[0]
