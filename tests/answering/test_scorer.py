"""The features of a sentence, worked out by hand, and what they add up to."""

import math

import pytest

from rag.answering.offers import NOTHING, Offer
from rag.answering.question import analyse
from rag.answering.scorer import (
    Read,
    Surroundings,
    confidence,
    earliness,
    features,
    held,
    score,
)
from rag.answering.weights import WITH_READER, WITHOUT_READER, Weights
from rag.text.terms import stems
from rag.types import Span

AGAINST = "missing_names unknown away untold lacks_kind absent other_people other_day other_speaker other_doer".split()
QUESTION = "how many Russian troops are in Belarus?"
IDF = {"russian": 1.0, "troop": 2.0, "belaru": 1.0}
NOWHERE = Surroundings(frozenset(), frozenset())


def around(nearby: str = "", passage: str = "") -> Surroundings:
    return Surroundings(frozenset(stems(nearby)), frozenset(stems(passage)))


def found(
    sentence: str,
    surroundings: Surroundings = NOWHERE,
    *,
    question: str = QUESTION,
    idf: dict[str, float] = IDF,
    meaning: float = 0.0,
    offer: Offer = NOTHING,
    passage: float = 0.0,
    read: Read | None = None,
) -> dict[str, float]:
    own = frozenset(stems(sentence))
    return features(analyse(question), idf, sentence, own, surroundings, meaning, offer, passage, read=read)


def test_what_a_sentence_holds_itself() -> None:
    got = found("Troops stay in Belarus.", meaning=0.25, offer=Offer(0.4, None), passage=0.75)
    # Of 1 + 2 + 1 it holds 2 + 1; of two names it misses `Russian`.
    assert got == pytest.approx(
        {
            "coverage": 0.75,
            "context": 0.0,
            "meaning": 0.25,
            "offer": 0.4,
            "currency": 0.0,
            "passage": 0.75,
            "early": 0.0,
            "missing_names": 0.5,
            "unknown": 0.25,
            "away": 0.5,
            "untold": 0.0,
            "lacks_kind": 0.0,
            "absent": 0.0,
            "other_people": 0.0,
            "other_day": 0.0,
            "other_speaker": 0.0,
            "other_doer": 0.0,
        }
    )


def test_the_start_of_an_article_counts_where_there_are_many() -> None:
    # Half in a corpus of 200; 1/e after 600 characters.
    assert earliness(0, 200) == pytest.approx(0.5)
    assert earliness(600, 200) == pytest.approx(0.5 / math.e)
    assert earliness(0, 1) < 0.01
    assert found("Troops stay.", Surroundings(frozenset(), frozenset(), early=0.4))["early"] == 0.4


def test_what_it_leans_on() -> None:
    got = found("Troops stay there.", around("Russian soldiers left.", "Nobody in Belarus or in Russia saw it."))
    assert (got["coverage"], got["context"]) == pytest.approx((0.5, 0.25))
    # The passage makes up for names, and for what is unknown, but not for coverage.
    assert (got["missing_names"], got["unknown"]) == pytest.approx((0.0, 0.0))


def test_what_it_holds_itself_is_no_context() -> None:
    got = found("Russian troops stay in Belarus.", around("Russian troops came to Belarus.", "Russian troops"))
    assert (got["coverage"], got["context"]) == (1.0, 0.0)


def test_a_related_form_counts_in_part() -> None:
    # Belarusian for Belarus and Russia for Russian: .6 of 1 each.
    got = found("Russia has troops on Belarusian soil.")
    assert got["coverage"] == pytest.approx((0.6 + 2 + 0.6) / 4)
    assert got["unknown"] == pytest.approx((0.4 + 0.4) / 4)
    assert got["missing_names"] == pytest.approx(0.4)
    # Nearby it stands in full: that adds the rest.
    assert found("Russia has troops.", around("Russian Belarus"))["context"] == pytest.approx((0.4 + 1) / 4)


@pytest.mark.parametrize(
    ("term", "stem", "expected"),
    [
        ("russian", "russian", 1.0),
        ("russian", "russia", 0.6),
        ("russia", "russian", 0.6),
        ("belaru", "belarusian", 0.6),
        ("pole", "poland", 0.0),
        ("iran", "iranian", 0.0),
        ("interest", "internet", 0.0),
        ("commun", "communication", 0.0),
        ("bui", "bought", 0.6),
        ("troop", "soldier", 0.6),
    ],
)
def test_how_near_two_forms_are(term: str, stem: str, expected: float) -> None:
    assert held(term, frozenset({"other", stem})) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Troops are there now.", 1.0),
        ("Troops currently stayed.", 1.0),
        ("Troops are there.", 0.3),
        ("It keeps troops there, as it did last year.", 0.3),
        ("Troops were there.", -1.0),
        ("Troops arrived.", -1.0),
        ("Troops, again.", 0.0),
        ("It has 9,000 troops and may move them there.", -0.5),
    ],
)
def test_whether_it_speaks_of_now(sentence: str, expected: float) -> None:
    assert found(sentence)["currency"] == expected
    assert found(sentence, question="how many troops were in Belarus?")["currency"] == 0.0


def test_a_question_without_words_or_names_divides_by_nothing() -> None:
    got = found("Troops stay.", question="who is it?", idf={})
    assert (got["coverage"], got["context"], got["missing_names"], got["unknown"]) == (0.0, 0.0, 0.0, 0.0)
    assert 0 < confidence(got) < 1


@pytest.mark.parametrize(
    ("read", "span", "relevance"),
    [
        (Read(0.0, 0.0), 0.5, 0.5),
        (Read(4.0, -1.0), 0.75, 0.25),
        (Read(100.0, 100.0), 1.0, 1.0),
        (Read(-math.inf, -100.0), 0.0, 0.0),
    ],
)
def test_what_a_reader_says_counts_within_bounds(read: Read, span: float, relevance: float) -> None:
    got = found("Troops stay in Belarus.", read=read)
    assert (got["span"], got["relevance"]) == pytest.approx((span, relevance))


def test_without_a_reader_nothing_is_made_up_for_it() -> None:
    assert not {"span", "relevance", "in_kind"} & found("Troops stay in Belarus.").keys()


@pytest.mark.parametrize(
    ("question", "sentence", "expected"),
    [
        ("how many troops are there?", "It is a base: 9,000 were there in May.", 1.0),
        ("how many troops are there?", "It was a base; 9,000 are there.", 0.0),
        ("how many troops were there?", "It is a base: 9,000 were there in May.", 0.0),
        ("who is the mayor?", "It is a base: 9,000 were there in May.", 0.0),
    ],
)
def test_a_figure_of_now_is_not_what_a_clause_of_the_past_tells(question: str, sentence: str, expected: float) -> None:
    start = sentence.index("9,000")
    assert found(sentence, question=question, read=Read(1.0, 1.0, Span(start, start + 5)))["stale"] == expected


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        (QUESTION, "9,000", 1.0),
        (QUESTION, "Troops", 0.0),
        ("who counts them?", "Ann Lee", 1.0),
        ("who counts them?", "Belarus", 0.0),
        ("why do they stay?", "Troops", 0.5),
    ],
)
def test_whether_what_the_reader_marks_is_of_the_kind_asked_for(question: str, answer: str, expected: float) -> None:
    sentence = "Troops stay in Belarus, 9,000 of them, Ann Lee says."
    start = sentence.index(answer)
    got = found(sentence, question=question, read=Read(1.0, 1.0, Span(start, start + len(answer))))
    assert got["in_kind"] == expected


@pytest.mark.parametrize(
    ("sentence", "nearby", "expected"),
    [
        ("The council bought 17 buses.", "", 1.0),
        ("The council bought 17 buses.", "Some had flown before.", 0.0),
        ("Over Springfield 17 buses were flying.", "", 0.0),
    ],
)
def test_whether_it_tells_what_the_question_says_happened(sentence: str, nearby: str, expected: float) -> None:
    question = "how many buses have flown over Springfield?"
    assert found(sentence, around(nearby), question=question)["untold"] == expected


both = pytest.mark.parametrize("weights", [WITH_READER, WITHOUT_READER], ids=["reader", "none"])


def every(weights: Weights, value: float) -> dict[str, float]:
    return dict.fromkeys([*weights.ranking, *weights.confidence], value)


@both
def test_the_score_is_the_weighted_sum(weights: Weights) -> None:
    values = {name: number / 10 for number, name in enumerate(weights.ranking, start=1)}
    assert score({**values, "missing_names": 1.0, "unknown": 1.0}) == pytest.approx(
        sum(weights.ranking[name] * value for name, value in values.items())
    )


@both
def test_the_confidence_is_logistic(weights: Weights) -> None:
    bias = weights.confidence["bias"]
    nothing = every(weights, 0.0)
    assert confidence(nothing) == pytest.approx(1 / (1 + math.exp(-bias)))
    even = nothing | {"meaning": -bias / weights.confidence["meaning"]}
    assert confidence(even) == pytest.approx(0.5)


def weighed(*names: str) -> list[tuple[Weights, str]]:
    return [(w, n) for w in (WITH_READER, WITHOUT_READER) for n in names if w.confidence.get(n)]


@pytest.mark.parametrize(("weights", "name"), weighed("coverage", "context", "meaning", "offer", "span", "relevance"))
def test_more_of_what_speaks_for_a_sentence_raises_trust(weights: Weights, name: str) -> None:
    rising = [every(weights, 0.5) | {name: step / 10} for step in range(11)]
    assert [confidence(r) for r in rising] == sorted({confidence(r) for r in rising})
    assert [score(r) for r in rising] == sorted(score(r) for r in rising)


@pytest.mark.parametrize(("weights", "name"), weighed(*AGAINST))
def test_more_of_what_is_missing_lowers_trust(weights: Weights, name: str) -> None:
    falling = [confidence(every(weights, 0.5) | {name: step / 10}) for step in range(11)]
    assert falling == sorted(set(falling), reverse=True)
