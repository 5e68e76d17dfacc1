"""Hold the units of an office to be one tree. Pure."""

from __future__ import annotations

from thongbao.params.findings import Finding, nearest, shown


def check_tree(name: str, rows: dict[str, int], parents: dict[str, str], root: str | None) -> list[Finding]:
    """Hold the units to be one tree under ``root``.

    Args:
        name: the file as shown in faults.
        rows: row number of each unit by its code.
        parents: code of the unit above by the code of each; "" for none.
        root: code of the unit that stands for the whole office; None where it is not known. That it has no row is
            said where it is named, in office.yml.
    """
    found = []
    for code, parent in parents.items():
        if not parent and root in rows and code != root:
            message = f"The unit {code} has no parent. Only the root {root} may stand without one."
            found.append(Finding(name, rows[code], "no-parent", message))
        elif parent and code == root:
            message = f"The root {root} has the parent {shown(parent)}. Leave the field empty."
            found.append(Finding(name, rows[code], "root-has-parent", message))
        elif parent and parent not in rows:
            message = f"The parent {shown(parent)} of {code} is not in the file. {nearest(parent, rows)}"
            found.append(Finding(name, rows[code], "missing-parent", message))
    return found + _cycles(name, rows, parents)


def _cycles(name: str, rows: dict[str, int], parents: dict[str, str]) -> list[Finding]:
    found = []
    settled: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        here = start
        while here in parents and here not in settled and here not in path:
            path[here] = None
            here = parents[here]
        if here in path:
            ring = list(path)[list(path).index(here) :]
            message = f"The parents go in a circle: {' → '.join([*ring[:8], *(['…'] if len(ring) > 8 else []), here])}."
            found.append(Finding(name, rows[here], "cycle", f"{message} Give one of them a parent outside it."))
        settled |= path.keys()
    return found
