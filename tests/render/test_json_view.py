"""JSON that a terminal cannot obey and a parser reads unchanged."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rag.errors import LibraryError
from rag.render.json import answer_to_dict, articles_to_list, dumps, error_to_dict, evidence_to_dict
from rag.render.safe import safe
from rag.types import (
    Answer,
    Article,
    Citation,
    Conflict,
    ConflictValue,
    Evidence,
    Explanation,
    Kind,
    Metadata,
    Passage,
    Reason,
    ScoredSentence,
    Sentence,
    Signals,
    Statement,
    Status,
    StoredArticle,
    StoredPassage,
    Verdict,
)

TEXT = "Springfield bought 17 buses."
METADATA = Metadata("Buses", "The Post", "Others", ("Ann", "Bo"), date(2023, 5, 3), "https://example.com")
ARTICLE = StoredArticle(1, Article("a.md", f"---\n{TEXT}", 4, METADATA), Path("/corpus/a.md"), "d", "abc")
SENTENCE = Sentence(4, 32, Kind.BODY, 0)
EVIDENCE = Evidence(
    StoredPassage(1, ARTICLE, Passage(4, 32, TEXT, (SENTENCE,))), Signals(3.14159, 1, 0.25, None, 0.123456)
)
CITATION = Citation(
    1, "a.md", "Buses", "The Post", "Others", date(2023, 5, 3), "https://example.com", 4, 32, 2, None, TEXT, "abc",
    Path("/corpus/a.md"),
)  # fmt: skip
ANSWER = Answer(
    "how many?",
    Status.CONFLICTING,
    (Statement(TEXT, (1,), Verdict.QUOTED, "the council", date(2023, 5, 1)), Statement("So.", (1,), Verdict.QUOTED)),
    (CITATION,),
    None,
    (),
    0.87654321,
    (Conflict("buses", (ConflictValue("17", (1,)),)),),
    library="f00",
    timings={"total_ms": 5},
)


@pytest.mark.parametrize("ascii_only", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "ESC \x1b[31m BEL \x07 NUL \x00",
        "DEL \x7f CSI \x9b31m NEL \x85",
        "line \u2028 and paragraph \u2029",
        "marks \u200e \u200f \u061c",
        "overrides \u202a \u202b \u202c \u202d \u202e",
        "isolates \u2066 \u2067 \u2068 \u2069",
        "half a pair \ud83d and an odd byte \udcff",
        "tags \U000e0001\U000e0041 and selectors a\ufe0f",
        "nothing \u200b \u2060 \ufeff \xad \u3164 \ufff9",
        "a flood e" + "\u0336" * 40,
        'quotes " and \\ and \\u202e',
    ],
)
def test_what_a_terminal_might_obey_is_escaped_and_read_back(text: str, ascii_only: bool) -> None:
    shown = dumps({text: [text]}, ascii_only=ascii_only)
    assert json.loads(shown) == {text: [text]}
    assert all(c == "\n" or c.isprintable() for c in shown)
    assert safe(shown) == shown


def test_other_letters_stay_as_they_are_unless_only_ascii_will_do() -> None:
    text = "Öztürk’s 戦車 🙂 €5"
    assert text in dumps([text])
    shown = dumps([text], ascii_only=True)
    assert shown.isascii()
    assert json.loads(shown) == [text]


def test_the_answer_in_the_promised_shape() -> None:
    assert answer_to_dict(ANSWER) == {
        "question": "how many?",
        "status": "conflicting",
        "answer": f"{TEXT} [1] So. [1]",
        "reason": None,
        "statements": [
            {
                "text": TEXT,
                "citations": [1],
                "verdict": "quoted",
                "attribution": "the council",
                "as_of": "2023-05-01",
            },
            {"text": "So.", "citations": [1], "verdict": "quoted", "attribution": None, "as_of": None},
        ],
        "citations": [
            {
                "id": 1,
                "article": "a.md",
                "title": "Buses",
                "publisher": "The Post",
                "published": "2023-05-03",
                "url": "https://example.com",
                "start": 4,
                "end": 32,
                "line": 2,
                "page": None,
                "quote": TEXT,
                "origin": "abc",
            }
        ],
        "conflicts": [{"about": "buses", "values": [{"value": "17", "citations": [1]}]}],
        "nearest": [],
        "model": "none",
        "library": "f00",
        "timings": {"total_ms": 5},
    }


@pytest.mark.parametrize("reason", Reason)
def test_silence_gives_its_reason_and_the_nearest(reason: Reason) -> None:
    shown = answer_to_dict(Answer("?", Status.UNANSWERED, (), (), reason, (CITATION,), 0.1))
    assert (shown["status"], shown["answer"], shown["reason"]) == ("unanswered", "", reason.value)
    assert [c["quote"] for c in shown["nearest"]] == [TEXT]


def test_unknown_is_null() -> None:
    unknown = replace(CITATION, title=None, publisher=None, published=None, url=None)
    (shown,) = answer_to_dict(replace(ANSWER, citations=(unknown,)))["citations"]
    assert [shown[key] for key in ("title", "publisher", "published", "url")] == [None] * 4


def test_an_explanation_is_added_where_it_was_asked_for() -> None:
    scored = ScoredSentence(EVIDENCE, SENTENCE, TEXT, {"coverage": 1 / 3}, 1.23456, 0.98765)
    explained = replace(ANSWER, explanation=Explanation(("bus",), "a figure", (EVIDENCE,), (scored,), 0.5))
    assert "explain" not in answer_to_dict(ANSWER)
    assert answer_to_dict(explained)["explain"] == {
        "terms": ["bus"],
        "asks_for": "a figure",
        "confidence": 0.8765,
        "threshold": 0.5,
        "passages": [evidence_to_dict(EVIDENCE)],
        "sentences": [
            {"text": TEXT, "article": "a.md", "score": 1.2346, "confidence": 0.9877, "features": {"coverage": 0.3333}}
        ],
    }


def test_a_passage_with_its_scores() -> None:
    assert evidence_to_dict(EVIDENCE) == {
        "article": "a.md",
        "title": "Buses",
        "start": 4,
        "end": 32,
        "text": TEXT,
        "score": 0.1235,
        "lexical": {"score": 3.1416, "rank": 1},
        "dense": {"score": 0.25, "rank": None},
        "lead": 0.0,
        "whole_article": 0.0,
        "recency": 0.0,
        "relevance": None,
    }


def test_articles() -> None:
    bare = StoredArticle(2, Article("b.txt", "", 0), Path("/corpus/b.txt"), "d", "def")
    first, second = articles_to_list([ARTICLE, bare])
    assert first == {
        "article": "a.md",
        "title": "Buses",
        "publisher": "The Post",
        "reported_by": "Others",
        "authors": ["Ann", "Bo"],
        "published": "2023-05-03",
        "url": "https://example.com",
        "words": 4,
        "origin": "abc",
    }
    assert [second[key] for key in ("title", "published", "authors", "words")] == [None, None, [], 0]


def test_an_error() -> None:
    shown = error_to_dict(LibraryError("it is damaged", "run: rag index --rebuild"))
    assert shown == {"error": {"kind": "library", "message": "it is damaged", "hint": "run: rag index --rebuild"}}
