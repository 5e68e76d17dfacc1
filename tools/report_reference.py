"""Write the reference of thongbao.report: each block with its docstring, a call, and what the call shows.

    python tools/report_reference.py FOLDER

The office is the sample one, made and taken in anew in a folder that is thrown away; its figures are illustrative.
Written are FOLDER/report.md, and beside it static/report/ with the pictures and the style sheet.
"""

from __future__ import annotations

import ast
import base64
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_examples import EXAMPLES, PARTS
from thongbao import report

if TYPE_CHECKING:
    from report_examples import Example

PROJECT = Path(__file__).resolve().parents[1]
STYLE = PROJECT / "lib" / "thongbao" / "bulletin" / "template" / "bulletin" / "bulletin.css"
REFUSED = 1
"""The intake's exit code where a file was refused: one of the sample's is, and that is meant."""


def sample_home(folder: Path) -> None:
    """Make a project with the sample office's reports in its store."""
    for name in ("params", "notebooks"):
        shutil.copytree(PROJECT / name, folder / name)
    inbox = folder / "inbox"
    made = [str(PROJECT / "data" / "zhumadian" / "make_reports.py"), str(inbox)]
    taken = ["-m", "thongbao", "intake", "--office", "zhumadian", "--backfill", str(inbox)]
    for step, fine in ((made, {0}), (taken, {0, REFUSED})):
        done = subprocess.run(
            [sys.executable, *step],
            env={**os.environ, **home_variables(folder)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode not in fine:
            raise RuntimeError(f"The sample could not be made: {done.stdout}{done.stderr}")


def home_variables(folder: Path) -> dict[str, str]:
    """Return the environment variables by which Thongbao finds the project of ``folder``, whatever was set before."""
    return {"THONGBAO_HOME": str(folder), "THONGBAO_STORE": "", "THONGBAO_OFFICE": "zhumadian"}


def shown(example: Example) -> Any:
    """Run an example's cell and return what its last line gives, as a notebook's cell does."""
    *before, last = ast.parse(example.cell()).body
    names: dict[str, Any] = {}
    exec(compile(ast.Module(before, []), "<example>", "exec"), names)  # noqa: S102 -- our own text
    if not isinstance(last, ast.Expr):
        raise TypeError(f"The last line of an example is an expression: {example.call}")
    return eval(compile(ast.Expression(last.value), "<example>", "eval"), names)  # noqa: S307


def html_of(value: Any) -> str:
    """Return what a cell shows as markup: a block's own, or its text."""
    if hasattr(value, "_repr_mimebundle_"):
        bundle = value._repr_mimebundle_()
        if "text/html" in bundle:
            return str(value.html)
        text = bundle["text/plain"] or "\n".join(f"{name}: {said}" for name, said in value.values.items())
    else:
        text = str(value)
    return f"<p>{escape(text)}</p>"


def with_files(html: str, name: str, folder: Path) -> str:
    """Write the pictures inside ``html`` as files of ``folder`` and return it with links to them."""
    parts = re.split(r'src="data:image/png;base64,([^"]+)"', html)
    for at in range(1, len(parts), 2):
        file = f"{name}-{at // 2 + 1}.png"
        (folder / file).write_bytes(base64.b64decode(parts[at]))
        parts[at] = f'src="../_static/report/{file}" loading="lazy"'
    return "".join(parts)


def style() -> str:
    """Return the bulletin's style sheet for the inside of a shadow root, where a page's other styles do not reach."""
    text = STYLE.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^(\s*):root(?= \{)", r"\1:host", text)
    text = re.sub(r"(?m)^body(?= \{)", ".page", text)
    return text + "\n:host { display: block; } .page { background: var(--paper); padding: .1rem 1rem; }\n"


def entry(name: str, example: Example, html: str) -> str:
    """Return what the page says of one block, as Markdown."""
    return "\n".join(
        [
            f"### {name}",
            "",
            "```{eval-rst}",
            f".. autofunction:: thongbao.report.{name}",
            "```",
            "",
            "```python",
            example.cell(),
            "```",
            "",
            "```{raw} html",
            f'<div class="shown" role="region" aria-label="What {name} shows" tabindex="0" lang="en">',
            '<template shadowrootmode="open">',
            '<link rel="stylesheet" href="../_static/report/bulletin.css"><div class="page">',
            html,
            "</div></template></div>",
            "```",
            "",
        ]
    )


def reference(folder: Path, home: Path) -> str:
    """Return the whole reference as Markdown and write its pictures and style into ``folder``.

    Args:
        folder: made where it is not there.
        home: a project with the sample's reports in its store.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bulletin.css").write_text(style(), encoding="utf-8")
    os.environ.update(home_variables(home))
    shows = {name: with_files(html_of(shown(one)), name, folder) for name, one in EXAMPLES.items()}
    lines = []
    for part in PARTS:
        lines += [f"## {part}", ""]
        lines += [entry(name, one, shows[name]) for name, one in EXAMPLES.items() if one.part == part]
    return "\n".join(lines)


def main() -> None:
    """Write the page and what belongs to it into the folder that is named."""
    missing = sorted(set(report.__all__) ^ set(EXAMPLES))
    if missing:
        sys.exit(f"tools/report_examples.py and thongbao.report differ: {', '.join(missing)}")
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as home:
        sample_home(Path(home))
        text = reference(folder / "static" / "report", Path(home))
    (folder / "report.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
