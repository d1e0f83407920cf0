import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rag.evaluation.baseline import Comparison, compare
from rag.evaluation.figures import all_figures
from rag.evaluation.gates import Breach
from rag.evaluation.outcome import Outcome
from rag.evaluation.report import to_report
from rag.evaluation.runner import Run
from rag.evaluation.suite import ExpectedEvidence, Item, Suite
from rag.types import (
    Answer,
    Article,
    Citation,
    Evidence,
    Explanation,
    Kind,
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

TEXT = "The council bought 17 buses."


def evidence(number: int, score: float) -> Evidence:
    stored = StoredArticle(1, Article("a.md", TEXT, 0), Path("a.md"), "digest", "a.md")
    passage = Passage(0, len(TEXT), TEXT, ())
    return Evidence(StoredPassage(number, stored, passage), Signals(1.0, 1, 0.5, 1, score))


def outcomes() -> tuple[Outcome, ...]:
    citation = Citation(
        1, "a.md", None, None, None, None, None, 0, len(TEXT), 1, None, TEXT, "a.md", Path("/home/someone/a.md")
    )
    found = tuple(evidence(n, 1 - n / 10) for n in range(8))
    best = ScoredSentence(found[0], Sentence(0, len(TEXT), Kind.BODY, 0), TEXT, {"coverage": 0.75}, 2.0, 0.9)
    explained = Explanation(("buses",), "number", found, (best,), 0.5)
    said = Answer(
        "?",
        Status.ANSWERED,
        (Statement(TEXT, (1,), Verdict.QUOTED),),
        (citation,),
        None,
        (),
        0.9,
        explanation=explained,
    )
    silent = Answer("?", Status.UNANSWERED, (), (), Reason.NOT_IN_CORPUS, (), 0.2)
    buses = Item("q1", "How many buses?", ("17",), (ExpectedEvidence("a.md", TEXT),), tags=("figure",))
    trams = Item("q2", "How many trams?", None, tags=("none",))
    return (Outcome(buses, said, ("a.md",), (TEXT,), 12.5), Outcome(trams, silent, ("a.md",), (TEXT,), 7.5))


def report(*asked: Outcome) -> dict[str, Any]:
    chosen = asked or outcomes()
    run = Run(Suite("small", tuple(o.item for o in chosen), "5" * 16), chosen, {"a.md": TEXT}, "c" * 16, "library")
    breach = Breach("answer_any", 0.5, 0.75, ("q1",), fails=True)
    compared = Comparison("answer_any", 0.5, 1.0, ("q1",), ("q7",), 3, 0.25)
    return to_report(run, all_figures(chosen, run.texts), [breach], [compared])


def test_a_report_says_what_was_run() -> None:
    made = report()
    assert (made["suite"], made["suite_fingerprint"], made["corpus_fingerprint"], made["library"]) == (
        "small", "5" * 16, "c" * 16, "library",
    )  # fmt: skip
    assert [b["figure"] for b in made["breaches"]] == ["answer_any"]
    assert made["breaches"][0] == {
        "figure": "answer_any", "value": 0.5, "threshold": 0.75, "questions": ["q1"], "fails": True,
    }  # fmt: skip
    assert made["compared"] == [
        {"figure": "answer_any", "before": 0.5, "now": 1.0, "won": ["q1"], "lost": ["q7"], "tied": 3, "p": 0.25}
    ]


def test_a_report_is_json_that_reads_back_the_same() -> None:
    made = report()
    assert json.loads(json.dumps(made)) == made
    assert "/home/someone" not in json.dumps(made)


def test_each_figure_has_its_interval_and_number() -> None:
    figure = next(f for f in report()["figures"] if f["name"] == "answer_any")
    assert figure == {
        "name": "answer_any", "value": 1.0, "low": 1.0, "high": 1.0, "questions": 1,
        "about": "an accepted answer stands in the first three statements", "lower_is_better": False, "timing": False,
    }  # fmt: skip
    assert [(t["tag"], t["name"], t["value"]) for t in report()["by_tag"]] == [
        ("figure", "right", 1.0),
        ("none", "silent", 1.0),
    ]


def test_the_curve_goes_from_the_most_confident_to_all() -> None:
    # q1 is right at .9; q2 would have been wrong at .2.
    assert report()["risk_coverage"] == [[0.9, 0.5, 0.0], [0.2, 1.0, 0.5]]


def test_a_question_shows_what_was_expected_found_and_answered() -> None:
    answered, silent = report()["questions"]
    assert {k: v for k, v in answered.items() if k not in {"figures", "retrieved"}} == {
        "id": "q1", "question": "How many buses?", "tags": ["figure"], "expected": ["17"], "evidence": ["a.md"],
        "status": "answered", "right": True, "confidence": 0.9, "statements": [TEXT], "forced": [TEXT],
        "cited": ["a.md"], "features": {"coverage": 0.75}, "milliseconds": 12.5,
    }  # fmt: skip
    assert answered["figures"]["recall@1"] == 1
    assert "rightly_silent" not in answered["figures"]
    assert (silent["expected"], silent["statements"], silent["retrieved"], silent["features"]) == (None, [], [], {})
    assert silent["figures"] == {"rightly_silent": 1}


def test_the_first_passages_are_shown_with_their_scores() -> None:
    retrieved = report()["questions"][0]["retrieved"]
    assert [r["score"] for r in retrieved] == [1.0, 0.9, 0.8, 0.7, 0.6]
    assert retrieved[0] == {"article": "a.md", "text": TEXT, "score": 1.0}


def test_a_report_is_a_baseline() -> None:
    again = compare(all_figures(outcomes(), {"a.md": TEXT}), report())
    assert {"answer_any", "recall@1", "rightly_silent"} <= {c.figure for c in again}
    assert {(c.won, c.lost, c.p) for c in again} == {((), (), 1.0)}


def test_claims_stand_in_the_questions_and_not_in_the_curve() -> None:
    answered = outcomes()[0]
    made = report(Outcome(Item("c1", "It bought 17 buses.", None, supported=True), answered.answer, (), (), 1, 0.9))
    assert made["risk_coverage"] == []
    assert [q["id"] for q in made["questions"]] == ["c1"]


@pytest.mark.parametrize("supported", [True, False])
def test_a_claim_is_not_judged_by_whether_it_was_answered(supported: bool) -> None:
    spoken, silent = outcomes()
    claim = Item("c1", "It bought 17 buses.", None, supported=supported)
    judged = [report(replace(o, item=claim))["questions"][0]["right"] for o in (spoken, silent)]
    assert judged[0] == judged[1]
