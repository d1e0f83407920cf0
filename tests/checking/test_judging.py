"""What a judge's word may change, and what it never does."""

from collections.abc import Sequence

import pytest

from rag.checking.judging import is_open, second_opinion
from rag.checking.protocol import Source
from rag.types import Fault, Ruling, Verdict

SOURCES = [Source("The council bought 17 buses.")]
FIGURE = Fault("figure", "“90” differs from what is cited: 17")
MEANING = Fault("meaning", "what is cited does not say this")


class Says:
    """A `Judge` that always says the same."""

    name = "double"

    def __init__(self, said: Verdict | None) -> None:
        self._said = said
        self.asked: list[str] = []

    def verdict(self, statement: str, sources: Sequence[Source]) -> Verdict | None:
        self.asked.append(statement)
        return self._said


@pytest.mark.parametrize(
    ("verdict", "faults"),
    [
        (Verdict.QUOTED, ()),
        (Verdict.CONTRADICTED, (FIGURE,)),
        (Verdict.CONTRADICTED, (MEANING, FIGURE)),
        (Verdict.UNSUPPORTED, (Fault("quotation", "these words are not in what is cited"),)),
        (Verdict.UNSUPPORTED, (Fault("citation", "it cites nothing"), MEANING)),
    ],
)
@pytest.mark.parametrize("said", [Verdict.SUPPORTED, Verdict.UNSUPPORTED, Verdict.CONTRADICTED])
def test_a_quotation_and_what_is_certain_are_not_put_to_it(
    verdict: Verdict, faults: tuple[Fault, ...], said: Verdict
) -> None:
    judge = Says(said)
    after = second_opinion("It bought 90.", SOURCES, verdict, faults, judge)
    assert (after.verdict, after.faults, after.ruling) == (verdict, faults, None)
    assert judge.asked == []


@pytest.mark.parametrize("said", [Verdict.UNSUPPORTED, Verdict.CONTRADICTED])
def test_it_may_refuse_what_is_supported_and_the_fault_says_so(said: Verdict) -> None:
    after = second_opinion("It bought buses.", SOURCES, Verdict.SUPPORTED, (), Says(said))
    assert (after.verdict, after.ruling) == (said, Ruling(said, changed=True))
    (fault,) = after.faults
    assert fault.kind == "judge"
    assert "the judge says" in fault.message


@pytest.mark.parametrize("verdict", [Verdict.UNSUPPORTED, Verdict.CONTRADICTED])
def test_it_may_support_what_is_open(verdict: Verdict) -> None:
    after = second_opinion("It bought buses.", SOURCES, verdict, (MEANING,), Says(Verdict.SUPPORTED))
    assert (after.verdict, after.faults) == (Verdict.SUPPORTED, ())
    assert after.ruling == Ruling(Verdict.SUPPORTED, changed=True)


def test_a_fact_that_is_merely_missing_is_open_and_one_that_differs_is_not() -> None:
    assert is_open(Verdict.UNSUPPORTED, (FIGURE,))
    assert not is_open(Verdict.CONTRADICTED, (FIGURE,))


def test_where_it_agrees_nothing_changes_but_that_it_spoke() -> None:
    after = second_opinion("It bought buses.", SOURCES, Verdict.UNSUPPORTED, (FIGURE,), Says(Verdict.UNSUPPORTED))
    assert (after.verdict, after.faults) == (Verdict.UNSUPPORTED, (FIGURE,))
    assert after.ruling == Ruling(Verdict.UNSUPPORTED, changed=False)


def test_what_was_found_wrong_stays_beside_its_word_that_it_is_otherwise() -> None:
    after = second_opinion("It bought 90.", SOURCES, Verdict.UNSUPPORTED, (FIGURE,), Says(Verdict.CONTRADICTED))
    assert after.verdict is Verdict.CONTRADICTED
    assert [f.kind for f in after.faults] == ["judge", "figure"]


def test_without_sources_or_a_judge_or_a_word_all_stays() -> None:
    judge = Says(Verdict.SUPPORTED)
    assert second_opinion("x", [], Verdict.UNSUPPORTED, (MEANING,), judge).verdict is Verdict.UNSUPPORTED
    assert judge.asked == []
    assert second_opinion("x", SOURCES, Verdict.SUPPORTED, (), None).ruling is None
    assert second_opinion("x", SOURCES, Verdict.SUPPORTED, (), Says(None)).ruling is None
