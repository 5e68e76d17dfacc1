"""Write the lists of faults into docs/forms.md and the clerk's pages: what they say is what the program says."""

from __future__ import annotations

import re
from pathlib import Path

from thongbao.data.faults import FILE_FAULTS, REPORT_FAULTS
from thongbao.language import translator

PROJECT = Path(__file__).resolve().parents[1]
CLERK = {"en": "docs/clerk.md", "zh_Hans": "docs/zh_Hans/clerk.md", "vi": "docs/vi/clerk.md"}
"""Locale -> the page for whoever fills in a form."""

HEADS = {
    "en": ("code", "what is said"), "zh_Hans": ("代码", "说明"), "vi": ("mã", "nội dung"),
}  # fmt: skip
FREQUENT = (
    "cell-empty", "not-a-number", "two-meanings", "not-whole", "negative", "too-big", "zero-with-figures",
    "zero-not-allowed", "rule-broken", "not-a-choice", "not-a-day", "day-in-future", "day-not-of-week", "form-version",
    "unit-unknown", "form-not-owed", "row-unknown", "formula-without-result", "no-form", "password-protected",
    "not-a-table",
)  # fmt: skip
"""What clerks meet; a whole list is in docs/forms.md."""

PARTS = {"### Of a whole file\n": FILE_FAULTS, "### Of one report\n": REPORT_FAULTS}


def table(faults: dict[str, str], locale: str = "en") -> str:
    """Return one line per fault; what is filled in stands in italics."""
    t = translator(locale)
    lines = [f"| `{code}` | " + re.sub(r"\{(\w+)\}", r"*\1*", t(said)) + " |" for code, said in faults.items()]
    return "\n".join(["| {} | {} |".format(*HEADS[locale]), "|---|---|", *lines])


def frequent(locale: str) -> str:
    """Return the table for the clerk's page of a language."""
    every = FILE_FAULTS | REPORT_FAULTS
    return table({code: every[code] for code in FREQUENT}, locale)


def main() -> None:
    path = PROJECT / "docs" / "forms.md"
    text = path.read_text(encoding="utf-8")
    for heading, faults in PARTS.items():
        before, found, after = text.partition(heading)
        rest = after.lstrip("\n").partition("\n\n")[2]
        text = before + found + "\n" + table(faults) + "\n" + ("\n" + rest if rest else "")
    path.write_text(text, encoding="utf-8")
    for locale, name in CLERK.items():
        page = PROJECT / name
        before, begin, after = page.read_text(encoding="utf-8").partition("<!-- faults -->\n")
        end = "<!-- end of faults -->"
        page.write_text(
            before + begin + "\n" + frequent(locale) + "\n\n" + end + after.partition(end)[2], encoding="utf-8"
        )


if __name__ == "__main__":
    main()
