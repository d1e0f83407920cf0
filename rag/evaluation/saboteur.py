"""Feeds the evaluator wrong answers, to see that it notices: each must lower just the figures that catch it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from rag.evaluation.answer_metrics import normalised
from rag.evaluation.figures import all_figures
from rag.evaluation.outcome import Figure, Outcome
from rag.text.sentences import split_sentences
from rag.types import Answer, Citation, Statement, Status, Verdict

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sabotage:
    """A way to make an answer wrong; None where this answer cannot be made wrong so. `caught_by` must all fall."""

    name: str
    spoil: Callable[[Outcome, Texts], Outcome | None]
    caught_by: frozenset[str]


@dataclass(frozen=True, slots=True)
class Caught:
    """What a sabotage did: how many answers it spoilt, which figures fell, and whether just the right ones did."""

    name: str
    spoilt: int
    fell: frozenset[str]
    caught_by: frozenset[str]

    @property
    def is_well(self) -> bool:
        return self.spoilt > 0 and self.fell == self.caught_by


def sabotages() -> list[Sabotage]:
    """All sabotages."""
    return [
        Sabotage(
            "a wrong figure", _wrong_figure, frozenset({"answer_first", "answer_any", "token_f1", "statements_quoted"})
        ),
        Sabotage("a citation moved by one sentence", _moved_citation, frozenset({"quotes_verified", "cited_sentence"})),
        Sabotage("a quote with one word changed", _changed_quote, frozenset({"quotes_verified"})),
        Sabotage("an answer where there is none", _invented_answer, frozenset({"rightly_silent"})),
    ]


def run_saboteur(outcomes: Sequence[Outcome], texts: Texts) -> list[Caught]:
    """Spoil all answers that can be, one sabotage at a time, and compare every figure that is a mean over questions."""
    honest = _means(all_figures(outcomes, texts))
    found = []
    for sabotage in sabotages():
        spoilt = [(o, sabotage.spoil(o, texts)) for o in outcomes]
        after = _means(all_figures([new or old for old, new in spoilt], texts))
        fell = frozenset(name for name, value in honest.items() if after.get(name, value) != value)
        found.append(Caught(sabotage.name, sum(new is not None for _, new in spoilt), fell, sabotage.caught_by))
    return found


def _means(figures: Sequence[Figure]) -> dict[str, float]:
    return {f.name: f.value for f in figures if f.values and f.value is not None and not f.timing}


def _with(outcome: Outcome, **changes: object) -> Outcome:
    return replace(outcome, answer=replace(outcome.answer, **changes))  # type: ignore[arg-type]


def _wrong_figure(outcome: Outcome, texts: Texts) -> Outcome | None:
    """Every digit of the answer's statements becomes another; the quotes stay."""
    statements = tuple(
        replace(s, text=re.sub(r"\d", lambda m: str((int(m.group()) + 3) % 10), s.text))
        for s in outcome.answer.statements
    )
    return _with(outcome, statements=statements) if statements != outcome.answer.statements else None


def _moved_citation(outcome: Outcome, texts: Texts) -> Outcome | None:
    """The first citation points at the sentence after, with the quote that it had."""
    if not outcome.answer.citations:
        return None
    first = outcome.answer.citations[0]
    text = texts[first.article]
    paragraph_end = text.find("\n", first.end)
    following = split_sentences(text, first.end, paragraph_end if paragraph_end >= 0 else len(text))
    if not following:
        return None
    moved = replace(first, start=following[0].start, end=following[0].end)
    return _with(outcome, citations=(moved, *outcome.answer.citations[1:]))


def _changed_quote(outcome: Outcome, texts: Texts) -> Outcome | None:
    """One word of the first statement and of its quote becomes another: they agree, and the article does not.

    The word is replaced by one of as many words, and is none of the accepted answers', so that only the quote is wrong.
    """
    if not outcome.answer.citations:
        return None
    first = outcome.answer.citations[0]
    accepted = {word for answer in outcome.item.answer or () for word in normalised(answer).split()}
    for word in re.finditer(r"\S+", first.quote):
        meant = normalised(word.group()).split()
        if meant and not accepted & set(meant):
            quote = f"{first.quote[: word.start()]}{' '.join(['never'] * len(meant))}{first.quote[word.end() :]}"
            statement = replace(outcome.answer.statements[0], text=" ".join(quote.split()))
            return _with(
                outcome,
                statements=(statement, *outcome.answer.statements[1:]),
                citations=(replace(first, quote=quote), *outcome.answer.citations[1:]),
            )
    return None


def _invented_answer(outcome: Outcome, texts: Texts) -> Outcome | None:
    """What must not be answered is, by the nearest passage, faithfully quoted."""
    answer = outcome.answer
    if outcome.item.answer is not None or answer.status is not Status.UNANSWERED or not answer.nearest:
        return None
    return replace(outcome, answer=_quoting(answer, answer.nearest[0]))


def _quoting(answer: Answer, nearest: Citation) -> Answer:
    statement = Statement(" ".join(nearest.quote.split()), (1,), Verdict.QUOTED)
    return replace(
        answer,
        status=Status.ANSWERED,
        statements=(statement,),
        citations=(replace(nearest, id=1),),
        nearest=(),
        reason=None,
    )
