"""Understand what people write into cells: numbers, days, and "nothing to report". Strict: nothing is guessed. Pure."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from thongbao.data.cells import Odd, text
from thongbao.data.mapped import strptime
from thongbao.data.numeral import FULL_WIDTH, numeral

if TYPE_CHECKING:
    from thongbao.data.cells import Cell
    from thongbao.records import Column

# 有 ("there is") is not here: beside "nothing to report" it may mean the opposite.
YES = frozenset(
    {"yes", "y", "x", "是", "无", "没有", "无情况", "零报告", "√", "✓", "có", "không có gì", "true", "nothing"}
)
NO = frozenset({"", "no", "n", "否", "không", "-", "–", "false"})
DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
EIGHT_DIGITS = 8
DAYS_DAY_FIRST = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "ngày%dtháng%mnăm%Y", "%dtháng%mnăm%Y", "%dtháng%m,%Y")
"""Only where the office's language writes the day first; elsewhere 3/2/2020 could be two days."""

DAYS_IN_WORDS = ("%d%b%Y", "%d%B%Y", "%b%d,%Y", "%B%d,%Y", "%d-%b-%Y")
"""Blanks are taken out before: 19 Feb 2020, February 19, 2020."""

SERIAL_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 25_569, 73_050
"""1970-01-01 and 2099-12-31, as Excel counts days."""

_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]+)?")
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00(?:\.0+)?)?\s*$")
"""What Excel writes behind a day that has no time."""


def figure(cell: Cell, column: Column, locale: str) -> float | str:
    """Return the figure in ``cell``, or the code of what is wrong with it.

    Args:
        cell: not blank.
        column: says whether whole numbers are asked, and the range.
        locale: of the office; says which sign separates thousands where a text could be read in two ways.
    """
    value = cell if type(cell) is float else _odd(cell) or _number(cell, locale, whole=column.whole)
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
    return numeral(cell, locale, whole=whole).value


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
    written = text(cell) if formats else _MIDNIGHT.sub("", text(cell).translate(FULL_WIDTH)).replace(" ", "")
    serial = serial_day(text(cell).translate(FULL_WIDTH))
    if not formats and written.isdigit() and len(written) != EIGHT_DIGITS:  # 2020111: January or November?
        return serial
    moment = strptime(written.casefold(), _usual(locale)) if not formats else strptime(written, formats)
    return moment.date() if moment else serial


def serial_day(written: str) -> date | None:
    """Return the day of an Excel serial number, as a cell holds it whose format was lost; None where it is none.

    Counted as Excel for Windows does, from 1899-12-30: a count of the old Excel for Mac gives a day four years early.
    """
    found = _SERIAL.fullmatch(written)
    if not found or not FIRST_SERIAL <= int(found[1]) <= LAST_SERIAL:
        return None
    return SERIAL_ZERO + timedelta(days=int(found[1]))


def _usual(locale: str) -> tuple[str, ...]:
    return DAYS + {"vi": DAYS_DAY_FIRST, "en": DAYS_IN_WORDS}.get(locale, ())


def day_sample(formats: tuple[str, ...] = ()) -> str:
    """Return a day as it may be written: in each of ``formats``, or in the way that every office reads."""
    return ", ".join(date(2020, 2, 19).strftime(how) for how in formats or DAYS[:1])


def says_nothing(cell: Cell) -> bool | None:
    """Return whether "nothing to report" was said; None where it cannot be told."""
    said = "yes" if cell == 1.0 else text(cell).casefold()
    if said in YES:
        return True
    return False if said in NO else None
