"""The receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbformat.v4 import new_output

from support.filled import COUNTY, DAY, OTHERS, cases, put, put_published
from thongbao import report
from thongbao.bulletin.body import output_html
from thongbao.database import open_store
from thongbao.records import RECEIPT_MIME, Receipt

if TYPE_CHECKING:
    from thongbao.settings import Settings


def _receipt(unit: str) -> Receipt:
    bundle = report.sign(report.load(unit, "2020-02-19", "vi"))._repr_mimebundle_()
    return Receipt.model_validate(bundle[RECEIPT_MIME])


def test_the_receipt_names_for_whom_the_notebook_ran(home: Settings) -> None:
    """The check compares it with the plan."""
    put_published(home)
    receipt = _receipt(COUNTY)

    assert (receipt.office, receipt.unit, receipt.date, receipt.locale) == ("zhumadian", COUNTY, DAY, "vi")
    assert receipt.received_to is not None
    assert {part.form for part in receipt.slices} == {"screening", "isolation", "cases"}


def test_the_digest_changes_with_the_reports_that_were_read_and_with_no_others(home: Settings) -> None:
    """A correction of one county makes its bulletin stale, not its neighbour's."""
    put_published(home)
    mine, neighbour = _receipt(COUNTY), _receipt(OTHERS[0])
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 1), (0, 0), (0, 0))}, hour=18)

    assert _receipt(COUNTY).digest != mine.digest
    assert _receipt(OTHERS[0]).digest == neighbour.digest


def test_an_office_without_reports_signs_too(home: Settings) -> None:
    """A bulletin that says that there is nothing is a bulletin."""
    open_store(home.store, make=True)
    assert _receipt("411700").received_to is None


def test_jupyterlab_shows_for_whom_it_was_signed(home: Settings) -> None:
    """Pages and letters leave out whatever stands beside a receipt."""
    put_published(home)
    bundle = report.sign(report.load(COUNTY, "2020-02-19", "vi"))._repr_mimebundle_()
    output = new_output("execute_result", bundle, execution_count=1)

    assert bundle["text/plain"] == "Signed for 411702, 2020-02-19, vi"
    assert output_html(output) == ""
