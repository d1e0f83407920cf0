"""The loop of a chat: reads a line, has the session take it, shows what comes of it. The logic is in `rag/chat`."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rag.chat.completion import Suggestion, suggestions
from rag.chat.conversation import Conversation
from rag.chat.session import Session
from rag.chat.store import SessionStore
from rag.cli.chat_view import ConsoleView
from rag.cli.opening import opened
from rag.cli.scoping import scope
from rag.errors import AskError, Exit, UsageError
from rag.interrupts import listening
from rag.query_engine import QueryEngine
from rag.render.chat import print_dim
from rag.render.console import err
from rag.render.error import print_error
from rag.types import Scope

_MOST_BYTES = 1_000_000
_MOST_TITLES = 20_000
"""Of a larger library, no titles are offered: reading them all would take longer than typing one."""


class Lines(Protocol):
    """Where lines come from."""

    def read(self) -> str | None:
        """The next line, or a pasted text; None at the end.

        Raises:
            KeyboardInterrupt: the user threw the line away.
        """
        ...

    def read_text(self) -> str:
        """A text that was asked for, of several lines."""
        ...

    def offer(self, question: str) -> None:
        """Put a question where it is at hand to be corrected."""
        ...


class PipedLines:
    """Standard input: one question or command a line; a text ends at an empty line."""

    def read(self) -> str | None:
        line = sys.stdin.buffer.readline(_MOST_BYTES) if sys.stdin is not None else b""
        return line.decode("utf-8", "replace") if line else None

    def read_text(self) -> str:
        lines = []
        while (line := self.read()) and line.strip():
            lines.append(line)
        return "".join(lines)

    def offer(self, question: str) -> None: ...


class TypedLines(PipedLines):
    """The same from a terminal that knows no cursor: it edits the line by itself."""

    def read(self) -> str | None:
        sys.stdout.write("ask> ")
        sys.stdout.flush()
        return super().read()


def converse(
    corpus: list[str] | None,
    bounds: Mapping[str, str],
    *,
    model: str | None,
    judge: str | None,
    strict: bool,
    fallback: bool,
    resume: bool,
) -> int:
    """Hold a conversation until its input ends, or the user leaves."""
    to_scope(bounds)  # what is wrong with them is said before anything is opened
    with opened(corpus, model=model, judge=judge) as engine:
        engine.refresh()
        engine.changes()
        folder = engine.settings.cache / "chat"
        lines = _lines(engine, folder)
        view = ConsoleView(lines.read_text, lines.offer, engine.library.roots)
        store = SessionStore(folder, engine.library.folder.name)
        conversation = Conversation(engine, strict=strict, fallback=fallback)
        session = Session(conversation, view, _to_scope_in_chat, bounds, store)
        if sys.stdin is not None and sys.stdin.isatty():
            print_dim(err(), f"{engine.library.catalog.count('articles'):,} articles · /help lists the commands, "
                             "Ctrl-C cancels, Ctrl-D leaves")  # fmt: skip
        if resume:
            with _told():
                session.resume()
        _talk(session, lines)
    return Exit.OK


def to_scope(bounds: Mapping[str, str]) -> Scope:
    """The articles that bounds let through.

    Raises:
        UsageError: one of them is no day, or names nobody.
    """
    publishers = bounds["publisher"].splitlines() if "publisher" in bounds else None
    return scope(bounds.get("since"), bounds.get("until"), bounds.get("as-of"), publishers)


def _to_scope_in_chat(bounds: Mapping[str, str]) -> Scope:
    try:
        return to_scope(bounds)
    except UsageError as error:
        raise UsageError(error.message.replace("--", "/"), error.hint.replace("--", "/")) from error


def _talk(session: Session, lines: Lines) -> None:
    is_piped = type(lines) is PipedLines
    while True:
        is_answering = False
        try:
            line = lines.read()
            if line is None:
                return
            is_answering = True
            with _told(), _interruptible():
                if not session.take(line):
                    return
        except KeyboardInterrupt:
            if is_piped:
                raise
            if is_answering:
                print_dim(err(), "cancelled")


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C is a KeyboardInterrupt, also where an extension made another error of it."""
    with listening() as presses:
        try:
            yield
        except BrokenPipeError:
            raise
        except Exception as error:
            if presses.any:
                raise KeyboardInterrupt from error
            if isinstance(error, AskError):
                raise
            raise AskError(
                f"unexpected {type(error).__name__}: {error}", "this is a bug; the conversation goes on"
            ) from error


@contextmanager
def _told() -> Iterator[None]:
    """Say what is wrong, and go on."""
    try:
        yield
    except AskError as error:
        sys.stdout.flush()
        print_error(err(), "chat", error)


def _lines(engine: QueryEngine, folder: Path) -> Lines:
    if sys.stdin is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return PipedLines()
    if os.environ.get("TERM", "dumb").lower() in {"", "dumb", "unknown"}:
        return TypedLines()
    from rag.cli.prompting import TerminalLines

    return TerminalLines(folder / "history", _suggest(engine), lambda message: print_dim(err(), message))


def _suggest(engine: QueryEngine) -> Callable[[str], Iterable[Suggestion]]:
    """Suggestions from the library; its titles are read at the first Tab, and again when the library is another."""
    known: dict[str, tuple[list[str], list[str]]] = {}

    def suggest(before: str) -> Iterable[Suggestion]:
        key = engine.library.fingerprint
        if key not in known:
            catalog = engine.library.catalog
            articles = catalog.articles() if catalog.count("articles") <= _MOST_TITLES else []
            known.clear()
            known[key] = [a.article.metadata.title or a.article.path for a in articles], catalog.publishers()
        return suggestions(before, *known[key])

    return suggest
