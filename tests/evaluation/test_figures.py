"""Five questions put to two articles, every figure of them worked out by hand."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from rag.evaluation.figures import all_figures, by_tag, confidences
from rag.evaluation.outcome import Figure, Outcome
from rag.evaluation.per_question import is_answered, is_right
from rag.evaluation.suite import ExpectedEvidence, Item
from rag.types import Answer, Citation, Reason, Statement, Status, Verdict

BUSES, RED, RAIN = "The council bought 17 buses on Monday.", "They are red.", "It rained in Minsk."
TEXTS = {"a.md": f"It began.\n{BUSES} {RED}\n", "b.md": f"{RAIN} Nobody minded.\n"}


def cited(id: int, quote: str) -> Citation:
    article = next(path for path, text in TEXTS.items() if quote in text)
    start = TEXTS[article].find(quote)
    return Citation(
        id, article, None, None, None, None, None, start, start + len(quote), 1, None, quote, article, Path(article)
    )


def answered(*quotes: str, confidence: float = 0.9, status: Status = Status.ANSWERED) -> Answer:
    statements = tuple(Statement(q, (n,), Verdict.QUOTED) for n, q in enumerate(quotes, start=1))
    citations = tuple(cited(n, q) for n, q in enumerate(quotes, start=1))
    return Answer("?", status, statements, citations, None, (), confidence)


def silent(*nearest: str, confidence: float = 0.1) -> Answer:
    near = tuple(cited(n, q) for n, q in enumerate(nearest, start=1))
    return Answer("?", Status.UNANSWERED, (), (), Reason.NOT_IN_CORPUS, near, confidence)


def asks(id: str, answer: str | None, *quotes: str, conflict: bool = False, tags: Sequence[str] = ()) -> Item:
    evidence = tuple(ExpectedEvidence(cited(0, q).article, q) for q in quotes)
    return Item(id, f"{id}?", None if answer is None else (answer,), evidence, conflict, tags=tuple(tags))


def outcome(item: Item, answer: Answer, ranked: str = "", forced: Sequence[str] = (), ms: float = 10) -> Outcome:
    picked = tuple(forced) or tuple(s.text for s in answer.statements)
    return Outcome(item, answer, tuple(f"{name}.md" for name in ranked), picked, ms)


FIVE = (
    outcome(asks("right", "17 buses", BUSES, tags=["t"]), answered(BUSES, confidence=0.9), "ab"),
    outcome(asks("second", "red", RED, tags=["t"]), answered(RAIN, RED, confidence=0.7), "ba"),
    outcome(asks("unanswered", "Minsk", RAIN), silent(RED, confidence=0.4), "c", [RAIN]),
    outcome(asks("rightly silent", None, tags=["t", "u"]), silent(confidence=0.2), "ab", [RED]),
    outcome(asks("invented", None), answered(RAIN, confidence=0.8), "b"),
)

# name: value, number of questions
EXPECTED: dict[str, tuple[float, int]] = {
    # An article with the evidence stands at rank 1, at rank 2, and nowhere.
    "recall@1": (1 / 3, 3),
    "recall@5": (2 / 3, 3),
    "recall@10": (2 / 3, 3),
    "recall@20": (2 / 3, 3),
    "mrr@10": ((1 + 1 / 2) / 3, 3),
    "ndcg@10": ((1 + 0.63093) / 3, 3),  # 1/log2(3) = 0.63093
    "coverage@5": (2 / 3, 3),
    "coverage@10": (2 / 3, 3),
    "coverage@20": (2 / 3, 3),
    "answer_first": (1 / 3, 3),
    "answer_any": (2 / 3, 3),
    "token_f1": (1 / 6, 3),  # "17 buses" in "council bought 17 buses on monday": 2·(2/6·1)/(8/6) = 1/2, then 0 and 0
    "picked_first": (2 / 3, 3),  # the silent one would have said it
    "picked_any": (1, 3),
    "quotes_verified": (1, 4),  # one of the five neither cites nor has anything near
    "statements_quoted": (1, 3),
    "cited_precision": ((1 + 1 / 2) / 2, 2),
    "cited_recall": (2 / 3, 3),
    "cited_sentence": (1 / 2, 2),
    "answered": (2 / 3, 3),
    "rightly_silent": (1 / 2, 2),
    "auroc": (4 / 6, 5),  # of the pairs, .9 is above .2 and .8, .7 and .4 above .2 alone
    "silent_at_85": (1 / 2, 5),  # 85% of three are three: the bar is .4, and of .2 and .8 one is below
    # By confidence: right, wrong (.8), right, right, wrong (.2): risks 0, 1/2, 1/3, 1/4, 2/5.
    "aurc": ((0 + 1 / 2 + 1 / 3 + 1 / 4 + 2 / 5) / 5, 5),
    "no_false_conflict": (1, 2),
    "median_ms": (10, 5),
    "p95_ms": (10, 5),
}


def figures(outcomes: Sequence[Outcome]) -> dict[str, Figure]:
    return {figure.name: figure for figure in all_figures(outcomes, TEXTS)}


def test_every_figure_is_as_worked_out() -> None:
    found = figures(FIVE)
    peak = found.pop("peak_mb")
    assert {n: (f.value, f.questions) for n, f in found.items()} == {
        name: (pytest.approx(value, abs=1e-5), number) for name, (value, number) in EXPECTED.items()
    }
    assert 10 < (peak.value or 0) < 100_000


def test_every_figure_has_an_interval_around_it_and_says_what_it_is() -> None:
    for name, figure in figures(FIVE).items():
        assert figure.about
        if name in {"p95_ms", "peak_mb"}:
            continue
        assert figure.low is not None
        assert figure.high is not None
        assert figure.low <= (figure.value or 0) + 1e-9
        assert figure.high >= (figure.value or 0) - 1e-9


def test_what_is_better_low_and_what_only_warns_is_marked() -> None:
    found = figures(FIVE)
    assert {n for n, f in found.items() if f.timing} == {"median_ms", "p95_ms", "peak_mb"}
    assert {n for n, f in found.items() if f.lower_is_better} == {"aurc", "median_ms", "p95_ms", "peak_mb"}


def test_means_keep_the_value_of_each_question() -> None:
    assert figures(FIVE)["cited_recall"].values == {"right": 1, "second": 1, "unanswered": 0}
    assert figures(FIVE)["rightly_silent"].values == {"rightly silent": 1, "invented": 0}


def test_both_axes_of_silence_come_together() -> None:
    names = list(figures(FIVE))
    assert names.index("rightly_silent") == names.index("answered") + 1


def test_nothing_asked_has_no_figures() -> None:
    assert all_figures([], {}) == []
    assert by_tag([]) == []
    assert confidences([]) == ([], [], [])


def test_without_unanswerable_questions_there_is_no_figure_of_silence() -> None:
    assert not {"rightly_silent", "auroc", "silent_at_85"} & figures(FIVE[:3]).keys()
    assert not {"answered", "auroc", "recall@1", "answer_any"} & figures(FIVE[3:]).keys()


def test_conflicts_found_missed_and_invented() -> None:
    conflicting, plain = answered(BUSES, status=Status.CONFLICTING), answered(BUSES)
    torn, agreed = asks("torn", "17", BUSES, conflict=True), asks("agreed", "17", BUSES)
    missed, invented = replace(torn, id="missed"), replace(agreed, id="invented")
    found = figures(
        [outcome(torn, conflicting), outcome(missed, plain), outcome(agreed, plain), outcome(invented, conflicting)]
    )
    assert found["conflicts_found"].values == {"torn": 1, "missed": 0}
    assert found["no_false_conflict"].values == {"agreed": 1, "invented": 0}
    assert figures([outcome(torn, silent())])["conflicts_found"].value == 0


def test_a_quote_counts_as_verified_only_where_it_stands_exactly() -> None:
    answer = answered(BUSES, RED)
    first, second = answer.citations
    for wrong in (
        replace(first, start=first.start + 1),
        replace(first, end=first.end + 1),
        replace(first, quote=first.quote.replace("17", "18")),
        replace(first, article="b.md"),
        replace(first, article="gone.md"),
    ):
        spoilt = replace(answer, citations=(wrong, second))
        assert figures([outcome(asks("q", "17", BUSES), spoilt)])["quotes_verified"].value == 1 / 2


def test_a_statement_is_its_quote_but_for_white_space() -> None:
    texts = {"a.md": "The council\nbought it."}
    quote = replace(cited(1, BUSES), start=0, end=22, quote=texts["a.md"])
    for text, share in (("The council bought it.", 1), ("The council bought them.", 0), ("The council", 0)):
        answer = replace(answered(BUSES), statements=(Statement(text, (1,), Verdict.QUOTED),), citations=(quote,))
        (found,) = [f for f in all_figures([outcome(asks("q", "it"), answer)], texts) if f.name == "statements_quoted"]
        assert found.value == share


def test_times_are_the_median_and_what_all_but_a_twentieth_stay_below() -> None:
    found = figures([outcome(asks(f"q{n}", None), silent(), ms=n) for n in range(100, 0, -1)])
    assert found["median_ms"].value == 50.5
    assert found["p95_ms"].value == 96


def claim(id: str, supported: bool, support: float) -> Outcome:
    return Outcome(Item(id, "So it is said.", None, supported=supported), answered(BUSES), ("a.md",), (), 1, support)


def test_claims_have_a_figure_of_their_own_and_no_part_in_the_others() -> None:
    found = figures([claim("1", True, 0.9), claim("2", False, 0.5), claim("3", True, 0.5), claim("4", False, 0.2)])
    # .9 is above .5 and .2; .5 level with one and above the other: 3.5 of 4.
    assert found["claims_auroc"].value == 3.5 / 4
    assert list(found) == ["claims_auroc", "median_ms", "p95_ms", "peak_mb"]
    assert figures([*FIVE, claim("1", True, 0.9)])["rightly_silent"] == figures(FIVE)["rightly_silent"]


def test_claims_that_are_all_upside_down_have_an_interval_too() -> None:
    worst = figures([*(claim(f"t{n}", True, 0.1) for n in range(5)), *(claim(f"f{n}", False, 0.9) for n in range(5))])
    assert (worst["claims_auroc"].value, worst["claims_auroc"].low, worst["claims_auroc"].high) == (0, 0, 0)


def test_each_tag_shows_both_what_is_right_and_what_is_silent() -> None:
    rows = [(tag, f.name, f.value, f.questions) for tag, f in by_tag(FIVE)]
    assert rows == [("t", "right", 1, 2), ("t", "silent", 1, 1), ("u", "silent", 1, 1)]


def test_what_is_right_and_how_sure_it_was() -> None:
    assert [is_answered(o) for o in FIVE] == [True, True, False, False, True]
    assert [is_right(o) for o in FIVE] == [True, True, False, True, False]
    assert confidences(FIVE) == (
        [0.9, 0.7, 0.4, 0.2, 0.8],
        [True, True, True, False, False],
        [True, True, True, False, False],
    )


def test_only_the_first_three_statements_count() -> None:
    late = outcome(asks("late", "red", RED), answered(BUSES, RAIN, "Nobody minded.", RED))
    assert not is_right(late)
    assert figures([late])["picked_any"].value == 0
