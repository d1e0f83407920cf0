"""Drafts and replies are read in linear time, whatever they are full of."""

from collections.abc import Callable

import pytest

from attacks import GENERIC, Hostile
from growth import grows
from rag.answering.replies import ReplyReader, read_marked
from rag.reading.markup import marks, regions
from rag.text.sentences import split_sentences


def _reply(text: str) -> object:
    reader = ReplyReader()
    return reader.feed(text), reader.pause()


UNITS = (
    *(
        "```\n",
        "```a\n",
        "~~~\n```\n",
        "`",
        "<!--",
        "<!-- a -->",
        "]\n  a",
        "[",
        "[a](",
        "![",
        "![a](",
        "a [1] ",
        "a [1]. ",
    ),
    *("[a1]", "[a1] a", "“a. ", '"a. ', "a. ", "A\n===\n\n", "Sources\n- a\n\n", "| a |\n"),
)


@pytest.mark.parametrize(
    "read",
    [
        lambda text: regions(text, 0),
        lambda text: list(marks(text)),
        lambda text: split_sentences(text, 0, len(text)),
        read_marked,
        _reply,
    ],
    ids=["regions", "marks", "sentences", "a marked line", "a reply"],
)
def test_reading_is_linear(read: Callable[[str], object]) -> None:
    hostile = (*GENERIC, *(Hostile("", unit, end) for unit in UNITS for end in ("", "\n!")))
    assert not [f"{text}: {found}" for text in hostile if (found := grows(read, text))]
