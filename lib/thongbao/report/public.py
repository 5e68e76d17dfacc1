"""A Day for the public: small numbers are hidden before the notebook sees anything.

What the notebook gets was never there exactly: the frames hold what may be published, sums over units come ready made
from the office's decision, and what was said in words at intake, which quotes figures, is left out.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thongbao.data.closed import closing
from thongbao.data.frames import CELL, DTYPES
from thongbao.data.public import public_figures
from thongbao.data.slices import Part, arrivals_digest
from thongbao.database import open_store, reading
from thongbao.errors import LoadRefused
from thongbao.records import Slice
from thongbao.records.same import Same
from thongbao.report.scope import READ_DAYS
from thongbao.settings import AUDIENCE, SNAPSHOT

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from thongbao.data.public import Public
    from thongbao.data.reports import Reports
    from thongbao.records import OfficeParams
    from thongbao.report.scope import Scope


def is_public() -> bool:
    """Say whether what this process loads is for the public: the run says so, never the notebook."""
    return os.environ.get(AUDIENCE) == "public"


def suppressed(store: str, scope: Scope, data: Reports) -> tuple[Reports, Public]:
    """Return what of ``data`` is public, and the office's decision.

    Args:
        store: its address.
        data: as read; of its figures nothing is used.

    Raises:
        LoadRefused: the day has not closed yet.
    """
    _has_closed(scope)
    public = decision(store, scope.params, scope.last)
    return (
        replace(
            data,
            figures=_figures(public, [unit.code for unit in scope.units], {form.code for form in scope.forms}),
            entries=data.entries.iloc[:0],
            warnings=data.warnings.iloc[:0],
            revisions=data.revisions.assign(before=np.nan, after=np.nan),
            entry_revisions=data.entry_revisions.iloc[:0],
            refusals=data.refusals.assign(
                source_name="", messages=pd.Series([()] * len(data.refusals), index=data.refusals.index, dtype="object")
            ),
            slices=_slices(open_store(store), scope),
        ),
        public,
    )


def decision(store: str, params: OfficeParams, last: date) -> Public:
    """Return what may be published up to a day; within a batch it is decided once, and processes forked later have it.

    Args:
        store: its address.
    """
    batch = os.environ.get(SNAPSHOT)
    return (
        _decision(Same(params), store, last, batch)
        if batch
        else public_figures(open_store(store), params, last, READ_DAYS)
    )


@lru_cache(maxsize=1)
def _decision(params: Same[OfficeParams], store: str, last: date, _batch: str) -> Public:
    return public_figures(open_store(store), params.value, last, READ_DAYS)


def _has_closed(scope: Scope) -> None:
    closes = max(closing(scope.params, form, scope.last) for form in scope.forms)
    if datetime.now(UTC) < closes:
        raise LoadRefused(
            f"Figures of {scope.last} are not public before the day closes, {closes:%Y-%m-%d %H:%M} UTC: two editions "
            "would tell by their difference what came between them. Make this bulletin later, or for an earlier day."
        )


def _figures(public: Public, units: list[str], forms: set[str]) -> pd.DataFrame:
    at = [public.node_at[unit] for unit in units]
    cells = [n for n, (form, _, row) in enumerate(public.cells) if form in forms and row]
    values = public.values[np.ix_(at, cells, range(public.values.shape[2]))]
    unit, cell, day = np.nonzero(~np.isnan(values))
    keys = [public.cells[n] for n in cells]
    days = np.datetime64(public.first, "s") + day.astype("timedelta64[D]")
    columns = {
        "form": [keys[n][0] for n in cell],
        "unit": [units[n] for n in unit],
        "day": days,
        "row": [keys[n][2] for n in cell],
        "column": [keys[n][1] for n in cell],
        "value": values[unit, cell, day],
    }
    return pd.DataFrame(columns)[[*CELL, "value"]].astype({c: DTYPES[c] for c in (*CELL, "value")})


def _slices(engine: Engine, scope: Scope) -> tuple[Slice, ...]:
    """Name what was read: the reports of all units, for the office decides as a whole; no digest knows figures."""
    first, earlier = scope.read_from, scope.earlier
    parts = [Part(form.code, (), earlier.get(form.code, first), scope.last) for form in scope.params.forms]
    with reading(engine) as connection:
        found = [arrivals_digest(connection, scope.params.office.code, part) for part in parts]
    return tuple(Slice(**part._asdict(), digest=digest) for part, digest in zip(parts, found, strict=True))
