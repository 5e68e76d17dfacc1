"""Find the name that somebody meant: accents, case and width do not count. Pure."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING

from thongbao.language import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 100
"""Characters of a name that are looked at."""

LOOKED_AT = 20
"""Names that are compared letter by letter; the ones that have most pairs of letters in common."""


class Nearby:
    """An index of names; a class because it is asked again and again."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Take (name, what to show for it); the first of two names that fold to one counts."""
        self._shown: dict[str, str] = {}
        self._with_pair: dict[str, list[str]] = {}
        for name, shown in named:
            folded = _folded(name)
            if folded and folded not in self._shown:
                self._shown[folded] = shown
                for pair in _pairs(folded):
                    self._with_pair.setdefault(pair, []).append(folded)

    def to(self, written: str, *, guess: bool = True) -> str:
        """Return what to show for the name that is nearest to ``written``, "" where none is near.

        Args:
            guess: take also a name that differs in some letters.
        """
        folded = _folded(written)
        if folded in self._shown or not guess:
            return self._shown.get(folded, "")
        # The rarest pairs of letters tell most, and are few names to look at.
        found = sorted((self._with_pair[pair] for pair in _pairs(folded) if pair in self._with_pair), key=len)[:8]
        likely = Counter(name for names in found for name in names[:500]).most_common(LOOKED_AT)
        close = get_close_matches(folded, [name for name, _ in likely], n=1, cutoff=0.6)
        return self._shown[close[0]] if close else ""


def _folded(name: str) -> str:
    return " ".join(fold(name[:LONGEST]).split())


def _pairs(name: str) -> list[str]:
    """Return each pair of neighbouring letters once, in their order."""
    return list(dict.fromkeys(name[at : at + 2] for at in range(len(name) - 1)))
