"""A file's reports are found whatever its layout, or it is said why there are none."""

from __future__ import annotations

import pytest

from support.inbox_files import HEADER, filled, long_csv, screening, workbook
from thongbao.data.cells import Limits, Unreadable
from thongbao.data.opened import raw_reports
from thongbao.data.sheets import open_tables


def _count(content: bytes) -> int:
    return len(raw_reports(open_tables(content, "zh_Hans", Limits()), ()))


def test_workbooks_and_long_csvs_give_their_reports() -> None:
    """The layout is told by the content."""
    assert _count(filled(screening())) == 1
    assert _count(long_csv(screening()).encode()) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (workbook({"A1": "notes"}), "no-form"),
        (b"a|b|c\n1|2|3\n", "header-unknown"),
        ("form，unit，day，row，column，value\n".encode(), "header-unknown"),
        (f"{HEADER}\n".encode(), "no-lines"),
        (f"{HEADER},Value\n1,2,3,4,5,6,7\n".encode(), "column-name-twice"),
    ],
)
def test_a_file_without_reports_is_refused_by_its_reason(content: bytes, code: str) -> None:
    """A wrong separator shows in the header that was found."""
    with pytest.raises(Unreadable, match=code):
        _count(content)


def test_columns_that_are_not_read_may_stand_twice() -> None:
    """Notes of the sender are no business of ours."""
    text = long_csv(screening()).replace("value\n", "value,note,note\n")

    assert _count(text.encode()) == 1


def test_a_header_is_answered_with_the_nearest_one() -> None:
    """Accents and case do not count; what is far from all is only told what is known."""
    near = []
    for header in ("form,Unít,dya,row,column,value", "a,b,c"):
        with pytest.raises(Unreadable) as raised:
            _count(f"{header}\n1,2,3\n".encode())
        near.append(dict(raised.value.problem.values)["near"])

    assert near == ["Unít → unit, dya → day", ""]
