"""Many lines at a time are kept as one at a time would be."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from thongbao.database import figures, insert_lines, open_store, reading, reports, writing

CAME = datetime(2020, 2, 19, 16, 30, 1, 250, tzinfo=timezone(timedelta(hours=8)))
NAMES = reports.c.keys()[1:]


def line(unit: str, revision: int = 1, **other: object) -> dict[str, object]:
    """Return a line of the reports."""
    usual: dict[str, object] = {
        "office": "o",
        "form": "f",
        "form_version": "1",
        "unit": unit,
        "day": date(2020, 2, 19),
        "revision": revision,
        "received_at": CAME,
        "taken_in_at": CAME + timedelta(seconds=1),
        "source": "0" * 64,
        "source_name": "“一”.xlsx",
        "state": "filled",
        "on_time": True,
        "digest": "1" * 64,
    }
    return usual | other


def test_days_moments_and_truths_are_kept_as_sqlalchemy_keeps_them(store_url: str) -> None:
    """Of equal moments in two zones too; what is read back is the same whoever wrote it."""
    engine = open_store(store_url, make=True)
    lines = [line("a", on_time=False), line("b", received_at=CAME.astimezone(UTC)), line("b", 2, state="zero")]
    with writing(engine) as connection:
        insert_lines(connection, reports, NAMES, [tuple(one[name] for name in NAMES) for one in lines])
        connection.execute(insert(reports), [one | {"office": "p"} for one in lines])

    with reading(engine) as connection:
        asked = [column for column in reports.c if column.name not in ("id", "office")]
        found = [
            connection.execute(select(*asked).where(reports.c.office == office).order_by(reports.c.id)).all()
            for office in ("o", "p")
        ]
    assert found[0] == found[1]
    assert len(found[0]) == len(lines)
    assert found[0][0].received_at == CAME


def test_nothing_is_written_where_there_is_nothing_and_all_or_nothing_where_a_line_is_wrong(store_url: str) -> None:
    """A transaction ends as one, with many lines too."""
    engine = open_store(store_url, make=True)
    with writing(engine) as connection:
        insert_lines(connection, figures, figures.c.keys(), [])
        insert_lines(connection, reports, NAMES, [tuple(line("a").values())])

    with pytest.raises(IntegrityError), writing(engine) as connection:
        insert_lines(connection, reports, NAMES, [tuple(line("b").values()), tuple(line("a").values())])

    with reading(engine) as connection:
        assert connection.execute(select(reports.c.unit)).scalars().all() == ["a"]
