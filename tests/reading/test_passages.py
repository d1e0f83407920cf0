import random
import re
from itertools import pairwise

import pytest

from rag.reading.blocks import split_blocks
from rag.reading.outline import sentences_of
from rag.reading.passages import split_passages
from rag.types import Kind, Passage, Sentence


def token_starts(text: str) -> list[int]:
    """A tokenizer that any reader can check: a token is a word."""
    return [match.start() for match in re.finditer(r"\S+", text)]


def outline(text: str) -> list[Sentence]:
    return sentences_of(text, split_blocks(text, 0))


def passages(text: str, most: int) -> list[Passage]:
    return split_passages(text, outline(text), token_starts(text), most)


def texts(text: str, most: int) -> list[str]:
    return [passage.text for passage in passages(text, most)]


RAIN = "It rained all day in the town."  # 7 words
DAM = "The dam broke at noon."  # 5 words
PORT = "The port was flooded."  # 4 words


def test_what_fits_is_one_passage_over_paragraphs() -> None:
    text = f"{RAIN} {DAM}\n\n{PORT}"
    assert texts(text, 200) == [text]


def test_a_passage_ends_before_the_sentence_that_is_too_much() -> None:
    assert texts(f"{RAIN} {DAM} {PORT}", 12) == [f"{RAIN} {DAM}", PORT]
    assert texts(f"{RAIN} {DAM} {PORT}", 11) == [RAIN, f"{DAM} {PORT}"]


def test_a_passage_that_is_full_enough_ends_with_its_paragraph() -> None:
    assert texts(f"{RAIN} {DAM}\n\n{PORT} {DAM}", 20) == [f"{RAIN} {DAM}", f"{PORT} {DAM}"]
    assert texts(f"{RAIN} {DAM}\n\n{PORT} {DAM}", 21) == [f"{RAIN} {DAM}\n\n{PORT} {DAM}"]


def test_a_heading_opens_the_passage_it_heads() -> None:
    text = f"{RAIN} {DAM}\n\n## The port\n\n{PORT} {RAIN}"
    assert texts(text, 16) == [f"{RAIN} {DAM}", f"## The port\n\n{PORT} {RAIN}"]
    assert texts(f"# Dam breaks\n\n{DAM}", 50) == [f"# Dam breaks\n\n{DAM}"]
    assert texts(f"{RAIN}\n\n# Later\n\n## The port\n\n{PORT}", 10) == [RAIN, f"# Later\n\n## The port\n\n{PORT}"]


def test_a_heading_goes_with_the_sentence_that_no_longer_fits() -> None:
    assert texts(f"{RAIN}\n\n## The port\n\n{PORT}", 12) == [RAIN, f"## The port\n\n{PORT}"]
    assert texts(f"{RAIN}\n\n# Later\n\n## The port\n\n{PORT}", 13) == [RAIN, f"# Later\n\n## The port\n\n{PORT}"]


def test_a_heading_that_leaves_no_room_is_left_out() -> None:
    text = f"{RAIN}\n\n## The port and what became of it\n\n{RAIN}"
    assert texts(text, 8) == [RAIN, RAIN]


def test_headings_alone_are_no_passage() -> None:
    assert texts("# Dam\n\n## Port", 50) == []
    assert texts(f"# Dam\n\n{DAM}\n\nSign up now\n\n## Port", 50) == [f"# Dam\n\n{DAM}"]


@pytest.mark.parametrize("line", ["Sign up for our newsletter", "By Ana Lopez", "Dec. 30, 2022"])
def test_promos_and_bylines_are_in_no_passage(line: str) -> None:
    assert texts(f"{RAIN}\n\n{line}\n\n{DAM}", 200) == [RAIN, DAM]
    assert texts(line, 200) == []


def test_captions_are_in_passages_and_known_as_such() -> None:
    (passage,) = passages(f"{RAIN}\n\nPhotograph: Li Wei/AFP\n\n{DAM}", 200)
    assert [s.kind for s in passage.sentences] == [Kind.BODY, Kind.CAPTION, Kind.BODY]


def test_a_sentence_over_the_limit_is_divided_and_not_lost() -> None:
    long = "The dam " + " ".join(f"w{i}" for i in range(97)) + "."
    found = passages(f"{DAM} {long} {PORT}", 30)
    assert [len(token_starts(p.text)) for p in found] == [5, 30, 30, 30, 13]
    assert " ".join(p.text for p in found) == f"{DAM} {long} {PORT}"
    assert all(s.kind is Kind.BODY for p in found for s in p.sentences)


def test_an_article_without_tokens_or_sentences() -> None:
    assert passages("", 10) == []
    assert split_passages("x", [Sentence(0, 1, Kind.BODY, 0)], [], 10) == [
        Passage(0, 1, "x", (Sentence(0, 1, Kind.BODY, 0),))
    ]


PARTS = (
    "# Dam breaks", "## The port", "By Ana Lopez", "Sign up for our newsletter", "Photograph: Li Wei/AFP", RAIN, DAM,
    PORT, f"{RAIN} {DAM} {PORT}", f"“{PORT} {PORT}” she said.", "Gen. Weber " + "and so on " * 20 + "left.", "- one",
    f"{RAIN} To read on, sign up for our app.",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_passages_hold_all_there_is_to_quote_and_no_more_than_they_may(seed: int) -> None:
    chance = random.Random(seed)
    text = "\n\n".join(chance.choice(PARTS) for _ in range(chance.randrange(1, 40)))
    most = chance.randrange(4, 60)
    sentences, starts = outline(text), token_starts(text)
    found = split_passages(text, sentences, starts, most)
    covered: set[int] = set()
    at = 0
    for passage in found:
        assert at <= passage.start < passage.end
        assert passage.text == text[passage.start : passage.end]
        assert passage.text == passage.text.strip()
        assert sum(passage.start <= start < passage.end for start in starts) <= most
        inside = passage.sentences
        assert (inside[0].start, inside[-1].end) == (passage.start, passage.end)
        assert all(one.end <= other.start for one, other in pairwise(inside))
        assert not {s.kind for s in inside} & {Kind.PROMO, Kind.BYLINE}
        assert {s.kind for s in inside} != {Kind.HEADING}
        covered.update(*(range(s.start, s.end) for s in inside))
        at = passage.end
    for sentence in sentences:
        places = {i for i in range(sentence.start, sentence.end) if not text[i].isspace()}
        if sentence.kind in {Kind.BODY, Kind.CAPTION}:
            assert places <= covered
        elif sentence.kind is not Kind.HEADING:
            assert not places & covered
