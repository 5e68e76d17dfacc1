"""Page, record, receipt and recipient belong together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from support.editions import edition, head_of, notebook, office_params, receipt, recipient
from thongbao.bulletin.proof import prove, said_of
from thongbao.bulletin.render import render
from thongbao.errors import LetterRefused
from thongbao.records import EditionRecord, Letters

ABOUT = edition()
PARAMS = office_params()
OFFICE = PARAMS.office
INSIDE = OFFICE.model_copy(update={"letters": Letters(internal_domains=("zhumadian.example",))})
HEAD = head_of(PARAMS, ABOUT, receipt(ABOUT))
PAGE = render(notebook(receipt(ABOUT)), HEAD)
RECORD = EditionRecord(edition=ABOUT, state="made", receipt=receipt(ABOUT))
TO = recipient("a@b.example")


def test_what_belongs_together_is_let_through() -> None:
    """The real template says of which unit, day and language a page is."""
    prove(RECORD, HEAD, PAGE, TO, OFFICE)

    assert said_of(PAGE) == ("411702", "2020-02-19", "zh-Hans", "内部资料")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"record": RECORD.model_copy(update={"state": "failed", "cause": "it hung"})}, "did not come out: it hung"),
        ({"record": RECORD.model_copy(update={"receipt": None})}, "it has no receipt"),
        (
            {"record": RECORD.model_copy(update={"receipt": receipt(edition("411721"))})},
            "the receipt was of zhumadian 411721",
        ),
        ({"record": RECORD.model_copy(update={"receipt": receipt(edition(locale="vi"))})}, "the receipt was of"),
        ({"head": HEAD.model_copy(update={"unit_code": "411721"})}, "the head was of '411721"),
        ({"page": PAGE.replace(">411702<", ">411721<")}, "the page was of '411721"),
        ({"page": PAGE.replace('"2020-02-19"', '"2020-02-18"')}, "the page was of '411702 2020-02-18"),
        ({"page": PAGE.replace('lang="zh-Hans"', 'lang="vi"')}, "the page was of"),
        ({"page": "<p>411702</p>"}, "the page was of 'no unit'"),
        ({"page": ""}, "the page was of 'no unit'"),
        ({"recipient": recipient("a@b.example", unit="411721")}, "not entitled"),
        ({"recipient": recipient("a@b.example", bulletin="city_rollup")}, "not entitled"),
        ({"recipient": recipient("a@b.example", locale="vi")}, "not entitled"),
        ({"recipient": TO.model_copy(update={"audience": "public"})}, "not entitled"),
        ({"recipient": TO.model_copy(update={"opted_out": date(2020, 2, 1)})}, "not entitled"),
        ({"recipient": TO.model_copy(update={"delivery": "archive"})}, "is an archive"),
        ({"office": INSIDE}, "not entitled"),
        ({"office": OFFICE.model_copy(update={"code": "thaibinh"})}, "was made by zhumadian"),
        ({"head": HEAD.model_copy(update={"audience": "public"})}, "the page was of .*内部资料"),
        ({"page": PAGE.replace("内部资料", "公开")}, "the page was of .*公开"),
    ],
)
def test_what_does_not_belong_together_is_refused(change: dict[str, Any], why: str) -> None:
    """The message says what did not fit."""
    given: dict[str, Any] = {"record": RECORD, "head": HEAD, "page": PAGE, "recipient": TO, "office": OFFICE} | change

    with pytest.raises(LetterRefused, match=why):
        prove(**given)


def test_a_county_name_cannot_say_another_code() -> None:
    """Names are escaped on the page, so the first code is the template's own."""
    name = '</strong><span class="code">411721</span> <time datetime="2020-02-19">'
    page = render(notebook(receipt(ABOUT)), HEAD.model_copy(update={"unit": name, "issuer": name, "title": name}))

    assert said_of(page) == ("411702", "2020-02-19", "zh-Hans", "内部资料")
