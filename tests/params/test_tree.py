"""Units are one tree: every way up ends at the root."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thongbao.params.tree import check_tree

codes = st.sampled_from("rabcdefg")


def reaches_root(code: str, parents: dict[str, str]) -> bool:
    for _ in parents:
        code = parents.get(code) or code
    return code == "r"


@given(st.dictionaries(codes, codes | st.just("")).map(lambda parents: {"r": ""} | parents))
def test_no_finding_means_one_tree_and_one_tree_no_finding(parents: dict[str, str]) -> None:
    """The check agrees with walking up from every unit."""
    rows = {code: place for place, code in enumerate(parents, 2)}
    one_tree = parents["r"] == "" and all(reaches_root(code, parents) for code in parents)

    assert (check_tree("units.csv", rows, parents, "r") == []) == one_tree


@given(st.dictionaries(codes, codes, min_size=1))
def test_each_circle_is_said_once(parents: dict[str, str]) -> None:
    """There are as many findings as circles, each at the row of a unit that is in it."""
    rows = {code: place for place, code in enumerate(parents, 2)}
    found = [finding for finding in check_tree("units.csv", rows, parents, None) if finding.code == "cycle"]

    circles = set()
    for code in parents:
        way = [code]
        while (above := parents.get(way[-1])) is not None and above not in way:
            way.append(above)
        if above is not None:
            circles.add(frozenset(way[way.index(above) :]))
    assert len(found) == len(circles)
    assert {next(c for c in circles if any(rows[code] == f.line for code in c)) for f in found} == circles


def test_a_chain_of_thousands_is_walked() -> None:
    """Depth is no error: the check does not call itself."""
    parents = {"r": ""} | {str(n): str(n - 1) if n else "r" for n in range(5000)}

    assert check_tree("units.csv", dict.fromkeys(parents, 2), parents, "r") == []
