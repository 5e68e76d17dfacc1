"""What is wrong in a file under params/, and how it is said to the operator."""

from __future__ import annotations

import difflib
import typing
import unicodedata
from typing import TYPE_CHECKING, Any, NamedTuple

from thongbao.records import Fault, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails


MOST = 100
"""Faults that are listed per file: a file that is wrong throughout is wrong for one reason."""

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Finding(NamedTuple):
    """One fault and its place, so that faults can be put in the order of files and lines.

    Attributes:
        file: as shown, e.g. ``params/zhumadian/office.yml``.
        line: counted from 1; a row in a CSV, where the header is row 1; 0 for the file as a whole.
    """

    file: str
    line: int
    code: str
    message: str

    def fault(self) -> Fault:
        """Return it as the fault that is shown."""
        place = "row" if self.file.endswith(".csv") else "line"
        where = f"{self.file} {place} {self.line}" if self.line else self.file
        return Fault(code=self.code, where=where, message=self.message)


def faults(findings: Iterable[Finding]) -> list[Fault]:
    """Return the findings as faults: files in the order they first appear, lines ascending, each said once."""
    by_file: dict[str, list[Finding]] = {}
    for finding in dict.fromkeys(findings):
        by_file.setdefault(finding.file, []).append(finding)
    said = []
    for file, found in by_file.items():
        said += sorted(found, key=lambda finding: finding.line)[:MOST]
        if len(found) > MOST:
            said.append(Finding(file, 0, "more-faults", f"{len(found) - MOST} more faults are not listed."))
    return [finding.fault() for finding in said]


def refused_character(text: str) -> str:
    """Return what cannot be printed or would forge a header, e.g. ``U+0007``; "" where there is nothing.

    A line feed passes: texts may have several lines. Characters that turn the reading order do not.
    """
    for ch in text:
        if ch != "\n" and (unicodedata.category(ch) in ("Cc", "Cs", "Zl", "Zp") or ch in _TURNING):
            return f"U+{ord(ch):04X}"
    return ""


def shown(value: object, limit: int = 60) -> str:
    """Return ``value`` in quotation marks, short, with control characters made visible."""
    text = "".join(ch if unicodedata.category(ch)[0] != "C" else f"\\u{ord(ch):04x}" for ch in str(value)[: limit + 1])
    return f"“{text if len(text) <= limit else text[:limit] + '…'}”"


def nearest(word: str, known: Iterable[str], limit: int = 12) -> str:
    """Return what to say about a name that is not known: the nearest one that is, or all of them."""
    names = sorted(set(known))
    close = difflib.get_close_matches(word[:100], names, n=1, cutoff=0.6)
    if close:
        return f"Did you mean {close[0]}?"
    if not names:
        return "There are none yet."
    return f"Known: {', '.join(names[:limit])}{', …' if len(names) > limit else ''}."


def explain(error: ErrorDetails, model: type[Record]) -> tuple[str, str]:
    """Say one error of pydantic as (code, message): what was found and what to do."""
    loc = tuple(part for part in error["loc"])
    name = ".".join(str(part) for part in loc if isinstance(part, str)) or "The file"
    kind, found, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        key = str(loc[-1])
        return "unknown-key", f"The key {shown(key)} is not known. {nearest(key, _keys_at(model, loc[:-1]))}"
    if kind == "missing":
        return "missing-key", f"{name} is missing. Add it."
    if found == "":
        return "empty-value", f"{name} was left empty. Give a value, or remove the key where it may be left out."
    if kind == "literal_error":
        return "unknown-value", f"{name} was {shown(found)}; write one of {context['expected']}."
    if kind in _SHAPES or (kind not in _ADVICE and isinstance(found, dict | list)):
        return "wrong-shape", f"{name} was {_shape(found)}. {_SHAPES.get(kind, 'Write one value.')}"
    if kind == "too_short":
        return "empty-value", f"{name} was an empty list. Give at least {context['min_length']}."
    code, advice = _ADVICE.get(kind, ("bad-value", f"{error['msg']}."))
    if kind == "string_pattern_mismatch":
        advice = _PATTERNS.get(str(context.get("pattern", ""))[:9], advice)
    return code, f"{name} was {shown(found)}. {advice.format(**context)}"


_ADVICE = {
    "string_pattern_mismatch": ("bad-code", "Write it in the form {pattern}."),
    "string_too_long": ("too-long", "Shorten it to {max_length} characters."),
    "string_too_short": ("empty-value", "Give a value."),
    "too_short": ("empty-value", ""),
    "bool_parsing": ("bad-value", "Write true or false."),
    "int_parsing": ("bad-number", "Write a whole number."),
    "int_from_float": ("bad-number", "Write a whole number."),
    "float_parsing": ("bad-number", "Write a number such as 12 or 0.5."),
    "finite_number": ("bad-number", "Write a number such as 12 or 0.5."),
    "greater_than_equal": ("bad-number", "Write {ge} or more."),
    "less_than_equal": ("bad-number", "Write {le} or less."),
    "not_digits": ("bad-number", "Write digits only, such as 21000."),
    "invisible": ("empty-value", "Write a name that can be seen."),
    "bad_day": ("bad-date", "Write a day of the calendar as 2020-02-19."),
    "date_from_datetime_parsing": ("bad-date", "Write a day of the calendar as 2020-02-19."),
    "date_parsing": ("bad-date", "Write a day of the calendar as 2020-02-19."),
    "bad_clock": ("bad-time", "Write hours and minutes as 17:00."),
}
_PATTERNS = {
    "^[a-z0-9]": "A code is 1 to 32 lower-case letters, digits and hyphens, and begins with a letter or digit.",
    "^[a-z][a-": "A name is lower-case letters, digits and underscores (hyphens for rules), and begins with a letter.",
    "^[0-9]{2}": "A notebook's name is two digits, an underscore and lower-case letters: 10_county_daily.ipynb.",
}
_SHAPES = {
    "tuple_type": "Write a list: [one, two].",
    "model_type": "Write keys and values below it.",
    "model_attributes_type": "Write keys and values below it.",
}


def _shape(found: object) -> str:
    return "keys and values" if isinstance(found, dict) else "a list" if isinstance(found, list) else shown(found)


def _keys_at(model: type[Record], loc: Sequence[int | str]) -> list[str]:
    """Return the keys that are known where ``loc`` points to."""
    here: Any = model
    for part in loc:
        if isinstance(part, str):
            here = _model_in(here.model_fields[part].annotation)
    return list(here.model_fields)


def _model_in(annotation: Any) -> Any:
    """Return the record inside ``tuple[Record, ...]`` or ``Record | None``."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next((model for part in typing.get_args(annotation) if (model := _model_in(part))), None)
