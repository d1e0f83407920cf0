"""The verdict from what a checker reads and what rules find."""

from collections.abc import Sequence

import pytest

from rag.checking.decision import Signals, decide
from rag.checking.decision import signals as signals_of
from rag.checking.finding import Finding
from rag.entailment.protocol import Entailment
from rag.types import Fault, Verdict

SUPPORTS, REFUTES, NEITHER = Entailment(0.99, 0.004, 0.006), Entailment(0.01, 0.97, 0.02), Entailment(0.05, 0.1, 0.85)
UNSURE = Entailment(0.48, 0.42, 0.1)
DIFFERS = Finding(Fault("figure", "“90” differs from what is cited: 17"), contradicts=True)


def signals(read: Entailment, like: float, findings: Sequence[Finding]) -> Signals:
    """Where the nearest sentence by itself is read as it is with the others."""
    return signals_of(read, read, like, findings)


@pytest.mark.parametrize("like", [0.4, 0.6, 0.9])
def test_where_no_rule_objects_the_checker_decides(like: float) -> None:
    assert decide(signals(SUPPORTS, like, ())) is Verdict.SUPPORTED
    assert decide(signals(REFUTES, like, ())) is Verdict.CONTRADICTED
    assert decide(signals(NEITHER, like, ())) is Verdict.UNSUPPORTED


def test_what_differs_in_a_sentence_that_is_nearly_the_same_is_never_borne_out() -> None:
    for read in (REFUTES, NEITHER):
        assert decide(signals(read, 0.9, [DIFFERS])) is Verdict.CONTRADICTED
    assert decide(signals(SUPPORTS, 0.9, [DIFFERS])) is Verdict.UNSUPPORTED, "rule and checker disagree"


def test_a_speaker_left_off_all_but_the_same_sentence_is_left_open() -> None:
    left_off = Finding(Fault("attribution", "the source does not say this itself"))
    assert decide(signals(SUPPORTS, 0.9, [left_off])) is Verdict.UNSUPPORTED
    assert decide(signals(SUPPORTS, 0.75, [left_off])) is Verdict.SUPPORTED


def test_another_figure_in_much_the_same_sentence_is_not_borne_out_though_a_checker_takes_it_to_be() -> None:
    assert decide(signals(SUPPORTS, 0.76, [DIFFERS])) is Verdict.UNSUPPORTED
    assert decide(signals(Entailment(0.42, 0.47, 0.11), 0.76, [DIFFERS])) is Verdict.CONTRADICTED, "it leans that way"
    assert decide(signals(Entailment(0.47, 0.42, 0.11), 0.76, [DIFFERS])) is Verdict.UNSUPPORTED
    denied = Finding(Fault("negation", "the statement denies what the source says"), contradicts=True)
    assert decide(signals(SUPPORTS, 0.76, [denied])) is Verdict.SUPPORTED, "of that a checker knows more"


def test_what_differs_from_a_sentence_about_something_else_is_not_heard() -> None:
    assert decide(signals(SUPPORTS, 0.5, [DIFFERS])) is Verdict.SUPPORTED


def test_in_nearly_the_same_words_less_is_asked_of_the_checker_and_of_what_is_cited_least() -> None:
    assert decide(signals(UNSURE, 0.9, ())) is Verdict.SUPPORTED
    assert decide(signals(UNSURE, 0.7, ())) is Verdict.UNSUPPORTED
    doubtful = Entailment(0.17, 0.45, 0.38)
    assert decide(signals(doubtful, 0.9, ())) is Verdict.UNSUPPORTED
    assert decide(signals(doubtful, 0.9, ()), is_cited=True) is Verdict.SUPPORTED
    assert decide(signals(doubtful, 0.7, ()), is_cited=True) is Verdict.UNSUPPORTED


def test_the_nearest_sentence_by_itself_counts_too() -> None:
    unsure = Entailment(0.5, 0.3, 0.2)
    assert decide(signals_of(unsure, SUPPORTS, 0.7, ())) is Verdict.SUPPORTED
    assert decide(signals_of(unsure, REFUTES, 0.7, ())) is not Verdict.SUPPORTED


def test_another_figure_than_what_is_cited_never_passes() -> None:
    for like in (0.5, 0.7, 0.9):
        assert decide(signals(UNSURE, like, [DIFFERS]), is_cited=True) is Verdict.CONTRADICTED
        assert decide(signals(SUPPORTS, like, [DIFFERS]), is_cited=True) is Verdict.UNSUPPORTED, "they disagree"
