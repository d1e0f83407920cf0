"""What Tab offers: commands, publishers after `/publisher`, and titles of articles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.chat.commands import COMMANDS
from rag.text.terms import words

_SHORTEST = 2
_MOST_WORDS = 4
_MOST_TITLES = 12


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`text` in the place of the last `length` characters before the cursor; `about` says what it is."""

    text: str
    length: int
    about: str = ""


def suggestions(before: str, titles: Sequence[str], publishers: Sequence[str]) -> Iterator[Suggestion]:
    """What may stand where the cursor is, after the text `before`."""
    if before.startswith("/") and " " not in before:
        named = [name for name in COMMANDS if name.startswith(before[1:].lower())]
        yield from (Suggestion(f"/{name}", len(before), COMMANDS[name].about) for name in named)
        return
    command, _, argument = before.partition(" ")
    if command == "/publisher":
        yield from (
            Suggestion(name, len(argument), "publisher") for name in (*publishers, "off") if _begins(name, argument)
        )
        return
    if command == "/open":
        yield from (Suggestion(t, len(argument), "article") for t in titles if argument and _holds(t, argument))
        return
    if command in {"/since", "/until", "/as-of"}:
        if "off".startswith(argument):
            yield Suggestion("off", len(argument), "any day")
        return
    if not command.startswith("/"):
        # What an article is called must not become a command, when the line is its title.
        yield from (s for s in _titles(before, titles) if not _is_command(before[: len(before) - s.length] + s.text))


def _titles(before: str, titles: Sequence[str]) -> Iterator[Suggestion]:
    """Titles that begin with, or hold as the beginning of a word, what was typed last; the longest match counts."""
    typed = before.split(" ")
    for number in range(min(_MOST_WORDS, len(typed)), 0, -1):
        tail = " ".join(typed[-number:])
        if len(tail.strip()) < _SHORTEST:
            continue
        found = [title for title in titles if _holds(title, tail)]
        if found:
            yield from (Suggestion(title, len(tail), "article") for title in found[:_MOST_TITLES])
            return


def _is_command(line: str) -> bool:
    return line.strip().startswith("/")


def _begins(name: str, typed: str) -> bool:
    return name.casefold().startswith(typed.casefold().lstrip())


def _holds(title: str, typed: str) -> bool:
    """Whether `typed` stands in the title where a word begins."""
    lowered, wanted = title.casefold(), typed.casefold().strip()
    return bool(wanted) and (
        lowered.startswith(wanted)
        or any(lowered.startswith(wanted, lowered.find(word.casefold(), 0)) for word in words(title))
    )
