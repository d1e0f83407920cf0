import random

import pytest

from rag.reading.blocks import split_blocks
from rag.reading.outline import LONGEST_SENTENCE, sentences_of
from rag.types import Kind, Sentence


def outline(text: str) -> list[Sentence]:
    return sentences_of(text, split_blocks(text, 0))


def shown(text: str) -> list[tuple[int, Kind, str]]:
    return [(s.block, s.kind, text[s.start : s.end]) for s in outline(text)]


def test_sentences_know_their_block_and_its_kind() -> None:
    text = "# Dam breaks. Port floods\n\nBy Ana Lopez\n\nIt broke on Monday. Gen. Weber came.\n\nIt rained."
    assert shown(text) == [
        (0, Kind.HEADING, "# Dam breaks. Port floods"),
        (1, Kind.BYLINE, "By Ana Lopez"),
        (2, Kind.BODY, "It broke on Monday."),
        (2, Kind.BODY, "Gen. Weber came."),
        (3, Kind.BODY, "It rained."),
    ]


LONG = (
    "The dam above the town broke on Monday and the water ran down to the port, " + "where it rose and " * 8 + "fell."
)


@pytest.mark.parametrize(
    "body",
    [
        LONG,
        pytest.param("“The dam broke on Monday,” said the mayor."),
    ],
    ids=["long", "short"],
)
def test_a_call_to_subscribe_at_the_end_of_a_paragraph_is_told_apart(body: str) -> None:
    assert shown(f"{body} Nobody slept. To hear more, sign up for our newsletter.") == [
        (0, Kind.BODY, body),
        (0, Kind.BODY, "Nobody slept."),
        (0, Kind.PROMO, "To hear more, sign up for our newsletter."),
    ]


def test_a_sentence_within_a_paragraph_is_no_heading() -> None:
    assert [kind for _, kind, _ in shown("The dam broke. Why now? Nobody knows")] == [Kind.BODY] * 3


def test_what_has_no_sentences_is_divided_after_a_clause() -> None:
    text = "the water rose, the bridge fell and the road went with it; " * 40
    found = outline(text)
    assert len(found) == 3
    assert all(s.end - s.start <= LONGEST_SENTENCE and s.kind is Kind.BODY for s in found)
    assert all(text[s.end - 1] in ",;" for s in found)


@pytest.mark.parametrize(
    ("text", "ends"),
    [("word " * 500, "d"), ("x" * 2500, "x"), ("东京" * 1200, "东京"), ("x" * 10 + " " + "y" * 2500, "y")],
)
def test_what_has_no_clauses_is_divided_after_a_word_and_at_worst_anywhere(text: str, ends: str) -> None:
    found = outline(text)
    assert all(0 < s.end - s.start <= LONGEST_SENTENCE for s in found)
    assert all(text[s.end - 1] in ends for s in found)
    assert "".join("".join(text[s.start : s.end] for s in found).split()) == "".join(text.split())


@pytest.mark.parametrize("seed", range(30))
def test_all_of_a_body_is_in_sentences(seed: int) -> None:
    chance = random.Random(seed)
    parts = (
        "It rained. ",
        "Gen. Weber, who ",
        "“Stay. Go,” she said. ",
        "\n\n",
        "\n",
        "# Dam\n\n",
        "a b; ",
        "word " * 300,
    )
    text = "".join(chance.choice(parts) for _ in range(40))
    blocks = split_blocks(text, 0)
    found = sentences_of(text, blocks)
    at = 0
    for sentence in found:
        block = blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        assert sentence.start >= at
        assert not text[at : sentence.start].strip()
        at = sentence.end
    assert not text[at:].strip()
