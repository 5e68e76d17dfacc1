"""The store: its tables, and how it is opened, read and written.

SQLite in WAL mode by default, PostgreSQL by URL.
"""

from thongbao.database import mailing
from thongbao.database.kept import force_each, keeping, prepared
from thongbao.database.lines import insert_lines
from thongbao.database.opening import open_store, reading, writing
from thongbao.database.tables import entries, faults, figures, metadata, refusals, reports, sources
from thongbao.database.trail import approvals, audit
from thongbao.database.upgrade import SCHEMA

__all__ = [
    "SCHEMA",
    "approvals",
    "audit",
    "entries",
    "faults",
    "figures",
    "force_each",
    "insert_lines",
    "keeping",
    "mailing",
    "metadata",
    "open_store",
    "prepared",
    "reading",
    "refusals",
    "reports",
    "sources",
    "writing",
]
