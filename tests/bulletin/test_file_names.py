"""File names: what settings and commands call something can never lead out of the folder of its edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from support.attacks import payloads
from support.notebooks import edition
from thongbao.bulletin.ledger import date_folder
from thongbao.bulletin.plan import Wish, plan
from thongbao.errors import ThongbaoError
from thongbao.params.office import read_office
from thongbao.records import Bulletin, Office, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

# fmt: off
STEPS = (
    "../", "..\\", "%2e%2e/", "..%2f", "%2e%2e%2f", "..%5c", "..%c0%af", "%252e%252e%252f", "..;/", "....//", "．．/",
)
GOALS = ("etc/passwd", "outputs/x", "C:/x", "con", "x\0.html", "")
ODD = (
    "/etc/passwd", "C:\\x", "\\\\host\\x", "file:///etc/passwd", "~", "~root", "$HOME", "`id`", "$(id)", "a;id", "a|id",
    "-rf", "con", "NUL", "aux.html", "x" * 300, "x\n", "x\r\ny", "x\0", ".", "..", "...", " ", "", "{unit}", "%s", "*",
    "?", "a/b",
)
# fmt: on
OF_AN_OFFICE = {"root": "1", "timezone": "UTC", "locale": "en", "forms": ["x"]}


def paths(shared: Path) -> list[str]:
    """Names that would lead out of a folder, on any system, plain and encoded, and the naughty strings."""
    found = [step * times + goal for step in STEPS for times in (1, 3, 8) for goal in GOALS]
    return [*dict.fromkeys([*found, *ODD, *payloads(shared)[-515:]])]


def made_of(name: str) -> list[Any]:
    """Each record in which settings name what becomes part of a path; None for one that refuses the name."""
    text = {"zh_Hans": "x", "vi": "x", "en": "x"}
    tries = [
        lambda: edition(unit=name),
        lambda: edition(bulletin=name),
        lambda: edition(office=name),
        lambda: edition(locale=name),
        lambda: Unit.model_validate({"code": name, "kind": "county", "names": text}),
        lambda: Bulletin.model_validate({"code": name, "notebook": "10_x.ipynb", "title": text, "scope": "unit"}),
        lambda: Bulletin.model_validate({"code": "x", "notebook": name, "title": text, "scope": "unit"}),
        lambda: Office.model_validate({"code": name, "names": text, **OF_AN_OFFICE}),
    ]
    made: list[Any] = []
    for one in tries:
        try:
            made.append(one())
        except ValidationError:
            made.append(None)
    return made


def test_no_name_leads_out_of_the_folder_of_its_edition(shared: Path, tmp_path: Path) -> None:
    """Office, unit, bulletin, notebook, language: a name that is let through is a plain one."""
    outputs = tmp_path / "outputs"
    let_through = 0
    for name in paths(shared):
        for record in filter(None, made_of(name)):
            let_through += 1
            assert name.replace("-", "").replace("_", "").isalnum(), ascii(name)
            assert name.isascii()
            assert len(name) <= 32
            if hasattr(record, "stem"):
                path = (date_folder(outputs, record.office, record.date) / f"{record.stem}.html").resolve()
                assert path.is_relative_to(outputs)
    assert let_through < len(paths(shared)), "most are refused"


@pytest.mark.parametrize("name", ["../../etc", "411702/../411721", "%2e%2e", "411702\0", "411702\n", "-x", "..\\x"])
def test_a_path_that_was_asked_for_is_no_unit(home: Settings, name: str) -> None:
    """On the command line, too: it is named as unknown, and nothing is made."""
    params, before = read_office(home.params, "zhumadian"), sorted(home.home.rglob("*"))

    for wish in (Wish((name,)), Wish((), (name,))):
        with pytest.raises(ThongbaoError):
            plan(params, edition().date, wish)
    assert sorted(home.home.rglob("*")) == before
