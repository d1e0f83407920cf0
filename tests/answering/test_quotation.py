"""What a quotation brings with it: the sentence it leans on, who says so, the day it speaks of."""

from datetime import date

import pytest

from doubles import evidence_of
from rag.answering.quotation import quotation
from rag.text.leaning import leans
from rag.types import ScoredSentence

HEAD = "---\ntitle: Buses\npublished: 2022-12-30\n---\n\n"


def scored(text: str, wanted: str) -> ScoredSentence:
    evidence = evidence_of(HEAD + text, "a.md")
    article = evidence.stored.article.article.text
    sentence = next(s for s in evidence.stored.passage.sentences if wanted in article[s.start : s.end])
    return ScoredSentence(evidence, sentence, " ".join(article[sentence.start : sentence.end].split()), {}, 1.0, 1.0)


def test_a_sentence_that_leans_brings_the_one_before() -> None:
    found = scored("Ann Lee runs\nthe harbour. She bought 17 buses. Bo Berg drives them.\n", "17")
    known = quotation(found)
    text = found.evidence.stored.article.article.text
    assert known.text == "Ann Lee runs the harbour. She bought 17 buses."
    assert text[known.start : found.sentence.end] == "Ann Lee runs\nthe harbour. She bought 17 buses."
    assert known.text[known.lead :] == found.text


def test_a_sentence_that_stands_by_itself_comes_alone() -> None:
    found = scored("Ann Lee runs the harbour. Bo Berg bought 17 buses.\n", "17")
    assert (quotation(found).text, quotation(found).start, quotation(found).lead) == (
        found.text,
        found.sentence.start,
        0,
    )


def test_the_first_sentence_leans_on_nothing() -> None:
    found = scored("She bought 17 buses. Bo Berg drives them.\n", "17")
    assert quotation(found).text == "She bought 17 buses."


def test_who_says_so_and_when() -> None:
    found = scored("The council bought 17 buses on Friday, said Bo Berg, who drives one.\n", "17")
    known = quotation(found)
    assert known.attribution is not None
    assert "Bo Berg" in known.attribution.claimant
    assert known.as_of == date(2022, 12, 30)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("The council bought 17 buses last week.", date(2022, 12, 25)),
        ("The council bought 17 buses this year.", date(2022, 12, 30)),
        ("The council bought 17 buses on 3 November.", date(2022, 11, 3)),
        ("The council owns 17 buses.", None),
    ],
)
def test_the_day_that_it_speaks_of(words: str, day: date | None) -> None:
    assert quotation(scored(f"{words}\n", "17")).as_of == day


@pytest.mark.parametrize(
    "sentence",
    ["He bought 17 buses.", "But they never came.", "That figure is disputed.", "The ministry denied it.",
     "“They are red,” she said."],
)  # fmt: skip
def test_what_leans(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    ["The council bought 17 buses.", "It is clear that the buses are red.", "This week 17 buses came.",
     "Ann Lee said that she bought 17 buses."],
)  # fmt: skip
def test_what_does_not_lean(sentence: str) -> None:
    assert not leans(sentence)
