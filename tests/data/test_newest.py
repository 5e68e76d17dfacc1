"""By its newest report a store is known again."""

from __future__ import annotations

from support.arrivals import a_key, a_report
from thongbao.data.newest import newest_report
from thongbao.data.reports import append, content_digest
from thongbao.database import open_store, writing


def test_a_store_is_known_by_its_newest_report(store_url: str) -> None:
    """Of the office that is meant; later ones do not hide it, and a store that lacks it says so."""
    engine = open_store(store_url, make=True)
    empty = newest_report(engine, "o")
    with writing(engine) as connection:
        append(connection, a_key("a"), a_report(1))
        append(connection, a_key("b"), a_report(2))
    first = newest_report(engine, "o")
    with writing(engine) as connection:
        append(connection, a_key("c"), a_report(3))
        append(connection, a_key("c", office="another"), a_report(4))

    assert empty == (0, "")
    assert first[1] == content_digest(a_report(2))
    assert newest_report(engine, "o", first[0]) == first
    assert newest_report(engine, "o")[1] == content_digest(a_report(3))
    assert newest_report(engine, "o", 1_000_000) == (0, "")
    assert newest_report(engine, "nobody") == (0, "")
