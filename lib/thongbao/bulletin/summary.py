"""What whoever approves should see first: what changed most, what is missing or failed, and the odd cases. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from babel.numbers import NumberFormatError, parse_decimal

from thongbao.bulletin.approval import content_digest, missing_roles, needed, subject_of
from thongbao.records import BLOCK_MIME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thongbao.bulletin.approval import Approval
    from thongbao.records import EditionRecord, OfficeParams

_VALUE = re.compile(r"^(?P<label>[^\n:：\t]{1,60})[:：]\s*(?P<value>[-+−]?[0-9][0-9.,\s\u00a0\u202f]*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Standing:
    """One edition as whoever approves finds it.

    Attributes:
        record: what became of it; None where it was never made.
        stem: of the edition.
        refused: why it cannot be approved; "" where it can.
        lacking: roles that must still approve; 0 where it is approved.
        values: label -> number of its headline, as printed.
        before: the same of the last edition before it; empty where there is none.
    """

    stem: str
    record: EditionRecord | None
    refused: str
    lacking: int
    values: Mapping[str, float]
    before: Mapping[str, float]


def standing_of(
    params: OfficeParams,
    stem: str,
    record: EditionRecord | None,
    stale: str,
    there: Mapping[str, Sequence[Approval]],
    values: Mapping[str, float],
    before: Mapping[str, float],
    needs: int = 1,
) -> Standing:
    """Say how one edition stands.

    Args:
        stale: why it no longer says what is known, "" where it does.
        there: subject -> its approvals.
        needs: roles that were asked for; the settings may demand more.
    """
    refused = _refused(record, stale)
    lacking = needs
    if record is not None and not refused:
        of = there.get(subject_of(record.edition), ())
        wanted = max(needs, needed(params, record.edition.bulletin))
        lacking = missing_roles(of, content_digest(record), wanted)
    return Standing(stem, record, refused, lacking, values, before)


def _refused(record: EditionRecord | None, stale: str) -> str:
    if record is None:
        return "not made"
    if record.state != "made" or record.receipt is None:
        return f"failed: {record.cause or 'it has no receipt'}"
    return f"stale: {stale}" if stale else ""


def headline(nb: Mapping[str, Any], locale: str) -> dict[str, float]:
    """Return label -> number of the headline blocks of an executed notebook, in their order.

    Args:
        locale: of the edition: 1.234 is a thousand and more in Vietnamese.
    """
    found: dict[str, float] = {}
    for data in _outputs(nb):
        if data.get(BLOCK_MIME, {}).get("kind") != "headline":
            continue
        for match in _VALUE.finditer(_joined(data.get("text/plain", ""))):
            number = _number(match["value"], locale)
            if number is not None:
                found.setdefault(match["label"].strip(" -*"), number)
    return found


def changed_most(standings: Sequence[Standing], many: int = 5) -> list[tuple[str, str, float, float]]:
    """Return (stem, label, before, now) of the headline numbers that changed most since the last edition.

    Ordered by the change relative to what was there, so that 0 to 3 in a small county is not lost behind 900 to 950 in
    a large one; equal ones by how much they changed.
    """
    moves = [
        (one.stem, label, one.before[label], now)
        for one in standings
        for label, now in one.values.items()
        if label in one.before and one.before[label] != now
    ]
    return sorted(moves, key=lambda move: (-abs(move[3] - move[2]) / max(1.0, abs(move[2])), -abs(move[3] - move[2])))[
        :many
    ]


def edge_cases(params: OfficeParams, standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """Return (what, stem) of the editions that are worth opening because they are at an edge.

    The smallest unit by pupils, or by what its headline adds up to where no pupils are known; those whose headline is
    all zero; the one with the longest name.
    """
    made = [one for one in standings if one.record is not None and not one.refused]
    units = {unit.code: unit for unit in params.units}
    of_units = [one for one in made if one.record is not None and one.record.edition.unit in units]
    sized: list[tuple[float, str]]
    sized = [(pupils, one.stem) for one in of_units if (pupils := units[one.stem.split("/")[0]].pupils)]
    sized = sized or [(sum(one.values.values()), one.stem) for one in of_units if any(one.values.values())]
    found = [("smallest", min(sized)[1])] if sized else []
    found += [("all zero", one.stem) for one in of_units if one.values and not any(one.values.values())][:3]
    if of_units:
        longest = max(of_units, key=lambda one: _length(units[one.stem.split("/")[0]].names, one))
        found.append(("longest name", longest.stem))
    return found


def approved_stems(standings: Sequence[Standing]) -> list[str]:
    """Return the editions that may be sent."""
    return [one.stem for one in standings if not one.refused and not one.lacking]


def _length(names: Any, one: Standing) -> int:
    return len(names.to(one.record.edition.locale)) if one.record else 0


def _outputs(nb: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for cell in nb["cells"]:
        for output in cell.get("outputs", []):
            yield output.get("data", {})


def _number(text: str, locale: str) -> float | None:
    digits = re.sub(r"[\s\u00a0\u202f]", "", text).replace("−", "-").rstrip(".,")
    try:
        return float(parse_decimal(digits, locale=locale))
    except NumberFormatError:
        return None


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
