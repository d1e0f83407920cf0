import pytest

from rag.chat.commands import COMMANDS, Command, number_in, parse_command
from rag.errors import UsageError


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("/open 2", Command("open", "2")),
        ("  /SOURCES  ", Command("sources")),
        ("/publisher The Daily Example", Command("publisher", "The Daily Example")),
        ("/check Two lines\nof a text.\n", Command("check", "Two lines\nof a text.")),
        ("/exit", Command("quit")),
        ("/?", Command("help")),
    ],
)
def test_commands_begin_with_a_slash(typed: str, command: Command) -> None:
    assert parse_command(typed) == command


@pytest.mark.parametrize("typed", ["why?", "", "who said 1/2 of them left?", "and/or"])
def test_anything_else_is_a_question(typed: str) -> None:
    assert parse_command(typed) is None


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("/opne 2", "did you mean /open?"),
        ("/src", "did you mean /sources?"),
        ("/pub", "did you mean /publisher?"),
        ("/nonsense", "/help lists the commands"),
        ("/", "/help lists the commands"),
    ],
)
def test_an_unknown_command_names_the_nearest(typed: str, hint: str) -> None:
    with pytest.raises(UsageError) as error:
        parse_command(typed)
    assert error.value.hint == hint


def test_numbers_are_those_that_were_shown() -> None:
    assert number_in(Command("open", "2"), 3, "source") == 2
    assert number_in(Command("open", "[3]"), 3, "source") == 3
    assert number_in(Command("open"), 3, "source") is None
    for wrong in ("0", "4", "two", "-1", "9" * 5000, "²"):
        with pytest.raises(UsageError, match="is no source"):
            number_in(Command("open", wrong), 3, "source")


def test_every_command_says_what_it_does() -> None:
    assert all(usage.about for usage in COMMANDS.values())
