"""Inline expressions read the same live in JupyterLab and in a batch, and a value is text wherever it stands."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from IPython.core.interactiveshell import InteractiveShell

from support.notebooks import code, data, prose
from thongbao.bulletin.markdown import inline_values, live_values, to_html
from thongbao.report.inline import inline
from thongbao.report.shown import Shown

SOURCE = "| a |\n|---|\n| {eval}`day.unit` |\n\n**{eval}`day.unit`**, [{eval}`day.unit`](https://a.example)"


@pytest.mark.parametrize(
    "value",
    [
        "驿城区",
        "15,075",
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "**x** | _y_ [z](javascript:alert(1)) `{eval}`",
        "a & b < c 'd' \\ ",
        "Thái\u202e Bình\n\n# x",
    ],
)
def test_a_value_reads_the_same_live_and_in_a_batch(value: str) -> None:
    """A kernel answers jupyterlab-myst by the expression's own display; a batch asks by report.inline."""
    day = SimpleNamespace(unit=Shown(value))
    shell = InteractiveShell()
    shell.user_ns["day"] = day
    answers = shell.user_expressions({"day.unit": "day.unit"})
    live = prose(SOURCE)
    live.metadata["user_expressions"] = [{"expression": name, "result": told} for name, told in answers.items()]
    batch = code(data(inline({"day.unit": day.unit})._repr_mimebundle_()))

    seen = to_html(SOURCE, live_values(live))

    assert answers["day.unit"]["status"] == "ok"
    assert seen == to_html(SOURCE, inline_values(batch))
    assert "{eval}" not in seen.replace("`{eval}`", "")
    assert "<script" not in seen
    assert "onerror=" not in seen.replace("src=x onerror=alert(1)&gt;", "")


def test_a_mark_of_ours_in_the_source_names_no_place() -> None:
    """Private characters that stand for values are taken out before they could."""
    assert to_html("\ue0000\ue001 {eval}`a`", {"a": {"html": "1", "text": "1"}}) == "<p>0 1</p>\n"
