"""What is watched while an input is tried: the clock, what is written where, and what reaches a terminal."""

import io
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
_CHANGED_BY = ("mkdir", "rename", "remove", "rmdir", "link", "symlink", "truncate", "chmod", "chown", "utime")
_CHANGES = frozenset(f"os.{name}" for name in _CHANGED_BY)
_STARTS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "socket.connect"})
_OURS_TO_SEND = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\")
"""Colours and links, which we write ourselves."""
_COMMANDS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_seen: list[tuple[str, str]] | None = None


class TooSlowError(BaseException):
    """A try took longer than it may. No `except Exception` may catch it."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Stop what is done inside after so many seconds by the clock on the wall."""

    def stop(_: int, frame: FrameType | None) -> None:
        where = f"{frame.f_code.co_filename}:{frame.f_lineno}" if frame else "?"
        raise TooSlowError(where)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def changes_outside(*allowed: Path) -> Iterator[list[str]]:
    """A list of what is done meanwhile that leaves these folders: writing, starting a program, connecting."""
    global _seen  # noqa: PLW0603  (an audit hook is for good, and knows no caller)
    events: list[tuple[str, str]] = []
    found: list[str] = []
    _seen = events
    try:
        yield found
    finally:
        _seen = None
        roots = [str(folder.resolve()) for folder in allowed]
        found += [f"{event} {path}" for event, path in dict.fromkeys(events) if not _is_in(path, roots)]


def _is_in(path: str, roots: list[str]) -> bool:
    if path == os.devnull or "__pycache__" in path:  # Python's own, at the first import
        return True
    whole = os.path.realpath(path)
    return any(whole == root or whole.startswith(root + os.sep) for root in roots)


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if _seen is None:
        return
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & _WRITES and isinstance(path, str | bytes | os.PathLike):
            _seen.append((event, os.fsdecode(path)))
    elif event in _CHANGES or event == "sqlite3.connect":
        for path in arguments[: 2 if event in {"os.rename", "os.link"} else 1]:
            if isinstance(path, str | bytes | os.PathLike):
                _seen.append((event, os.fsdecode(path)))
    elif event in _STARTS:
        _seen.append((event, f"<{str(arguments[0])[:60]}>"))


sys.addaudithook(_hook)


class Screen(io.StringIO):
    """Standard output, for those who ask whether it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@contextmanager
def screen() -> Iterator[Screen]:
    """Standard output and error as one terminal, and nothing at standard input."""
    shown = Screen()
    before = sys.stdout, sys.stderr, sys.stdin
    sys.stdout, sys.stderr, sys.stdin = shown, shown, io.StringIO()
    try:
        yield shown
    finally:
        sys.stdout, sys.stderr, sys.stdin = before


def commands_in(shown: str) -> str:
    """What a terminal might obey in this, besides colours and links of ours; nothing where all is well."""
    found = _COMMANDS.search(_OURS_TO_SEND.sub("", shown))
    return "" if found is None else f"{found[0]!r} reached the terminal"


class WrongError(Exception):
    """Something that must hold does not."""


def require(problem: str) -> None:
    if problem:
        raise WrongError(problem)
