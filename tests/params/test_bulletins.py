"""Every recipient gets what is made, once, and nothing that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.bulletins import check_bulletins
from thongbao.params.entries import Entry
from thongbao.params.yamlfile import YamlFile
from thongbao.records import Bulletin, Office, Text

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


def test_a_weekly_bulletin_names_its_day_and_no_other_does() -> None:
    """Without one it would never be made, and on a daily bulletin it would mean nothing."""
    weekly = bulletin("a", ()).model_copy(update={"cadence": "weekly"})
    daily = bulletin("b", ()).model_copy(update={"due_on": "friday"})
    right = weekly.model_copy(update={"code": "c", "due_on": "friday"})
    entries = [Entry(one, FILE, (n,)) for n, one in enumerate([weekly, daily, right])]

    kept, found = check_bulletins(entries, {"county"})

    assert list(kept) == ["c"]
    assert [finding.code for finding in found] == ["due-on-not-weekly"] * 2
