"""What is figured for each question by itself: of what was found, answered, cited and followed. Pure functions."""

from collections.abc import Callable, Mapping, Sequence

from rag.evaluation import answer_metrics as answers
from rag.evaluation import retrieval_metrics as retrieval
from rag.evaluation.followup_metrics import is_understood
from rag.evaluation.outcome import FollowUp, Outcome, Said
from rag.types import Status

STATEMENTS = 3
"""How many statements of an answer are looked at."""
_HALF = 0.5

PerQuestion = Callable[[Outcome], float | None]
"""None where the question does not allow the figure."""
Described = tuple[str, str, PerQuestion]
"""The name of a figure, what it is about, and how one question fares."""


def is_answered(outcome: Outcome) -> bool:
    return outcome.answer.status is not Status.UNANSWERED


def is_right(outcome: Outcome) -> bool:
    """Rightly silent, or an accepted answer in the first three statements; for a claim, the right side of half."""
    if outcome.item.supported is not None:
        return (outcome.support >= _HALF) == outcome.item.supported
    if outcome.item.answer is None:
        return not is_answered(outcome)
    return bool(in_any(outcome))


def of_answering(texts: Mapping[str, str]) -> list[Described]:
    """What was found, answered and cited.

    Args:
        texts: the text of each article, by path; quotes are verified against it.
    """
    return [*_of_retrieval(), *_of_answers(), *_of_follow_ups(), *_of_citations(texts)]


def of_conflicts() -> list[Described]:
    def found(o: Outcome) -> float | None:
        return float(o.answer.status is Status.CONFLICTING) if o.item.conflict else None

    def invented(o: Outcome) -> float | None:
        if o.item.conflict or o.item.answer is None or not is_answered(o):
            return None
        return float(o.answer.status is not Status.CONFLICTING)

    return [
        ("conflicts_found", "articles disagree, and the answer says so", found),
        ("no_false_conflict", "articles agree, and the answer does not say otherwise", invented),
    ]


def _of_retrieval() -> list[Described]:
    def of(metric: Callable[[Sequence[str], set[str], int], float], k: int) -> PerQuestion:
        return lambda o: metric(o.ranked, {e.article for e in o.item.evidence}, k) if o.item.evidence else None

    return [
        *((f"recall@{k}", f"an article with the answer is among the first {k}", of(retrieval.recall_at, k))
          for k in (1, 5, 10, 20)),
        ("mrr@10", "1 / rank of the first such article", of(retrieval.reciprocal_rank, 10)),
        ("ndcg@10", "discounted gain of all such articles", of(retrieval.ndcg_at, 10)),
        *((f"coverage@{k}", f"the share of all evidence among the first {k}", of(retrieval.coverage_at, k))
          for k in (5, 10, 20)),
    ]  # fmt: skip


def _of_answers() -> list[Described]:
    return [
        ("answer_first", "an accepted answer stands in the first statement", _in_first),
        ("answer_any", "an accepted answer stands in the first three statements", in_any),
        ("token_f1", "words of the first statement against the accepted answer", _f1),
        ("picked_first", "the same as answer_first, had we never been silent", _picked_first),
        ("picked_any", "the same as answer_any, had we never been silent", picked_any),
    ]


def _of_follow_ups() -> list[Described]:
    def understood(o: Outcome) -> float | None:
        if o.follow_up is None or not o.item.carries:
            return None
        return float(is_understood(o.follow_up.understood, o.item.carries, o.item.drops))

    def of(way: Callable[[FollowUp], Said | None], texts: Callable[[Said], Sequence[str]]) -> PerQuestion:
        def figure(o: Outcome) -> float | None:
            said = way(o.follow_up) if o.follow_up else None
            return _holds(texts(said)[:STATEMENTS], o) if said else None

        return figure

    return [
        ("understood", "the last question was taken to be about the right things", understood),
        ("alone_any", "the same as answer_any, had the turns before been ignored", of(_alone, _given)),
        ("alone_picked", "the same as picked_any, had the turns before been ignored", of(_alone, _forced)),
        ("whole_any", "the same as answer_any, had it been asked as it is meant", of(_whole, _given)),
        ("whole_picked", "the same as picked_any, had it been asked as it is meant", of(_whole, _forced)),
    ]


def _alone(follow_up: FollowUp) -> Said | None:
    return follow_up.alone


def _whole(follow_up: FollowUp) -> Said | None:
    return follow_up.whole


def _given(said: Said) -> Sequence[str]:
    return said.statements


def _forced(said: Said) -> Sequence[str]:
    return said.forced


def _of_citations(texts: Mapping[str, str]) -> list[Described]:
    def verified(o: Outcome) -> float | None:
        cited = [*o.answer.citations, *o.answer.nearest]
        held = [texts.get(c.article, "")[c.start : c.end] == c.quote for c in cited]
        return sum(held) / len(held) if held else None

    def faithful(o: Outcome) -> float | None:
        quotes = {c.id: " ".join(c.quote.split()) for c in o.answer.citations}
        same = [any(s.text == quotes.get(n) for n in s.citations) for s in o.answer.statements]
        return sum(same) / len(same) if same else None

    def to_the_sentence(o: Outcome) -> float | None:
        spans: dict[str, list[tuple[int, int]]] = {}
        for expected in o.item.evidence:
            at = texts.get(expected.article, "").find(expected.quote) if expected.quote else -1
            if expected.quote and at >= 0:
                spans.setdefault(expected.article, []).append((at, at + len(expected.quote)))
        if not spans or not o.answer.citations:
            return None
        first = o.answer.citations[0]
        return float(answers.overlaps(first.start, first.end, spans.get(first.article, ())))

    return [
        ("quotes_verified", "the article holds each quote, exactly there", verified),
        ("statements_quoted", "each statement is its quote, word for word", faithful),
        ("cited_precision", "the share of cited articles that is evidence", _cited_precision),
        ("cited_recall", "the share of the evidence's articles that is cited", _cited_recall),
        ("cited_sentence", "the first citation is the expected sentence", to_the_sentence),
    ]


def _in_first(o: Outcome) -> float | None:
    return _holds([s.text for s in o.answer.statements[:1]], o)


def in_any(o: Outcome) -> float | None:
    return _holds([s.text for s in o.answer.statements[:STATEMENTS]], o)


def _picked_first(o: Outcome) -> float | None:
    return _holds(o.forced[:1], o)


def picked_any(o: Outcome) -> float | None:
    return _holds(o.forced[:STATEMENTS], o)


def _holds(texts: Sequence[str], o: Outcome) -> float | None:
    if o.item.answer is None:
        return None
    return float(any(answers.holds_answer(text, o.item.answer) for text in texts))


def _f1(o: Outcome) -> float | None:
    if o.item.answer is None:
        return None
    return answers.token_f1(o.answer.statements[0].text, o.item.answer) if o.answer.statements else 0.0


def answered(o: Outcome) -> float | None:
    return float(is_answered(o)) if o.item.answer is not None else None


def rightly_silent(o: Outcome) -> float | None:
    return float(not is_answered(o)) if o.item.answer is None else None


def _cited_precision(o: Outcome) -> float | None:
    cited = {c.article for c in o.answer.citations}
    if not cited or not o.item.evidence:
        return None
    return answers.precision(cited, {e.article for e in o.item.evidence})


def _cited_recall(o: Outcome) -> float | None:
    if not o.item.evidence:
        return None
    return answers.recall({c.article for c in o.answer.citations}, {e.article for e in o.item.evidence})
