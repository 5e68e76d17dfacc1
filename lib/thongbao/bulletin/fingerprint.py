"""The fingerprint of an edition: everything it is made from except the reports."""

from __future__ import annotations

import json
import platform
from collections import defaultdict
from functools import cache, lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from thongbao.bulletin.sources import sources
from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.records import Edition, Head, OfficeParams

DRAWN_WITH = (
    "papermill",
    "nbconvert",
    "nbformat",
    "ipykernel",
    "ipython",
    "pandas",
    "numpy",
    "matplotlib",
    "pillow",
    "pylopdf-fonts-zh-cn",
    "jinja2",
    "markupsafe",
    "mistune",
    "nh3",
    "babel",
    "wcwidth",
    "holidays",
    "chinesecalendar",
)
"""Libraries whose version can change what a bulletin looks like."""


@cache
def program(code: str = "") -> str:
    """Return the digest of what of this package can change a bulletin, and of Python and the libraries that draw.

    Args:
        code: of a notebook, which may import more of the package than bulletins need.
    """
    return sha256(sources(code) + _versions())


@cache
def _versions() -> str:
    """Return the versions as JSON: asking for them takes as long as reading all sources."""
    return json.dumps({name: version(name) for name in DRAWN_WITH} | {"python": platform.python_version()})


@lru_cache(maxsize=64)
def _digest(notebook: str) -> str:
    """Return the digest of a notebook, which is the same for thousands of editions."""
    return sha256(notebook)


class Basis:
    """What notebooks read of an office's settings; made once for all editions of a batch."""

    def __init__(self, params: OfficeParams) -> None:
        self.params = params
        self._common = sha256(params.model_dump_json(include={"office", "forms"}))
        self._rows = {unit.code: unit.model_dump_json() for unit in params.units}
        self._above = {unit.code: unit.parent for unit in params.units}
        self._below: defaultdict[str, list[str]] = defaultdict(list)
        for unit in params.units:
            self._below[unit.parent].append(unit.code)

    def of(self, unit: str) -> str:
        """Return what an edition for ``unit`` reads: a digest of office and forms, the units above and below as JSON.

        Another county's row is no part of it: when that is changed, this county's bulletin stays as it is.
        """
        codes = dict.fromkeys([unit])
        above = self._above.get(unit)
        while above in self._rows and above not in codes:
            codes[above] = None
            above = self._above[above]
        waiting = self._below[unit][::-1]
        while waiting:
            code = waiting.pop()
            if code not in codes:
                codes[code] = None
                waiting += self._below[code][::-1]
        return "\n".join([self._common, *(self._rows[code] for code in codes if code in self._rows)])


def fingerprint(
    edition: Edition, notebook: str, parameters: Mapping[str, str], head: Head, forms: str, made_by: str
) -> str:
    """Return the fingerprint of an edition, hexadecimal.

    Args:
        edition: as planned.
        notebook: the prepared notebook as JSON: translated, with its inline cells.
        parameters: as they are given to papermill.
        head: as it is before the run.
        forms: what else of the settings the notebook reads: as from ``Basis.of``.
        made_by: as from ``program``.
    """
    return sha256(
        "\0".join(
            [
                made_by,
                edition.model_dump_json(),
                _digest(notebook),
                json.dumps(dict(parameters), sort_keys=True),
                head.model_dump_json(),
                forms,
            ]
        )
    )
