"""How workers are compared."""

from __future__ import annotations

from thongbao.cluster.batch import FAULT, STORE, differences, program

OURS = {"python": "3.13.1", "pandas": "2.3.0", STORE: "report 7 (abc)"}


def test_a_machine_that_says_the_same_is_alike() -> None:
    """Whatever else it says."""
    assert not [*differences(OURS, OURS | {"more": "1"})]


def test_every_difference_is_named_with_both_sides() -> None:
    """Also what is not there at all."""
    found = [*differences(OURS, {"python": "3.12.0", STORE: "report 7 (abc)"})]

    assert found == ["python is 3.12.0 instead of 3.13.1", "pandas is not there instead of 2.3.0"]


def test_another_store_is_named() -> None:
    """A store without any report of the office here may have got some by now there."""
    assert [*differences(OURS, OURS | {STORE: ""})] == [
        "the store there does not have report 7 (abc): it is another one, or an older copy"
    ]
    assert not [*differences(OURS | {STORE: ""}, OURS)]


def test_a_machine_that_cannot_say_says_why() -> None:
    """And nothing else."""
    assert [*differences(OURS, {FAULT: "there is no project"})] == ["there is no project"]


def test_the_program_is_known_by_its_files() -> None:
    """The same each time it is asked."""
    assert program() == program()
    assert len(program()) == 12
