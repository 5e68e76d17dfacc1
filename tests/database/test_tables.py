"""The tables hold what must be true, whoever writes."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from support.arrivals import a_key, a_report
from thongbao.data import reports
from thongbao.database import open_store, writing

TWICE = """
    INSERT INTO reports
    SELECT 9, office, form, form_version, unit, day, revision, received_at, taken_in_at, source, source_name, state,
        on_time, digest
    FROM reports
"""


@pytest.mark.parametrize(
    "statement",
    [
        TWICE,
        "UPDATE reports SET state = 'missing'",
        "UPDATE reports SET revision = 0",
        "INSERT INTO faults VALUES (9, NULL, NULL, 'code', 'error', 'D9', '{}')",
        "DELETE FROM reports",
    ],
)
def test_the_database_itself_refuses_what_must_not_be(store_url: str, statement: str) -> None:
    """One report per key and revision, known states, no fault without an owner, no figures without a report."""
    engine = open_store(store_url, make=True)
    with writing(engine) as connection:
        reports.append(connection, a_key(), a_report())

    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text(statement))
