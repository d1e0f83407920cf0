"""Which sentences may be quoted, in what order, and which of them are."""

from collections.abc import Sequence

import pytest

from doubles import QUESTION, STORY, Finds, evidence_of, ranked
from rag.answering.extractive import Choice, by_best_sentence, choose
from rag.answering.weights import THRESHOLD
from rag.comprehension.protocol import Reading
from rag.embedding.model import ModelEmbedder
from rag.types import Kind, ScoredSentence, Sentence


def texts(choices: Sequence[Choice]) -> list[str]:
    return [c.scored.text for c in choices]


def choice(text: str, score: float, confidence: float = 0.9, offer: float = 1.0) -> Choice:
    span = Sentence(0, len(text), Kind.BODY, 0)
    return Choice(ScoredSentence(evidence_of(STORY), span, text, {"offer": offer}, score, confidence), None)


def test_the_sentence_that_answers_comes_first(embedder: ModelEmbedder) -> None:
    other = evidence_of("It rained in Shelbyville for a week. The river rose by 2 meters.", "b.txt", 0.1)
    first, *rest = ranked(QUESTION, other, evidence_of(STORY), embedder=embedder)
    assert first.scored.text == "The council of Springfield bought 17 buses on Monday."
    assert first.mark is not None
    assert first.scored.text[first.mark.start : first.mark.end] == "17"
    assert len(rest) == 3
    scores = [first.scored.score, *(c.scored.score for c in rest)]
    assert scores == sorted(scores, reverse=True)
    assert first.scored.confidence >= 0.5 > max(c.scored.confidence for c in rest)


def test_a_sentence_is_quoted_in_one_line_and_points_at_its_own_characters() -> None:
    evidence = evidence_of("A first sentence stands here alone.\n\nThe council\n  bought 17\tbuses on Monday.\n")
    (found,) = [c for c in ranked(QUESTION, evidence) if "17" in c.scored.text]
    sentence = found.scored.sentence
    assert found.scored.text == "The council bought 17 buses on Monday."
    article = found.scored.evidence.stored.article.article
    assert article.text[sentence.start : sentence.end] == "The council\n  bought 17\tbuses on Monday."
    assert found.mark is not None
    assert found.scored.text[found.mark.start : found.mark.end] == "17"


def test_what_is_no_statement_is_not_ranked() -> None:
    text = (
        "Springfield buys many new red buses\n\nHow many buses did Springfield buy? It bought 17. "
        f"{'It rained on all of them. ' * 9}It bought 17 buses on Monday. "
        "Sign up now for all the news about buses in your inbox.\n"
    )
    assert texts(ranked(QUESTION, evidence_of(text))) == ["It bought 17 buses on Monday.", "It rained on all of them."]


@pytest.mark.parametrize(("articles", "first"), [(3, "deep"), (5_000, "lead")])
def test_where_there_are_many_articles_what_one_tells_first_comes_first(articles: int, first: str) -> None:
    lead, deep = "The council bought 17 buses on Monday.", "Springfield had 12 buses before."
    rest = "The rain that fell in the valley for a week kept most of the people at home. " * 20
    best = ranked(QUESTION, evidence_of(f"{lead} {rest}{deep}"), articles=articles)[0]
    assert best.scored.text == {"lead": lead, "deep": deep}[first]


class FindsOne(Finds):
    """Sees the answer in whichever phrase stands in a text."""

    def __init__(self, *phrases: str) -> None:
        super().__init__("")
        self._phrases = phrases

    def _reading(self, text: str) -> Reading:
        self._phrase = next(phrase for phrase in self._phrases if phrase in text)
        return super()._reading(text)


def test_how_near_an_answer_is_to_the_kind_asked_for(embedder: ModelEmbedder) -> None:
    evidence = [evidence_of("The Telegraph ran out at noon.", "a.txt"), evidence_of("The mustard ran out.", "b.txt")]
    reader = FindsOne("The Telegraph", "mustard")

    def kindred(question: str) -> dict[str, float]:
        found = ranked(question, *evidence, embedder=embedder, reader=reader)
        return {c.scored.text.split()[1]: c.scored.features["kindred"] for c in found}

    condiment, newspaper, nothing = map(kindred, ("Which condiment ran out?", "Which newspaper did?", "What ran out?"))
    assert condiment["mustard"] > condiment["Telegraph"] + 0.1
    assert newspaper["Telegraph"] > newspaper["mustard"] + 0.1
    assert set(nothing.values()) == {0.0}


def test_copies_of_a_sentence_are_ranked_once_from_the_better_passage() -> None:
    copies = [evidence_of(STORY, "first.txt", 0.9), evidence_of(STORY.replace("The ", "THE "), "second.txt", 0.2)]
    choices = ranked(QUESTION, *copies)
    assert len(choices) == 2
    assert {c.scored.evidence.stored.article.article.path for c in choices} == {"first.txt"}


def test_the_two_sentences_before_and_the_title_are_leant_on() -> None:
    text = "Springfield was busy. Nobody slept last night. The council met at noon. It spent much of the day there."
    by_text = {c.scored.text: c.scored.features["context"] for c in ranked("Springfield?", evidence_of(text))}
    assert by_text == {
        "Nobody slept last night.": 1.0,
        "The council met at noon.": 1.0,
        "It spent much of the day there.": 0.0,
    }
    titled = evidence_of(f"---\ntitle: Springfield\n---\n\n{text}", "a.md")
    assert ranked("Springfield?", titled)[-1].scored.features["context"] == 1.0


def test_of_many_sentences_those_that_share_words_are_compared() -> None:
    filler = " ".join(f"Nothing of note was seen on street number {n}." for n in range(60))
    choices = ranked(QUESTION, evidence_of(f"{filler} Springfield had to buy 17 buses."))
    assert len(choices) == 16
    assert texts(choices)[0] == "Springfield had to buy 17 buses."


def test_where_the_reader_sees_the_answer_comes_first() -> None:
    text = (
        "The council met on Monday about buses. Nobody there wanted them. Somebody paid for the vehicles all the same."
    )
    question = "Who wanted buses?"
    assert ranked(question, evidence_of(text))[0].scored.text == "Nobody there wanted them."
    first, *rest = ranked(question, evidence_of(text), reader=Finds("Somebody"))
    assert first.scored.text == "Somebody paid for the vehicles all the same."
    assert first.scored.features["span"] > 0.5 > max(c.scored.features["span"] for c in rest)
    assert first.scored.features["relevance"] > 0.5


def test_the_reader_reads_each_passage_once_in_whole_lines() -> None:
    reader = Finds("nothing")
    ranked(QUESTION, evidence_of("The council\n  bought 17\tbuses. It rained.\n", "a.txt"), reader=reader)
    assert reader.texts == ["The council bought 17 buses.\nIt rained."]


@pytest.mark.parametrize(
    ("question", "phrase", "mark", "answer"),
    [
        ("How many buses did Springfield buy?", "24 of them", "24", "24 of them"),
        ("How many buses did Springfield buy?", "on Monday", "17", "on Monday"),
        ("Who paid for the buses?", "Joan Quimby", "Joan Quimby", "Joan Quimby"),
        ("When were the buses bought?", "on Monday", "Monday", "on Monday"),
        ("What did Springfield buy?", "17 red buses", None, "17 red buses"),
    ],
)
def test_the_mark_is_of_the_kind_asked_for_where_the_reader_looks(
    question: str, phrase: str, mark: str | None, answer: str
) -> None:
    text = "Springfield bought 17 red buses, and later 24 of them, on Monday, and Joan Quimby paid Ned Flanders."
    (found,) = ranked(question, evidence_of(text), reader=Finds(phrase))
    assert (found.mark and text[found.mark.start : found.mark.end]) == mark
    assert found.answer is not None
    assert text[found.answer.start : found.answer.end] == answer


def test_a_reader_that_sees_nothing_marks_nothing_of_its_own() -> None:
    (found, *_) = ranked(QUESTION, evidence_of(STORY), reader=Finds("Monday", margin=-2.0))
    assert found.answer is None
    assert found.mark is not None
    assert found.scored.text[found.mark.start : found.mark.end] == "17"


def test_no_evidence_ranks_nothing() -> None:
    assert ranked(QUESTION) == []
    assert ranked(QUESTION, evidence_of("Seventeen buses.\n\nOnly a few.")) == []


def test_nothing_is_chosen_when_the_best_is_not_trusted() -> None:
    doubtful, trusted = (
        choice("One two three four.", 2.0, THRESHOLD - 0.01),
        choice("Five six seven eight.", 1.99, 0.99),
    )
    assert choose([doubtful, trusted], 3) == []
    assert choose([trusted, doubtful], 3) == [trusted]
    assert choose([], 3) == []


@pytest.mark.parametrize(("threshold", "number"), [(0.7, 1), (0.700001, 0), (0.2, 1)])
def test_trust_begins_at_the_threshold(threshold: float, number: int) -> None:
    assert len(choose([choice("One two three four.", 1.0, 0.7)], 3, threshold)) == number


@pytest.mark.parametrize(("score", "number"), [(1.0, 2), (0.61, 2), (0.59, 1)])
def test_a_further_statement_must_be_nearly_as_good(score: float, number: int) -> None:
    best, further = choice("One two three four.", 1.0), choice("Five six seven eight.", score)
    assert choose([best, further], 3) == [best, further][:number]


def test_a_further_statement_must_be_trusted_and_offer_as_much() -> None:
    best, doubted = (
        choice("One two three four.", 1.0),
        choice("Five six seven eight.", 0.99, confidence=THRESHOLD - 0.01),
    )
    empty, good = choice("Nine ten eleven twelve.", 0.98, offer=0.4), choice("Red green blue black.", 0.97)
    assert choose([best, doubted, empty, good], 3) == [best, good]


@pytest.mark.parametrize("limit", [1, 2, 4, 10])
def test_no_more_than_the_limit(limit: int) -> None:
    words = ("One two three four.", "Five six seven eight.", "Red green blue black.", "Cat dog horse cow.")
    many = [choice(text, 1.0) for text in words]
    assert choose(many, limit) == many[:limit]


def test_what_says_the_same_is_said_once() -> None:
    best = choice("The council of Springfield bought 17 new buses on Monday.", 1.0)
    near = choice("On Monday, the council of Springfield bought 17 buses.", 0.99)
    other = choice("The council of Springfield sold 17 trams in Shelbyville.", 0.98)
    assert choose([best, near, other], 3) == [best, other]


@pytest.mark.parametrize(
    ("rain", "buses", "expected"),
    [
        (0.50, 0.49, ["buses.txt", "rain.txt"]),  # its best sentence decides
        (0.90, 0.10, ["rain.txt", "buses.txt"]),  # but does not overrule what was found far better
    ],
)
def test_passages_come_by_how_they_were_found_and_by_their_best_sentence(
    rain: float, buses: float, expected: list[str]
) -> None:
    evidence = [evidence_of("It rained in Shelbyville.", "rain.txt", rain), evidence_of(STORY, "buses.txt", buses)]
    ordered = by_best_sentence(evidence, ranked(QUESTION, *evidence))
    assert [e.stored.article.article.path for e in ordered] == expected


def test_a_passage_without_a_sentence_to_quote_comes_last_of_equals() -> None:
    evidence = [evidence_of("# Buses", "head.md"), evidence_of(STORY, "buses.txt")]
    ordered = by_best_sentence(evidence, ranked(QUESTION, evidence[1]))
    assert [e.stored.article.article.path for e in ordered] == ["buses.txt", "head.md"]
    assert by_best_sentence(evidence, []) == evidence
