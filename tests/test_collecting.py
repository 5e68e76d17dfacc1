"""The garbage collector comes seldom for a while, and then as before."""

from __future__ import annotations

import gc

import pytest

from thongbao.collecting import COLLECT_AFTER, few_collections


def test_it_comes_as_before_when_the_work_is_done_or_has_failed() -> None:
    """What a command sets does not stay with whoever called it."""
    before = gc.get_threshold()

    with few_collections():
        assert gc.get_threshold() == (COLLECT_AFTER, *before[1:])
    with pytest.raises(ZeroDivisionError), few_collections():
        raise ZeroDivisionError

    assert gc.get_threshold() == before
