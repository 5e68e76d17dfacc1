"""A signal asks for an end; only a second one forces it."""

from __future__ import annotations

import os
import signal

import pytest

from thongbao.commands.stopping import stopping

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_signal_asks_and_the_second_ends(number: signal.Signals) -> None:
    """As Ctrl-C always did."""
    with stopping() as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), number)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), number)


def test_signals_mean_afterwards_what_they_meant_before() -> None:
    """Also where the block ended badly."""
    before = [signal.getsignal(number) for number in SIGNALS]

    def ends_badly() -> None:
        with stopping():
            assert [signal.getsignal(number) for number in SIGNALS] != before
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ends_badly()

    assert [signal.getsignal(number) for number in SIGNALS] == before
