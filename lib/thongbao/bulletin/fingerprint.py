"""The fingerprint of an edition: everything it is made from except the reports."""

from __future__ import annotations

import json
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.files import sha256, tree_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.records import Edition, Head

DRAWN_WITH = (
    "papermill",
    "nbconvert",
    "ipykernel",
    "ipython",
    "pandas",
    "numpy",
    "matplotlib",
    "pillow",
    "nh3",
    "babel",
)
"""Libraries whose version can change what a bulletin looks like."""


@cache
def program() -> str:
    """Return the digest of this package, its templates and catalogs, and of the libraries that draw."""
    sources = tree_digest(Path(__file__).parents[1], (".py", ".j2", ".css", ".html", ".po"))
    return sha256(sources + json.dumps({name: version(name) for name in DRAWN_WITH}))


def fingerprint(edition: Edition, notebook: str, parameters: Mapping[str, str], head: Head, forms: str) -> str:
    """Return the fingerprint of an edition, hexadecimal.

    Args:
        edition: as planned.
        notebook: the prepared notebook as JSON: translated, with its inline cells.
        parameters: as they are given to papermill.
        head: as it is before the run.
        forms: what else of the settings the notebook reads: forms, units and office as JSON.
    """
    return sha256(
        "\0".join(
            [
                program(),
                edition.model_dump_json(),
                notebook,
                json.dumps(dict(parameters), sort_keys=True),
                head.model_dump_json(),
                forms,
            ]
        )
    )
