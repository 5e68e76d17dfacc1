"""What all reports of an office said at one moment, read once for a whole batch and shared by the processes it forks.

Every edition of the batch then shows the same moment: what arrives while it runs is in none of them, and makes those
that it concerns stale for the next run.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thongbao.data.frames import Reports, reports_in, slices
from thongbao.data.slices import Part, digest_of, lines_of, unit_digests
from thongbao.database import reading

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Engine

    from thongbao.data.slices import Digests

Places = dict[tuple[str, str], tuple[int, int]]
"""(form, unit) -> where its lines begin and end in a frame."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All reports of some units and forms in a window of days.

    Attributes:
        forms: form -> the first day that was read of it.
        whole: every frame in the order of form and unit.
        places: name of a frame -> where the lines of each unit stand in it.
        digests: of what each unit sent, from which slices are digested. The lines behind them would be forty megabytes
            that every process copies when it looks at them.
    """

    office: str
    forms: dict[str, date]
    units: frozenset[str]
    last: date
    whole: Reports
    places: dict[str, Places]
    digests: Digests


_held: dict[str, Snapshot] = {}
"""By the name that the batch has given it; at most one."""


def hold(
    name: str,
    engine: Engine,
    office: str,
    forms: Sequence[str],
    units: Collection[str],
    first: date,
    last: date,
    earlier: Mapping[str, date] | None = None,
) -> None:
    """Read everything at one moment and keep it for this process and those forked from it.

    Args:
        name: of the batch, unlike that of any other: what another one has read is never taken for it.
        forms, units: codes.
        first, last: days, inclusive.
        earlier: form -> its own first day, as ``reports.read`` takes it.
    """
    since = earlier or {}
    parts = [Part(form, tuple(units), since.get(form, first), last) for form in forms]
    with reading(engine) as connection:
        digests = unit_digests(lines_of(connection, office, parts), parts)
        whole = reports_in(connection, office, parts)
    places = {frame: _places(getattr(whole, frame)) for frame in _frames()}
    _held.clear()
    days = {part.form: part.first for part in parts}
    _held[name] = Snapshot(office, days, frozenset(units), last, whole, places, digests)


def held(
    name: str,
    office: str,
    forms: Sequence[str],
    units: Sequence[str],
    first: date,
    last: date,
    earlier: Mapping[str, date] | None = None,
) -> Reports | None:
    """Return what ``reports.read`` would have returned at the moment of the snapshot; None where it was not held."""
    found = _held.get(name)
    if found is None or (found.office, found.last) != (office, last):
        return None
    since = {form: (earlier or {}).get(form, first) for form in forms}
    if not (set(units) <= found.units and since.items() <= found.forms.items()):
        return None
    codes, forms = tuple(dict.fromkeys(units)), tuple(dict.fromkeys(forms))
    everything = len(codes) == len(found.units) and len(forms) == len(found.forms)
    keys = [] if everything else [(form, unit) for form in sorted(forms) for unit in codes]
    parts = [Part(form, codes, since[form], last) for form in forms]
    taken = {
        frame: getattr(found.whole, frame) if everything else _taken(getattr(found.whole, frame), places, keys)
        for frame, places in found.places.items()
    }
    newest = taken["reports"]["received_at"].max() if len(taken["reports"]) else None
    return Reports(
        **taken,
        slices=slices(parts, [digest_of(found.digests, part) for part in parts]),
        received_to=newest.to_pydatetime() if newest is not None else None,
    )


def _frames() -> list[str]:
    return [field.name for field in fields(Reports) if field.type == "pd.DataFrame"]


def _places(frame: pd.DataFrame) -> Places:
    if frame.empty:
        return {}
    form, unit = frame["form"].to_numpy(), frame["unit"].to_numpy()
    starts = np.flatnonzero(np.concatenate([[True], (form[1:] != form[:-1]) | (unit[1:] != unit[:-1])]))
    ends = [*starts[1:].tolist(), len(frame)]
    found = {(form[start], unit[start]): (start, end) for start, end in zip(starts.tolist(), ends, strict=True)}
    if len(found) < len(starts):
        raise ValueError("The lines of a unit do not stand together.")
    return found


def _taken(frame: pd.DataFrame, places: Places, keys: Sequence[tuple[str, str]]) -> pd.DataFrame:
    """Return some units' lines, in the order in which they stand, numbered anew."""
    there = [places[key] for key in keys if key in places]
    if not there:
        return frame.iloc[:0]
    taken = frame.take(np.concatenate([np.arange(start, end) for start, end in sorted(there)]))
    taken.index = pd.RangeIndex(len(taken))
    return taken
