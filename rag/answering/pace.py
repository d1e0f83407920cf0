"""Tells when a stream stands still: what is complete by then need not wait for what comes next."""

from collections.abc import Generator, Iterator
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Event, Thread

_END = object()
_MANY = 8
"""Pieces that wait."""


def with_pauses(pieces: Iterator[str], pause: float) -> Generator[str | None, None, None]:
    """The pieces as they come; None, once, wherever nothing has come for `pause` seconds.

    Where many have come while the caller was busy, they are one: however small a server makes them, they cost no more.

    They are read in a thread of their own. Where the caller stops early, it ends with the piece that it waits for,
    and closes the stream.
    """
    arrived: SimpleQueue[object] = SimpleQueue()
    stopped = Event()

    def read() -> None:
        try:
            for piece in pieces:
                if stopped.is_set():
                    break
                arrived.put(piece)
            arrived.put(_END)
        except BaseException as error:  # it is raised where the pieces are wanted
            arrived.put(error)
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                with suppress(Exception):
                    close()

    Thread(target=read, name="reply", daemon=True).start()
    told = True
    try:
        while True:
            try:
                # Before the first piece there is nothing to be told.
                piece = arrived.get(timeout=None if told else pause)
            except Empty:
                told = True
                yield None
                continue
            text, last = _all_of(piece, arrived if arrived.qsize() >= _MANY else None)
            if text:
                told = False
                yield text
            if isinstance(last, BaseException):
                raise last
            if last is _END:
                return
    finally:
        stopped.set()


def _all_of(piece: object, arrived: SimpleQueue[object] | None) -> tuple[str, object]:
    """The text of this piece and of those that have arrived, and what came last."""
    texts: list[str] = []
    while isinstance(piece, str):
        texts.append(piece)
        if arrived is None:
            break
        try:
            piece = arrived.get_nowait()
        except Empty:
            break
    return "".join(texts), piece
