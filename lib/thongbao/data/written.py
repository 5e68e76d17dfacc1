"""Understand what people write into cells: numbers, days, and "nothing to report". Strict: nothing is guessed. Pure."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from thongbao.data.cells import Odd, text
from thongbao.data.mapped import strptime

if TYPE_CHECKING:
    from thongbao.data.cells import Cell
    from thongbao.records import Column

FULL_WIDTH = str.maketrans("０１２３４５６７８９，．－＋／：　", "0123456789,.-+/: ")
"""What Chinese input methods write for digits and signs."""

# 有 ("there is") is not here: beside "nothing to report" it may mean the opposite.
YES = frozenset(
    {"yes", "y", "x", "是", "无", "没有", "无情况", "零报告", "√", "✓", "có", "không có gì", "true", "nothing"}
)
NO = frozenset({"", "no", "n", "否", "không", "-", "–", "false"})
LONGEST = 32
"""Characters of a number; no form asks for more."""

_PLAIN = re.compile(r"[+-]?[0-9]+")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([,. '\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*")
_DECIMAL = {",": re.compile(r"[+-]?[0-9]+,[0-9]+"), ".": re.compile(r"[+-]?[0-9]+\.[0-9]+")}

DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
EIGHT_DIGITS = 8
DAYS_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
"""Only where the office's language writes the day first; elsewhere 3/2/2020 could be two days."""


def figure(cell: Cell, column: Column, locale: str) -> float | str:
    """Return the figure in ``cell``, or the code of what is wrong with it.

    Args:
        cell: not blank.
        column: says whether whole numbers are asked, and the range.
        locale: of the office; says which sign separates thousands where a text could be read in two ways.
    """
    value = _odd(cell) or _number(cell, locale, whole=column.whole)
    if isinstance(value, str):
        return value
    if not math.isfinite(value):
        return "not-a-number"
    if column.whole and not value.is_integer():
        return "not-whole"
    if value < column.minimum:
        return "negative" if value < 0 <= column.minimum else "too-small"
    return "too-big" if value > column.maximum else value + 0.0  # -0 is 0, and no correction of it


def _odd(cell: Cell) -> str:
    if isinstance(cell, Odd):
        return {"error": "formula-error", "formula": "formula-without-result"}.get(cell.kind, "date-in-number-cell")
    return "date-in-number-cell" if isinstance(cell, date) else ""


def _number(cell: Cell, locale: str, *, whole: bool) -> float | str:
    if isinstance(cell, float):
        return cell
    if not isinstance(cell, str):
        return "not-a-number"
    written = cell.translate(FULL_WIDTH).strip().replace("−", "-")
    if len(written) > LONGEST:
        return "too-big" if _PLAIN.fullmatch(written) else "not-a-number"
    if _PLAIN.fullmatch(written):
        return float(written)
    decimal = "," if locale == "vi" else "."
    grouped = _GROUPED.fullmatch(written)
    if grouped and (grouped[1] != decimal or written.count(decimal) > 1):
        return float(re.sub(r"[^0-9+-]", "", written))
    if _DECIMAL[decimal].fullmatch(written):
        value = float(written.replace(decimal, "."))
        # 1.234 where thousands are written 1,234: two meanings, a thousand apart.
        return "two-meanings" if whole and grouped else value
    return "not-a-number"


def day_of(cell: Cell, locale: str, formats: tuple[str, ...] = ()) -> date | None:
    """Return the day that ``cell`` states, None where it states none or could mean two.

    Args:
        formats: strptime formats; empty for the usual ways of writing a day in the office's language.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, (bool, Odd)) or cell is None:
        return None
    usual = DAYS + (DAYS_DAY_FIRST if locale == "vi" else ())
    written = text(cell) if formats else text(cell).translate(FULL_WIDTH).replace(" ", "")
    if not formats and written.isdigit() and len(written) != EIGHT_DIGITS:  # 2020111: January or November?
        return None
    moment = strptime(written, formats or usual)
    return moment.date() if moment else None


def day_sample(formats: tuple[str, ...] = ()) -> str:
    """Return a day as it may be written: in each of ``formats``, or in the way that every office reads."""
    return ", ".join(date(2020, 2, 19).strftime(how) for how in formats or DAYS[:1])


def says_nothing(cell: Cell) -> bool | None:
    """Return whether "nothing to report" was said; None where it cannot be told."""
    said = "yes" if cell == 1.0 else text(cell).casefold()
    if said in YES:
        return True
    return False if said in NO else None
