"""nbclient's option ``coalesce_streams``, which it has no function for."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode

_CARRIAGE_RETURN = re.compile(r".*\r(?=[^\n])")


def coalesced(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Join what was written to each stream, as nbclient does: first place counts, stdout before stderr beside it."""
    joined: list[NotebookNode] = []
    streams: dict[str, NotebookNode] = {}
    for output in outputs:
        if output["output_type"] == "stream" and output["name"] in streams:
            streams[output["name"]]["text"] += output["text"]
            continue
        if output["output_type"] == "stream":
            streams[output["name"]] = output
        joined.append(output)
    for output in streams.values():
        output["text"] = _CARRIAGE_RETURN.sub("", output["text"])  # as progress bars use them
    for at, (one, other) in enumerate(pairwise(joined)):
        if one.get("name") == "stderr" and other.get("name") == "stdout":
            joined[at : at + 2] = [other, one]
    return joined
