"""A draft as sentences: what is read of it, what is not, and where each stands."""

import json

import pytest

from rag.reading.decode import NotTextError
from rag.reading.drafts import DraftSentence, read_draft, split_draft

SAVED = """Russia keeps 10,000 troops in the country, analysts say. [1]
  army analysts say · as of 3 May 2023

The articles disagree: troops
  10,000 [1]
  15,000 [2]

Sources: 2 articles, 1 origin
[1] Putin’s trip to Minsk
    reported by The Post · undated · corpus/putin.md:14
[2] A visit
    undated · corpus/visit.md:3
"""


def split(text: str) -> list[tuple[str | None, str]]:
    return [(s.taken_for, s.words) for s in split_draft(text)]


def prose(text: str) -> list[str]:
    return [s.words for s in split_draft(text) if s.taken_for is None]


def stretch(text: str, sentence: DraftSentence) -> str:
    return text[sentence.places[0] : sentence.places[-1] + 1]


def test_each_character_knows_where_it_stands() -> None:
    text = "---\ntitle: No\n---\n\n> **Minsk** bought all\n> the [tanks](http://x.y), [2] it said.[^1]  It rained.\n"
    one, two = split_draft(text)
    assert one.words == "Minsk bought all the tanks, it said."
    assert two.words == "It rained."
    for sentence in (one, two):
        assert len(sentence.places) == len(sentence.words)
        assert all(
            text[at] == c or (c == " " and text[at].isspace())
            for c, at in zip(sentence.words, sentence.places, strict=True)
        )
    assert stretch(text, one) == "Minsk** bought all\n> the [tanks](http://x.y), [2] it said."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Rain fell [1][2].", "Rain fell."),
        ("Rain fell.[1, 3]", "Rain fell."),
        ("Rain fell.¹ ", "Rain fell."),
        ("Rain fell【4†source】.", "Rain fell."),
        ("Rain *fell* on __Monday__ in `Minsk`.", "Rain fell on Monday in Minsk."),
        ("Rain fell ![a cloud](cloud.png) again.", "Rain fell again."),
        ("Rain <b>fell</b>.", "Rain fell."),
        ("2 * 3 is 6, and a_b is a name.", "2 * 3 is 6, and a_b is a name."),
        ("He said [sic] so.", "He said [sic] so."),
    ],
)
def test_marks_are_not_read(text: str, words: str) -> None:
    assert prose(text) == [words]


def test_a_mark_between_sentences_does_not_join_them() -> None:
    assert prose("Rain fell.[1] Snow fell. [2] Hail fell.") == ["Rain fell.", "Snow fell.", "Hail fell."]


def test_headings_lists_and_what_is_no_prose() -> None:
    text = (
        "# The weather\n\nBy Ann Lee\n\nRain fell.\n\nThe coast\n=========\n\nSnow fell.\n\n**Inland**\n\n"
        "Hail fell.\n\nA short head\n\nIt thawed.\n\n"
        "- 98 tanks were sent\n- [x] 3 came back\n  in May\n1. Two were lost\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nx = 1\n```\n\n***\n\n<!-- to do: 5 more -->\n\n[^1]: The Post\n"
    )
    assert split(text) == [
        ("a heading", "The weather"),
        ("a byline", "By Ann Lee"),
        (None, "Rain fell."),
        ("a heading", "The coast"),
        (None, "Snow fell."),
        ("a heading", "Inland"),
        (None, "Hail fell."),
        ("a heading", "A short head"),
        (None, "It thawed."),
        (None, "98 tanks were sent"),
        (None, "3 came back in May"),
        (None, "Two were lost"),
        ("a table", "| a | b | |---|---| | 1 | 2 |"),
        ("code", "``` x = 1 ```"),
        ("a comment", "<!-- to do: 5 more -->"),
        ("a source", "[^1]: The Post"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Russia keeps 90,000 troops in Belarus",
        "Russia keeps 90,000 troops in Belarus\n\nIt sent tanks.",
        "The minister resigned after the vote in the lower house was lost\n\nHe left.",
        "Photo: 90,000 soldiers crossed the border.",
    ],
)
def test_in_doubt_a_line_is_prose(text: str) -> None:
    first = split_draft("It began.\n\n" + text)[1]
    assert first.taken_for is None
    assert split_draft(text.partition("\n")[0])[0].taken_for is None


def test_our_own_answers_are_read_as_they_are_printed() -> None:
    assert prose(SAVED) == ["Russia keeps 10,000 troops in the country, analysts say."]
    assert [what for what, _ in split(SAVED) if what] == ["a note", "a list of values", "a list of sources"]
    assert prose("The articles do not answer this.\n\nNearest passages\n[1] Rain fell.\n    a.md:3\n") == []
    answer = {"question": "?", "answer": "Rain fell. [1]", "statements": [], "citations": [{"quote": "No."}]}
    assert read_draft("answer.json", json.dumps(answer).encode()) == "Rain fell. [1]"
    assert read_draft("-", json.dumps({"answer": 1}).encode()) == '{"answer": 1}'


def test_prose_after_a_list_of_sources_is_prose() -> None:
    assert prose("Rain fell.\n\n## Sources\n\n- The Post\n- https://x.y\n\nSnow fell too.") == [
        "Rain fell.",
        "Snow fell too.",
    ]


def test_line_ends_and_encodings_of_others() -> None:
    text = read_draft("a.txt", "Rain\r\nfell.\r\n\r\nThe café closed.".encode("cp1252"))
    assert prose(text) == ["Rain fell.", "The café closed."]
    with pytest.raises(NotTextError):
        read_draft("a.txt", b"\x00\x01\x02")


def test_json_that_is_nested_beyond_reading_is_a_text() -> None:
    text = '{"answer": ' + "[" * 5000
    assert read_draft("a.json", text.encode()) == text


def test_lone_halves_of_characters_in_an_answer_are_replaced() -> None:
    answer = r'{"answer": "Rain \ud83d fell \ud83d\ude00.", "statements": []}'
    assert read_draft("a.json", answer.encode()) == "Rain \ufffd fell \N{GRINNING FACE}."
