"""A name that was mistyped: one sentence that says which is meant, or which there are. Pure."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from thongbao.errors import UnknownName

if TYPE_CHECKING:
    from collections.abc import Iterable


def unknown(said: str, name: str, known: Iterable[str]) -> UnknownName:
    """Return the error of a name that is not there.

    Args:
        said: what has no such name, e.g. "Form cases has no column or entry 'confirmd'."
        known: the names that there are.
    """
    names = list(known)
    near = get_close_matches(name, names, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return UnknownName(f"{said}{hint} There are: {', '.join(names)}.")
