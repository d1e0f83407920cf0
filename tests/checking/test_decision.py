"""The verdict from what a checker reads and what rules find."""

import pytest

from rag.checking.decision import decide, signals
from rag.checking.finding import Finding
from rag.entailment.protocol import Entailment
from rag.types import Fault, Verdict

SUPPORTS, REFUTES, NEITHER = Entailment(0.99, 0.004, 0.006), Entailment(0.01, 0.97, 0.02), Entailment(0.05, 0.1, 0.85)
DIFFERS = Finding(Fault("figure", "“90” differs from what is cited: 17"), contradicts=True)


@pytest.mark.parametrize("like", [0.4, 0.6, 0.9])
def test_where_no_rule_objects_the_checker_decides(like: float) -> None:
    assert decide(signals(SUPPORTS, like, ())) is Verdict.SUPPORTED
    assert decide(signals(REFUTES, like, ())) is Verdict.CONTRADICTED
    assert decide(signals(NEITHER, like, ())) is Verdict.UNSUPPORTED


def test_what_differs_in_a_sentence_that_is_nearly_the_same_is_never_borne_out() -> None:
    assert decide(signals(SUPPORTS, 0.9, [DIFFERS])) is Verdict.CONTRADICTED
    assert decide(signals(REFUTES, 0.9, [DIFFERS])) is Verdict.CONTRADICTED


def test_what_differs_from_a_sentence_about_something_else_is_not_heard() -> None:
    assert decide(signals(SUPPORTS, 0.5, [DIFFERS])) is Verdict.SUPPORTED
