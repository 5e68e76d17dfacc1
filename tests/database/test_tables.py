"""The tables hold what must be true, whoever writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from support.arrivals import a_key, a_report
from thongbao.data import reports
from thongbao.database import metadata, open_store, writing

if TYPE_CHECKING:
    from pathlib import Path


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
        "INSERT INTO faults VALUES (9, NULL, NULL, 'code', 'error', 'D9', 'nobody owns it')",
        "DELETE FROM reports",
    ],
)
def test_the_database_itself_refuses_what_must_not_be(tmp_path: Path, statement: str) -> None:
    """One report per key and revision, known states, no fault without an owner, no figures without a report."""
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", make=True)
    with writing(engine) as connection:
        reports.append(connection, a_key(), a_report())

    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.execute(text(statement))


def test_the_tables_can_be_made_in_postgresql() -> None:
    """The store of many clerks has the same schema."""
    made = [str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in metadata.sorted_tables]

    assert all("CREATE TABLE" in statement for statement in made)
    assert sum("FLOAT" in statement for statement in made) == 1
