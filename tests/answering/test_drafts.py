"""From the sentences of a draft to verdicts: which sentence of an article decides, and which is not heard."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from doubles import evidence_of
from rag.answering.candidates import Found
from rag.answering.drafts import Claim, checked_sentences, claims, judge
from rag.answering.judged import Judged
from rag.checking.by_rules import RuleVerifier
from rag.checking.protocol import Source
from rag.reading.drafts import split_draft
from rag.text.terms import content_terms, stem, words
from rag.types import Evidence, Verdict

BUSES = "The council of Springfield bought 17 buses on Monday, the mayor said."


def embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Unit vectors in which texts are as alike as their words."""
    counts = np.zeros((len(texts), 512), dtype=np.float32)
    for row, text in enumerate(texts):
        for word in words(text):
            counts[row, sum(map(ord, stem(word))) % 512] += 1
    return counts / np.linalg.norm(counts, axis=1, keepdims=True)


class Believes:
    """A `Meaning` that takes every sentence to say anything, so that faults and likeness alone decide."""

    def weigh(self, statement: str, sources: Sequence[Source]) -> float:
        return 1.0


def judged(claim: str, *evidence: Evidence) -> Judged:
    found = Found(dict.fromkeys(content_terms(claim), 1.0), evidence)
    (result,) = judge([Claim(0, claim, claim)], [found], embed, embed, RuleVerifier(Believes()))
    return result


def by(result: Judged) -> list[str]:
    return [candidate.source.text for candidate in result.by]


def test_the_sentence_that_carries_it_is_cited() -> None:
    result = judged(
        "The Springfield council bought 17 buses on Monday, the mayor said.",
        evidence_of(f"It rained in Shelbyville. {BUSES} Nobody knows what the buses of Shelbyville cost."),
    )
    assert (result.verdict, result.faults) == (Verdict.SUPPORTED, ())
    assert by(result) == [BUSES]
    assert judged(BUSES, evidence_of(BUSES)).verdict is Verdict.QUOTED


def test_another_value_in_a_sentence_about_the_same_thing_contradicts() -> None:
    result = judged(BUSES.replace("17", "90"), evidence_of(f"It rained there. {BUSES}"))
    assert result.verdict is Verdict.CONTRADICTED
    assert by(result) == [BUSES]
    claim = BUSES.replace("17", "90")
    (figure,) = [f for f in result.faults if f.kind == "figure"]
    assert figure.span
    assert claim[figure.span.start : figure.span.end] == "90"


def test_another_value_for_another_thing_is_no_contradiction() -> None:
    result = judged(
        "The harbour of Ogdenville sold 90 ferries last spring.",
        evidence_of("The council of Springfield bought 17 ferries, said the mayor, who likes to swim in the lake."),
    )
    assert result.verdict is Verdict.UNSUPPORTED
    assert result.faults[0].message == "no sentence was found that says this"
    assert {f.kind for f in result.faults[1:]} >= {"figure", "name"}
    assert all("none of the nearest" in f.message for f in result.faults[1:])


def test_a_remote_sentence_does_not_contradict_what_the_nearest_has_in_somebodys_mouth() -> None:
    remote = "The council of Springfield, which rain and floods surprised, sold 90 buses on Monday."
    result = judged("The council of Springfield bought 17 buses on Monday.", evidence_of(f"{BUSES} {remote}"))
    assert result.verdict is Verdict.UNSUPPORTED
    assert {f.kind for f in result.faults} == {"attribution"}
    assert by(result)[0] == BUSES


def test_nothing_near_is_nothing_to_show() -> None:
    result = judged("Penguins cannot fly.", evidence_of(BUSES))
    assert (result.verdict, result.by) == (Verdict.UNSUPPORTED, ())
    assert judged("Penguins cannot fly.").verdict is Verdict.UNSUPPORTED


def test_a_remote_sentence_is_not_heard_where_the_nearest_leaves_it_to_a_speaker() -> None:
    nearest = "The buses of Springfield were too old for the roads, the mayor said."
    remote = "The buses of Springfield were old."
    claim = "The buses of Springfield were too old for the roads."
    result = judged(claim, evidence_of(f"{remote} {nearest}"))
    assert result.verdict is Verdict.UNSUPPORTED
    assert by(result)[0] == nearest
    assert [f.kind for f in result.faults] == ["attribution"]
    assert judged(claim, evidence_of(remote)).verdict is Verdict.SUPPORTED


def test_whose_share_of_words_is_small_carries_nothing() -> None:
    result = judged("The buses of Springfield are old, slow and loud.", evidence_of("Buses ran."))
    assert result.verdict is Verdict.UNSUPPORTED


def test_copies_are_all_cited_once_each_article() -> None:
    assert by(judged(BUSES, evidence_of(f"{BUSES} It rained. {BUSES}"))) == [BUSES]
    one, other = evidence_of(BUSES, "a.txt"), evidence_of(f"{BUSES} It rained.", "b.txt")
    second = replace(other.stored, article=replace(other.stored.article, id=2))
    both = judged(BUSES, one, replace(other, stored=second))
    assert [c.article.article.path for c in both.by] == ["a.txt", "b.txt"]


def test_each_clause_may_have_a_sentence_of_its_own() -> None:
    one, other = "The council of Springfield bought 17 buses.", "The railway of Ogdenville ordered 33 trains."
    text = f"{one} It rained for weeks. {other}"
    claim = "The council of Springfield bought 17 buses, and the railway of Ogdenville ordered 33 trains."
    result = judged(claim, evidence_of(text))
    assert result.verdict is Verdict.SUPPORTED
    assert set(by(result)) == {one, other}
    swapped = "The council of Springfield bought 33 trains, and the railway of Ogdenville ordered 17 buses."
    assert judged(swapped, evidence_of(text)).verdict is not Verdict.SUPPORTED


def test_a_new_story_is_not_made_of_two_sentences() -> None:
    who, what = "Ann Lee flew to Ogdenville.", "Bo Berg came to Shelbyville on 3 December."
    for text in (f"{who} It rained. {what}", f"{who} {what}"):
        result = judged("Ann Lee came to Shelbyville on 3 December.", evidence_of(text))
        assert result.verdict is Verdict.UNSUPPORTED
        assert by(result)[0] == what


def test_two_sentences_in_a_row_may_carry_it_together() -> None:
    one, other = "Ann Lee bought 17 buses in May for the council.", "Ann Lee sold 3 buses in June."
    claim = "Ann Lee bought 17 buses in May for the council but sold 3 buses in June."
    result = judged(claim, evidence_of(f"{one} {other}"))
    assert result.verdict is Verdict.SUPPORTED
    assert by(result) == [one, other]
    assert judged(claim, evidence_of(f"{one} It rained. {other}")).verdict is not Verdict.SUPPORTED


def test_a_sentence_that_leans_is_looked_for_with_the_one_before() -> None:
    draft = split_draft("# Buses\n\nAnn Lee bought buses. Is that so? She sold 3 of them.\n")
    assert [(c.place, c.question) for c in claims(draft)] == [
        (1, "Ann Lee bought buses."),
        (3, "Is that so? She sold 3 of them."),
    ]


def test_citations_are_numbered_once_and_quote_their_articles() -> None:
    text = f"{BUSES.replace('17', '90')}\n\n{BUSES} Well?\n"
    draft = split_draft(text)
    result = {
        0: judged(draft[0].words, evidence_of(f"It rained. {BUSES}")),
        1: judged(BUSES, evidence_of(f"It rained. {BUSES}")),
    }
    sentences, citations = checked_sentences(text, draft, result)
    assert [(s.line, s.verdict, s.citations, s.taken_for) for s in sentences] == [
        (1, Verdict.CONTRADICTED, (1,), None),
        (3, Verdict.QUOTED, (1,), None),
        (3, None, (), "a question"),
    ]
    (citation,) = citations
    assert citation.quote == BUSES
    assert (citation.id, citation.article, citation.start) == (1, "a.txt", len("It rained. "))


def test_a_quotation_takes_the_sentence_before_with_it_where_it_leans_on_that() -> None:
    text = "Ann Lee is the mayor. She bought 17 buses in May."
    draft = split_draft("She bought 17 buses in May.")
    _, citations = checked_sentences("", draft, {0: judged(draft[0].words, evidence_of(text))})
    assert [c.quote for c in citations] == [text]
