"""Write the list of faults into docs/forms.md: what it says is what the program says."""

from __future__ import annotations

import re
from pathlib import Path

from thongbao.data.faults import FILE_FAULTS, REPORT_FAULTS

PROJECT = Path(__file__).resolve().parents[1]
PARTS = {"### Of a whole file\n": FILE_FAULTS, "### Of one report\n": REPORT_FAULTS}


def table(faults: dict[str, str]) -> str:
    """Return one line per fault; what is filled in stands in italics."""
    lines = [f"| `{code}` | " + re.sub(r"\{(\w+)\}", r"*\1*", said) + " |" for code, said in faults.items()]
    return "\n".join(["| code | what is said |", "|---|---|", *lines])


def main() -> None:
    path = PROJECT / "docs" / "forms.md"
    text = path.read_text(encoding="utf-8")
    for heading, faults in PARTS.items():
        before, found, after = text.partition(heading)
        rest = after.lstrip("\n").partition("\n\n")[2]
        text = before + found + "\n" + table(faults) + "\n" + ("\n" + rest if rest else "")
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
