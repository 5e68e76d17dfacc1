"""The store: its tables, and how it is opened, read and written.

SQLite in WAL mode by default, PostgreSQL by URL.
"""

from thongbao.database.opening import open_store, reading, writing
from thongbao.database.tables import faults, figures, metadata, refusals, reports, sources
from thongbao.database.upgrade import SCHEMA

__all__ = [
    "SCHEMA",
    "faults",
    "figures",
    "metadata",
    "open_store",
    "reading",
    "refusals",
    "reports",
    "sources",
    "writing",
]
