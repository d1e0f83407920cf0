import random

import pytest

from rag.reading.blocks import split_blocks
from rag.types import Kind

BODY, HEADING, BYLINE, CAPTION, PROMO = Kind.BODY, Kind.HEADING, Kind.BYLINE, Kind.CAPTION, Kind.PROMO


def blocks(text: str, body: int = 0) -> list[tuple[Kind, str]]:
    return [(b.kind, text[b.start : b.end]) for b in split_blocks(text, body)]


def pieces(text: str) -> list[str]:
    return [piece for _, piece in blocks(text)]


WRAPPED = """\
The dam above the town broke on Monday night, and the water
ran down to the port, where the ferries were tied up.
Nobody slept.

The mayor, Ines Duarte, called it a disaster that she
had warned of for years."""


def test_hard_wrapped_lines_make_one_paragraph() -> None:
    assert pieces(WRAPPED) == WRAPPED.split("\n\n")


LONG = "The dam above the town broke on Monday night, and the water ran down the valley to the port, " * 2 + "at last."


def test_a_line_too_wide_to_be_wrapped_by_hand_is_a_paragraph() -> None:
    assert pieces(f"{LONG}\nIt rained.\n{LONG}") == [LONG, "It rained.", LONG]


def test_a_short_last_line_ends_a_wrapped_paragraph() -> None:
    first = "The dam above the town broke on Monday night and the water ran\nto the port."
    second = "Ines Duarte, the mayor, said that nothing of the kind had ever\nhappened before."
    assert pieces(f"{first}\n{second}") == [first, second]


def test_lines_that_stand_by_themselves_need_no_blank_lines() -> None:
    text = "\n".join(
        [
            "# Dam breaks in the north",
            "By Ana Lopez",
            "March 3, 2023",
            LONG,
            "Photograph: Li Wei/AFP",
            "It rained.",
            "Sign up for our newsletter",
            "## The next day",
            "- The bridge is gone.",
            "- The road is closed.",
        ]
    )
    assert blocks(text) == [
        (HEADING, "# Dam breaks in the north"),
        (BYLINE, "By Ana Lopez"),
        (BYLINE, "March 3, 2023"),
        (BODY, LONG),
        (CAPTION, "Photograph: Li Wei/AFP"),
        (BODY, "It rained."),
        (PROMO, "Sign up for our newsletter"),
        (HEADING, "## The next day"),
        (BODY, "- The bridge is gone."),
        (BODY, "- The road is closed."),
    ]


@pytest.mark.parametrize(
    "end",
    [
        "\n",
        "\r",
        pytest.param("\r\n"),
    ],
    ids=["LF", "CR", "CRLF"],
)
def test_line_ends_of_any_kind_divide_alike(end: str) -> None:
    text = f"Dam breaks in the north\nBy Ana Lopez\n\n{WRAPPED}\n \t\n\nThe end."
    found = blocks(text.replace("\n", end))
    assert [(kind, piece.replace(end, "\n")) for kind, piece in found] == blocks(text)
    assert [kind for kind, _ in found] == [HEADING, BYLINE, BODY, BODY, BODY]


def test_items_of_a_list_are_paragraphs() -> None:
    lines = [
        "The town asked for three things of",
        "- a bridge that",
        "* a road which",
        "2. a port and",
        "> and no more",
    ]
    assert pieces("\n".join(lines)) == lines


def test_paragraphs_of_crlf_are_apart_at_blank_lines() -> None:
    assert pieces("It rained.\r\n\r\nIt poured.\r\n \r\n\r\nIt stopped.\r\n") == [
        "It rained.",
        "It poured.",
        "It stopped.",
    ]


def test_white_space_of_any_kind_is_no_part_of_a_block() -> None:
    assert pieces("\ufeff It rained.\u00a0\n \t \n\u2028\nIt poured. \n\n")[1:] == ["It poured."]
    assert pieces("\n\n  \n\u00a0\n") == []
    assert pieces("") == []


def test_blocks_begin_where_the_body_does() -> None:
    text = "---\ntitle: Dam\n---\n\nIt rained."
    assert blocks(text, text.index("\n\nIt")) == [(BODY, "It rained.")]


def test_only_the_first_block_is_a_heading_for_its_exclamation() -> None:
    assert [kind for kind, _ in blocks("Dam breaks!\n\nIt rained!")] == [HEADING, BODY]


@pytest.mark.parametrize("text", ["Porto", "# Porto", "Why now?"])
def test_a_heading_that_heads_nothing_is_body(text: str) -> None:
    assert blocks(text) == [(BODY, text)]


@pytest.mark.parametrize("seed", range(40))
def test_blocks_are_ordered_trimmed_and_lose_nothing_but_white_space(seed: int) -> None:
    chance = random.Random(seed)
    lines = (
        "# Dam",
        "By Ana Lopez",
        "It rained.",
        "and so on,",
        LONG,
        "- one",
        "",
        "",
        " ",
        "\u00a0",
        "Read more",
        "Why?",
    )
    ends = ("\n", "\n", "\n\n", "\r\n", "\r", " ")
    text = "".join(chance.choice(lines) + chance.choice(ends) for _ in range(60))
    at = body = chance.randrange(20)
    for block in split_blocks(text, body):
        piece = text[block.start : block.end]
        assert piece
        assert piece == piece.strip()
        assert block.start >= at
        assert not text[at : block.start].strip()
        at = block.end
    assert not text[at:].strip()
