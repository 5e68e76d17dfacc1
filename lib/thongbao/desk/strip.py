"""The git filter of notebooks: outputs, counts and metadata do not reach a commit, and with them no county's figures.

Git starts it once per notebook, so it is one file that needs nothing but a few modules of the standard library, and is
started without the site's packages: ``python -I -S strip.py``. Enable it in a clone with ``python strip.py --enable``.
"""

from __future__ import annotations

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILTER = "thongbao-notebook"
ATTRIBUTES = f"*.ipynb filter={FILTER}\n"
"""What .gitattributes says."""

OF_KERNEL = ("display_name", "language", "name")


def stripped(content: bytes) -> bytes:
    """Return a notebook as it is committed: cells with their ids, tags and sources, and the name of the kernel.

    The bytes are those that nbformat writes, so a notebook that JupyterLab has saved without running does not change,
    and stripping twice gives what stripping once gave.

    Args:
        content: of a notebook of format 4, JSON in UTF-8.

    Raises:
        ValueError: it is no such notebook; e.g. a merge has left both sides in it.
    """
    nb = json.loads(content.decode("utf-8"))
    if not isinstance(nb, dict) or not isinstance(nb.get("cells"), list):
        raise ValueError("it has no list of cells")  # noqa: TRY004 -- of what was read, not of an argument
    kernel = nb.get("metadata", {}).get("kernelspec", {})
    known = {key: kernel[key] for key in OF_KERNEL if key in kernel}
    nb["metadata"] = {"kernelspec": known} if known else {}
    nb["cells"] = [_cell(cell) for cell in nb["cells"]]
    text = json.dumps(nb, ensure_ascii=False, indent=1, sort_keys=True, separators=(",", ": "), allow_nan=False)
    return (text + "\n").encode("utf-8")


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    tags = cell.get("metadata", {}).get("tags")
    # jupyterlab-myst keeps what inline expressions gave in the metadata: figures of a county.
    kept = {**cell, "metadata": {"tags": tags} if tags else {}}
    source = cell.get("source", "")
    kept["source"] = ("".join(source) if isinstance(source, list) else source).splitlines(keepends=True)
    if cell.get("cell_type") == "code":
        kept |= {"outputs": [], "execution_count": None}
    return kept


def enable() -> None:
    """Tell the git repository of the working directory to use the filter; it is told of this Python and this file."""
    import shlex
    import subprocess
    from pathlib import Path

    # git runs it through its own sh, on Windows too, where a backslash would be an escape.
    words = (Path(sys.executable).as_posix(), "-I", "-S", Path(__file__).resolve().as_posix())
    settings = {"clean": shlex.join(words), "smudge": "cat", "required": "true"}
    for key, value in settings.items():
        subprocess.run(["git", "config", "--local", f"filter.{FILTER}.{key}", value], check=True)  # noqa: S607


def main(arguments: list[str]) -> int:
    """Strip standard input to standard output, or enable the filter."""
    if arguments == ["--enable"]:
        enable()
        return 0
    try:
        cleaned = stripped(sys.stdin.buffer.read())
    except (ValueError, AttributeError, TypeError) as error:
        print(f"This is no notebook that could be committed: {error}", file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.buffer.write(cleaned)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
