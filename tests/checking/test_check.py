"""Verdicts without a checker: what is certain first, then meaning."""

from collections.abc import Sequence

from rag.checking.by_rules import RuleVerifier
from rag.checking.protocol import Checked, Meaning, Source
from rag.types import Verdict

BOATS = Source("The town bought 12 old boats in May, said Ann Lee.", ("Trouble came to Ystad.",), "Boats for Ystad")


class Judge:
    """A `Meaning` that always says the same, and counts how often it is asked."""

    def __init__(self, support: float) -> None:
        self.support, self.asked = support, 0

    def weigh(self, statement: str, sources: Sequence[Source]) -> float:
        self.asked += 1
        return self.support


def check(statement: str, sources: Sequence[Source], meaning: Meaning) -> Checked:
    return RuleVerifier(meaning).check(statement, sources)


def test_a_source_word_for_word_is_quoted_and_nobody_is_asked() -> None:
    judge = Judge(0.0)
    for statement in (
        BOATS.text,
        "The town bought 12 old boats in May,  said Ann Lee",
        f"{BOATS.before[0]} {BOATS.text}",
    ):
        checked = check(statement, [BOATS], judge)
        assert (checked.verdict, checked.faults, checked.support) == (Verdict.QUOTED, (), 1.0)
    assert not judge.asked


def test_without_a_fault_meaning_decides() -> None:
    statement = "Ann Lee said that the town bought a dozen old boats in May."
    assert check(statement, [BOATS], Judge(0.99)).verdict is Verdict.SUPPORTED
    unsupported = check(statement, [BOATS], Judge(0.01))
    assert unsupported.verdict is Verdict.UNSUPPORTED
    assert [f.kind for f in unsupported.faults] == ["meaning"]
    assert unsupported.support == 0.01


def test_a_fault_is_enough_and_no_support_outweighs_it() -> None:
    judge = Judge(1.0)
    checked = check("Ann Lee said that the town bought 20 old boats in May.", [BOATS], judge)
    assert checked.verdict is Verdict.CONTRADICTED
    assert [f.kind for f in checked.faults] == ["figure"]
    assert not judge.asked


def test_what_is_only_missing_is_unsupported() -> None:
    checked = check("Ann Lee said that the town bought 12 old boats from Bo Berg.", [BOATS], Judge(1.0))
    assert checked.verdict is Verdict.UNSUPPORTED
    assert [f.kind for f in checked.faults] == ["name"]


def test_all_faults_are_told() -> None:
    checked = check("In June the town did not buy 20 boats “with joy”, said Bo Berg.", [BOATS], Judge(1.0))
    assert {f.kind for f in checked.faults} >= {"figure", "date", "name", "quotation", "attribution"}


def test_a_statement_without_sources_cites_nothing() -> None:
    checked = check("The town bought boats.", [], Judge(1.0))
    assert checked.verdict is Verdict.UNSUPPORTED
    assert [f.kind for f in checked.faults] == ["citation"]


def test_spans_are_of_the_statement() -> None:
    statement = "In June the town did not buy 20 boats “with joy”, said Bo Berg."
    marked = {
        f.kind: statement[f.span.start : f.span.end] for f in check(statement, [BOATS], Judge(1.0)).faults if f.span
    }
    assert marked["figure"] == "20"
    assert marked["quotation"] == "“with joy”"
    assert "Bo Berg" in marked["attribution"]


def test_any_text_gets_a_verdict() -> None:
    for text in ("", " ", "…", "12", "“", "?!", "\x1b[31m", "a" * 5000, "„“”«»\"'", "No.", "May"):
        for source in ("", "…", "12 boats", "May"):
            assert check(text, [Source(source)], Judge(0.0)).verdict in Verdict
