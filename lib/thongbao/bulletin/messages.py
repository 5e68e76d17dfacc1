"""Babel's extraction method for notebooks: each Markdown cell is one message, whole.

`babel.cfg` names it, so ``pybabel extract -F babel.cfg -o notebooks.pot .`` gathers them as `make translations` does.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any

from thongbao.errors import NotebookInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

METHOD = f"{__name__}:extract_notebook"
"""As Babel calls it."""


def extract_notebook(
    fileobj: IO[bytes],
    keywords: object = (),  # noqa: ARG001 -- Babel hands it to every method
    comment_tags: object = (),  # noqa: ARG001
    options: object = None,  # noqa: ARG001
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Yield the Markdown cells of a notebook as (line in the file, None, message, comments for the translator).

    Args:
        fileobj: the notebook, open for reading bytes.
        keywords, comment_tags, options: as Babel gives them; a notebook has no use for them.

    Raises:
        NotebookInvalid: it is not a notebook.
    """
    text = fileobj.read().decode("utf-8-sig")
    try:
        cells: list[dict[str, Any]] = list(json.loads(text)["cells"])
    except (ValueError, KeyError, TypeError) as error:
        name = getattr(fileobj, "name", "It")
        raise NotebookInvalid(f"{name} is not a readable notebook: {type(error).__name__} {error}") from error
    at = 0
    for cell in cells:
        name = str(cell.get("id", ""))
        at = max(at, text.find(f'"id": {json.dumps(name)}', at))
        source = cell.get("source", "")
        message = source if isinstance(source, str) else "".join(source)
        if cell.get("cell_type") == "markdown" and message.strip():
            yield text.count("\n", 0, at) + 1, None, message, [f"cell {name}"] if name else []
