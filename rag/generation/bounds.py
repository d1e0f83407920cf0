"""How much a server may send and how long it may take, and what it may not do at all."""

import time
from collections.abc import Iterator

MOST_CHARACTERS = 32 * 1024
"""Of a reply, its thoughts counted: 32 for each of the tokens that it may have."""
MOST_BYTES = 4 * 1024 * 1024
"""Of all that a server sends: 4 KiB for each of these tokens, for servers wrap every one of them."""
MOST_OF_AN_ERROR = 64 * 1024
"""Bytes of an error that are read: only its first line is shown."""
_NEXT_TO_NOTHING_S = 0.02


class Budget:
    """What a server may still take of time, and send, until a reply is whole, however often it is asked."""

    def __init__(self, seconds: float, most_bytes: int = MOST_BYTES) -> None:
        self._seconds, self._until = seconds, 0.0
        self._most = self._bytes_left = most_bytes

    @property
    def seconds_left(self) -> float:
        """More than 0. They are counted from when this is first asked for: what is loaded before takes none of them.

        Raises:
            TooSlowError: there are none left.
        """
        now = time.monotonic()
        self._until = self._until or now + self._seconds
        left = self._until - now
        if left <= _NEXT_TO_NOTHING_S:
            raise TooSlowError(self._seconds)
        return left

    def received(self, count: int) -> None:
        """So many bytes came.

        Raises:
            TooMuchError: they are more than were left.
        """
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise TooMuchError(f"{self._most:,} bytes")


class WireError(Exception):
    """A server did what ends the talk with it. `what` goes on after its name; `hint` says what to do."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(what)
        self.what, self.hint = what, hint


class TooSlowError(WireError):
    """It would go on, and has had all the time that there is."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"was not done after {seconds:.0f} seconds",
            "a smaller model may be faster; [model] timeout (RAG_MODEL_TIMEOUT) allows it more",
        )


class TooMuchError(WireError):
    """It sends more than any answer has."""

    def __init__(self, most: str) -> None:
        super().__init__(f"sends more than {most}, which is no answer", "ask again, or another model")


class RedirectedError(WireError):
    """It points elsewhere. Nobody but the user says where questions and keys go."""

    def __init__(self, status: int, location: str) -> None:
        where = f" to {location}" if location else ""
        super().__init__(
            f"redirects{where} ({status}), which is not followed",
            "nothing was sent there; if that is where it should go, name that address instead",
        )


class CompressedError(WireError):
    """It sends compressed what was asked for as it is: a little of that can be as much as it likes."""

    def __init__(self, coding: str) -> None:
        super().__init__(f"sends its reply compressed ({coding}), unasked", "have the server, or its proxy, send plain")


class ProxyUnusableError(WireError):
    """The environment names a proxy of a kind that is not spoken."""

    def __init__(self, proxy: str) -> None:
        super().__init__(
            f"would be asked through {proxy}, which is no proxy of HTTP",
            "correct HTTP_PROXY, HTTPS_PROXY or ALL_PROXY, or name the address in NO_PROXY",
        )


class StrayError(WireError):
    """A client was about to ask another address than the one it was opened for."""

    def __init__(self, url: str) -> None:
        super().__init__(f"is not at {url}, where its client would ask", "correct the address")


def wire_error(error: BaseException) -> WireError | None:
    """The one at the bottom of what a client raised."""
    return next((cause for cause in causes(error) if isinstance(cause, WireError)), None)


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, outermost first."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
