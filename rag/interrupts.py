"""Ctrl-C, without its two traps in native code.

A `KeyboardInterrupt` raised while a C extension initialises comes out as another error (numpy's as `ImportError`),
and one raised in a callback of C++ code ends the process (torch's exporter does). So a press is remembered, and may
be held back for a while.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Presses:
    """What became of Ctrl-C since `listening` began."""

    def __init__(self) -> None:
        self.any = False
        self._held = 0
        self._waiting = False

    def press(self, _signal: int, _frame: FrameType | None) -> None:
        self.any = True
        if self._held and not self._waiting:  # a second press is not held back
            self._waiting = True
            return
        raise KeyboardInterrupt

    @contextmanager
    def hold(self) -> Iterator[None]:
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        if self._waiting and not self._held:
            self._waiting = False
            raise KeyboardInterrupt


_presses = Presses()


@contextmanager
def listening() -> Iterator[Presses]:
    """Handle Ctrl-C ourselves. Off the main thread, where Python allows no handlers, it changes nothing."""
    global _presses  # noqa: PLW0603  (a signal handler is the process' own, and so is this)
    if threading.current_thread() is not threading.main_thread():
        yield Presses()
        return
    before, _presses = _presses, Presses()
    handler = signal.signal(signal.SIGINT, _presses.press)
    try:
        yield _presses
    finally:
        signal.signal(signal.SIGINT, handler)
        _presses = before


@contextmanager
def held_back() -> Iterator[None]:
    """Raise a `KeyboardInterrupt` of these lines only after them: for native code that it would abort."""
    with _presses.hold():
        yield


@contextmanager
def left_to_children() -> Iterator[None]:
    """Take no notice of Ctrl-C while another program has the terminal: it is meant for that one. Main thread only."""
    handler = signal.signal(signal.SIGINT, lambda _signal, _frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
