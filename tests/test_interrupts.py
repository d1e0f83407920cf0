"""Ctrl-C comes out as exit 130, whatever native code makes of it."""

import os
import signal
from contextlib import suppress

import pytest

from rag.interrupts import held_back, listening


def _press() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def test_a_press_is_remembered_even_when_something_swallows_it() -> None:
    with listening() as presses:
        with suppress(KeyboardInterrupt):
            _press()
        assert presses.any


def test_a_press_waits_for_the_end_of_what_must_not_be_broken() -> None:
    done = False
    with listening(), pytest.raises(KeyboardInterrupt):
        with held_back():
            _press()
            done = True
        pytest.fail("the press was lost")
    assert done


def test_a_second_press_does_not_wait() -> None:
    with listening(), pytest.raises(KeyboardInterrupt), held_back():
        _press()
        _press()
        pytest.fail("the second press waited")


def test_the_handler_before_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT)
    with listening():
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
