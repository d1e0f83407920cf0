"""What may be typed besides a question: `/sources`, `/open 2`, `/since 2022-12` …"""

from dataclasses import dataclass
from difflib import get_close_matches

from rag.errors import UsageError


@dataclass(frozen=True, slots=True)
class Command:
    """`/open 2` is named `open`, and its argument is `2`, in one line or, for a pasted text, several."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    argument: str
    about: str


COMMANDS = {
    "sources": Usage("", "the sources of the last answer, with what is quoted from each"),
    "open": Usage(
        "2", "the article of source 2 at that line, in $PAGER or $EDITOR; or an article by its path or title"
    ),
    "more": Usage("", "more statements on the last question"),
    "why": Usage("2", "how statement 2 was found and scored; without a number, all that was considered"),
    "since": Usage("2022-12", "only articles published then or later; off: any"),
    "until": Usage("2022-12", "only articles published then or before; off: any"),
    "as-of": Usage("2022-12-30", "answer as on that day; off: as of now"),
    "publisher": Usage("NAME", "only articles of NAME; another adds to it; off: any"),
    "model": Usage("NAME", "the language model that writes the answers; none: they are quotations"),
    "check": Usage("TEXT", "a verdict for each sentence of a text: paste it after the command"),
    "save": Usage("notes.md", "the conversation as notes with numbered footnotes, or as .json"),
    "reset": Usage("", "forget the conversation; the articles chosen stay chosen"),
    "help": Usage("", "this list"),
    "quit": Usage("", "leave, as Ctrl-D does"),
}
_ALIASES = {"exit": "quit", "q": "quit", "?": "help", "h": "help", "asof": "as-of", "publishers": "publisher"}
_NEAR_ENOUGH = 0.6


def parse_command(text: str) -> Command | None:
    """The command that `text` is, or None where it is a question.

    Raises:
        UsageError: it begins as a command does, and is none; the hint names the nearest.
    """
    stripped = text.strip()
    if not stripped.startswith("/"):
        return None
    name, argument = _divided(stripped[1:])
    known = _ALIASES.get(name, name)
    if known in COMMANDS:
        return Command(known, argument)
    near = get_close_matches(name, COMMANDS, n=1, cutoff=_NEAR_ENOUGH)
    begun = [command for command in COMMANDS if name and command.startswith(name)]
    hint = f"did you mean /{(begun or near)[0]}?" if begun or near else "/help lists the commands"
    raise UsageError(f"there is no command /{name}", hint)


def number_in(command: Command, most: int, what: str) -> int | None:
    """The number that a command is given, from 1 to `most`; None where it is given nothing.

    Raises:
        UsageError: it is given something else.
    """
    if not command.argument:
        return None
    written = command.argument.strip("[]")
    if not written.isdecimal() or not 1 <= int(written[:6]) <= most:
        known = (
            f"there are {what}s 1 to {most}"
            if most > 1
            else f"there is {'one ' + what if most else 'no ' + what} to show"
        )
        raise UsageError(f"{command.argument!r} is no {what} of the last answer", known)
    return int(written)


def _divided(text: str) -> tuple[str, str]:
    pieces = text.split(maxsplit=1)
    name = pieces[0].lower() if pieces else ""
    return name, pieces[1].strip() if len(pieces) > 1 else ""
