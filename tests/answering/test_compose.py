"""An answer put together from what was chosen, and how it explains itself."""

from dataclasses import replace
from datetime import date

import pytest

from doubles import QUESTION, STORY, evidence_of, ranked
from rag.answering.compose import explain, quoted_answer
from rag.answering.question import analyse
from rag.answering.weights import THRESHOLD
from rag.types import Answer, Citation, Evidence, Reason, Status, Verdict

ASKED = analyse(QUESTION)
HEAD = "---\ntitle: Buses\npublisher: The Post\ndate: 2023-05-03\nurl: https://example.com/buses\n---\n\n"
ARTICLE = evidence_of(f"{HEAD}The first line stands here alone.\n\n{STORY}\n", "news/a.md", 0.9)
OTHER = evidence_of("It rained in Shelbyville for a week. The river rose by 2 meters.", "b.txt", 0.1)


def answer(*evidence: Evidence, statements: int) -> Answer:
    choices = ranked(QUESTION, *evidence)
    return quoted_answer(ASKED, choices[:statements], choices, evidence)


def assert_exact(citation: Citation, evidence: Evidence) -> None:
    text = evidence.stored.article.article.text
    assert text[citation.start : citation.end] == citation.quote
    assert text[: citation.start].count("\n") + 1 == citation.line


def test_each_statement_is_a_quotation_with_its_own_citation() -> None:
    made = answer(ARTICLE, OTHER, statements=2)
    assert (made.question, made.status, made.reason, made.nearest) == (QUESTION, Status.ANSWERED, None, ())
    assert [s.citations for s in made.statements] == [(1,), (2,)]
    assert [c.id for c in made.citations] == [1, 2]
    assert {s.verdict for s in made.statements} == {Verdict.QUOTED}
    for statement, citation in zip(made.statements, made.citations, strict=True):
        assert statement.text == " ".join(citation.quote.split())
        assert_exact(citation, ARTICLE if citation.article == "news/a.md" else OTHER)
    assert made.text == f"{made.statements[0].text} [1] {made.statements[1].text} [2]"


def test_a_citation_tells_where_it_is_from() -> None:
    (citation,) = answer(ARTICLE, statements=1).citations
    assert citation.article == "news/a.md"
    assert citation.quote == "The council of Springfield bought 17 buses on Monday."
    assert (citation.title, citation.publisher, citation.url) == ("Buses", "The Post", "https://example.com/buses")
    assert (citation.published, citation.line, citation.page) == (date(2023, 5, 3), 10, None)
    assert (citation.origin, str(citation.file)) == ("origin of news/a.md", "/corpus/news/a.md")


def test_what_was_asked_for_is_marked() -> None:
    (statement,) = answer(ARTICLE, statements=1).statements
    assert [statement.text[m.start : m.end] for m in statement.marks] == ["17"]
    nothing = ranked("why did it rain?", OTHER)
    assert quoted_answer(analyse("why did it rain?"), nothing[:1], nothing, [OTHER]).statements[0].marks == ()


def test_silence_shows_the_nearest_three_passages() -> None:
    evidence = [evidence_of(f"This is the number {n} of the articles.", f"{n}.txt") for n in range(5)]
    made = answer(*evidence, statements=0)
    assert (made.status, made.reason, made.text) == (Status.UNANSWERED, Reason.NOT_IN_CORPUS, "")
    assert made.statements == made.citations == ()
    assert [(c.id, c.article) for c in made.nearest] == [(1, "0.txt"), (2, "1.txt"), (3, "2.txt")]
    for citation, found in zip(made.nearest, evidence, strict=False):
        assert_exact(citation, found)
        assert citation.quote == found.stored.passage.text


@pytest.mark.parametrize("statements", [0, 1])
def test_the_confidence_is_that_of_the_best_sentence(statements: int) -> None:
    best = ranked(QUESTION, ARTICLE)[0].scored.confidence
    assert answer(ARTICLE, statements=statements).confidence == best > 0


def test_no_evidence_is_silence_without_passages() -> None:
    made = quoted_answer(ASKED, [], [], [])
    assert (made.status, made.nearest, made.confidence) == (Status.UNANSWERED, (), 0.0)


def test_the_explanation_has_the_passages_and_the_first_dozen_sentences() -> None:
    long = evidence_of(" ".join(f"Bus number {n} left the depot on time." for n in range(20)), "long.txt")
    choices = ranked(QUESTION, ARTICLE, long)
    explanation = explain(ASKED, choices, [ARTICLE, long])
    assert explanation.terms == ("buses", "Springfield", "buy")
    assert (explanation.asks_for, explanation.threshold) == ("a figure", THRESHOLD)
    assert explanation.evidence == (ARTICLE, long)
    assert explanation.sentences == tuple(c.scored for c in choices[:12])


def test_what_disagrees_is_laid_side_by_side() -> None:
    one = evidence_of(STORY, "a.md", 0.9)
    other = evidence_of(STORY.replace("17", "23").replace("on Monday", "for the town on Monday"), "b.md", 0.8)
    choices = ranked(QUESTION, one, other)
    made = quoted_answer(ASKED, choices[:1], choices, [one, other], 1)
    assert made.status is Status.CONFLICTING
    (conflict,) = made.conflicts
    assert {v.value: v.citations for v in conflict.values} in ({"17": (1,), "23": (2,)}, {"23": (1,), "17": (2,)})
    assert [c.id for c in made.citations] == [1, 2]
    for value in conflict.values:
        assert value.value in made.statements[value.citations[0] - 1].text


def test_what_disagrees_counts_however_little_a_reader_makes_of_it() -> None:
    one = evidence_of(STORY, "a.md", 0.9)
    other = evidence_of(STORY.replace("17", "23").replace("on Monday", "for the town on Monday"), "b.md", 0.8)
    best, *others = ranked(QUESTION, one, other)
    unread = [replace(c, scored=replace(c.scored, score=0.1 * best.scored.score)) for c in others]
    made = quoted_answer(ASKED, [best], [best, *unread], [one, other], 1)
    assert made.status is Status.CONFLICTING


def test_what_agrees_is_no_conflict() -> None:
    one, other = evidence_of(STORY, "a.md", 0.9), evidence_of(STORY.replace("Monday", "Monday night"), "b.md", 0.8)
    choices = ranked(QUESTION, one, other)
    made = quoted_answer(ASKED, choices[:2], choices, [one, other])
    assert (made.status, made.conflicts) == (Status.ANSWERED, ())


def test_both_sides_are_shown_however_many_agree() -> None:
    told = [
        "The council of Springfield bought 17 buses on Monday.",
        "On Monday the council of Springfield bought 17 buses, its clerk wrote.",
        "Springfield has bought 17 buses, the council announced on Monday.",
        "The council of Springfield bought 23 buses on Monday, an audit found.",
    ]
    evidence = [evidence_of(text, f"{n}.md", 0.9 - n / 10) for n, text in enumerate(told)]
    choices = ranked(QUESTION, *evidence)
    by_text = {choice.scored.text: choice for choice in choices}
    agreeing, rival = [by_text[text] for text in told[:3]], by_text[told[3]]
    for limit in (1, 3):
        made = quoted_answer(ASKED, agreeing[:limit], [*agreeing, rival], evidence, limit)
        assert made.status is Status.CONFLICTING
        assert {v.value for v in made.conflicts[0].values} == {"17", "23"}
        assert len(made.statements) == max(limit, 2)
