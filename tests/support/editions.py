"""Editions on disk as a run leaves them, without running one: for the tests of letters."""

from __future__ import annotations

import base64
import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from nbformat import writes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

import thongbao.bulletin  # noqa: F401  -- imported first, it makes the import of nbformat quick
from thongbao.bulletin.head import head
from thongbao.bulletin.ledger import date_folder, publish_edition
from thongbao.bulletin.render import render
from thongbao.files import sha256
from thongbao.records import (
    BLOCK_MIME,
    INLINE_MIME,
    RECEIPT_MIME,
    Bulletin,
    Edition,
    EditionRecord,
    Head,
    Office,
    OfficeParams,
    Receipt,
    Recipient,
    Text,
    Unit,
)

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2020, 2, 19)
RECEIVED = datetime(2020, 2, 19, 9, 30, tzinfo=UTC)


def same(words: str) -> Text:
    """One text for all three languages."""
    return Text(zh_Hans=words, vi=words, en=words)


def recipient(address: str, unit: str = "411702", locale: Any = "zh_Hans", bulletin: str = "county_daily") -> Recipient:
    role = Text(zh_Hans="驿城区教育局", vi="Phòng Giáo dục quận Dịch Thành", en="Yicheng District education bureau")
    return Recipient(
        role=role, address=address, locale=locale, audience="internal", units=(unit,), bulletins=(bulletin,)
    )


def office_params(*recipients: Recipient, unit: Text | None = None, title: Text | None = None) -> OfficeParams:
    """An office with two counties and one bulletin; forms are of no matter to letters."""
    office = Office(
        code="zhumadian",
        names=Text(zh_Hans="驻马店市教育局", vi="Sở Giáo dục thành phố Trú Mã Điếm", en="Zhumadian Education Bureau"),
        root="411700",
        timezone="Asia/Shanghai",
        locale="zh_Hans",
        forms=("cases",),
        notice=Text(zh_Hans="示例数据，仅作演示。", vi="Dữ liệu minh họa.", en="Illustrative data."),
    )
    units = (
        Unit(code="411700", kind="city", names=Text(zh_Hans="驻马店市", vi="thành phố Trú Mã Điếm", en="Zhumadian")),
        Unit(
            code="411702",
            parent="411700",
            kind="county",
            names=unit or Text(zh_Hans="驿城区", vi="quận Dịch Thành", en="Yicheng"),
        ),
        Unit(
            code="411721",
            parent="411700",
            kind="county",
            names=Text(zh_Hans="西平县", vi="huyện Tây Bình", en="Xiping"),
        ),
    )
    bulletin = Bulletin(
        code="county_daily",
        notebook="10_county_daily.ipynb",
        title=title or Text(zh_Hans="教育系统疫情防控日报", vi="Bản tin hằng ngày", en="Daily epidemic situation"),
        scope="unit",
        kinds=("county",),
        numbered_from=date(2020, 1, 23),
    )
    return OfficeParams(
        office=office,
        units=units,
        forms=(),
        bulletins=(bulletin,),
        recipients=recipients or (recipient("a@b.example"),),
    )


def edition(unit: str = "411702", locale: Any = "zh_Hans") -> Edition:
    return Edition(
        office="zhumadian",
        bulletin="county_daily",
        notebook="10_county_daily.ipynb",
        unit=unit,
        date=DAY,
        locale=locale,
    )


def receipt(about: Edition, received_to: datetime | None = RECEIVED) -> Receipt:
    return Receipt(
        office=about.office,
        unit=about.unit,
        date=about.date,
        locale=about.locale,
        slices=(),
        received_to=received_to,
        digest=sha256("reports"),
    )


def png(shade: int = 200, size: tuple[int, int] = (1200, 400)) -> bytes:
    """A small picture."""
    file = io.BytesIO()
    Image.new("RGB", size, (shade, 80, 60)).save(file, "PNG")
    return file.getvalue()


def block(html: str, text: str, kind: str = "table") -> Any:
    """The output of a cell that shows one block."""
    data = {"text/html": html, "text/plain": text, BLOCK_MIME: {"kind": kind, "size": 1}}
    return new_output("display_data", data=data)


def figures_table(rows: int, caption: str = "分人群") -> str:
    body = "".join(f'<tr><th scope="row">教师 {n}</th><td class="n">{n * 1234:,}</td></tr>' for n in range(rows))
    return (
        f'<table class="figures"><caption>{caption}</caption><thead><tr><th scope="col">人群</th>'
        f'<th scope="col" class="n">累计排查</th></tr></thead><tbody>{body}</tbody></table>'
    )


def chart(picture: bytes) -> str:
    source = base64.b64encode(picture).decode()
    return (
        f'<figure class="chart"><img src="data:image/png;base64,{source}" alt="近28天新增确诊：最高3例" width="1200" '
        f'height="400"><figcaption>图1 近28天</figcaption><details><summary>图中数据</summary>{figures_table(28)}'
        "</details></figure>"
    )


def notebook(proof: Receipt, *, rows: int = 4) -> Any:
    """An executed notebook with each kind of block."""
    cells = [
        new_markdown_cell("# 教育系统疫情防控日报", id="title"),
        new_code_cell("", id="values", outputs=[_inline({"day.n": {"html": "26 &lt;例&gt;", "text": "26 <例>"}})]),
        new_markdown_cell("## 要点\n\n现有确诊 **{eval}`day.n`**。", id="headline-words"),
        new_code_cell(
            "", id="headline", outputs=[block(HEADLINE, "现有确诊: 26 (比昨日 +1)\n现有疑似: 6", "headline")]
        ),
        new_code_cell("", id="table", outputs=[block(figures_table(rows), "人群\t累计排查\n教师 1\t1,234\n学生\t9")]),
        new_code_cell("", id="trend", outputs=[block(chart(png()), "图1 近28天：最高 3 例", "figure")]),
        new_code_cell("", id="flags", outputs=[block(FLAGS, "- 排查少于隔离", "list")]),
        new_code_cell(
            "", id="sign", outputs=[new_output("display_data", data={RECEIPT_MIME: proof.model_dump(mode="json")})]
        ),
    ]
    return new_notebook(cells=cells)


HEADLINE = (
    '<dl class="headline"><div><dt>现有确诊</dt><dd class="value">26</dd><dd class="change">比昨日 +1</dd></div>'
    '<div><dt>现有疑似</dt><dd class="value">6</dd><dd class="change">持平</dd></div></dl>'
)
FLAGS = '<ul class="flags"><li class="warning">排查少于隔离</li><li class="late">迟报一次</li></ul>'


def _inline(values: dict[str, dict[str, str]]) -> Any:
    return new_output("display_data", data={INLINE_MIME: values, "text/plain": ""})


def head_of(params: OfficeParams, about: Edition, proof: Receipt, revision: int = 1) -> Head:
    received = proof.received_to and proof.received_to.astimezone(ZoneInfo(params.office.timezone))
    return head(params, about).model_copy(
        update={"revision": revision, "received_to": received, "digest": proof.digest}
    )


def write_edition(
    outputs: Path,
    params: OfficeParams,
    about: Edition,
    nb: Any = None,
    proof: Receipt | None = None,
    revision: int = 1,
) -> EditionRecord:
    """Write notebook, page and record as a run would."""
    proof = proof or receipt(about)
    nb = nb or notebook(proof)
    folder = date_folder(outputs, params.office.code, about.date)
    contents = {".ipynb": writes(nb), ".html": render(nb, head_of(params, about, proof, revision))}
    record = EditionRecord(edition=about, state="made", receipt=proof, revision=revision)
    return publish_edition(folder, record, contents)
