"""Who said what was just shown: read off the statement and the sentences before it, never searched for."""

from dataclasses import replace

from rag.answering.citations import cite
from rag.answering.quotation import Quotation, quotation
from rag.text.names import find_names
from rag.text.spans import trimmed
from rag.text.terms import words
from rag.types import Answer, Citation, Reason, ScoredSentence, Span, Statement, Status, Verdict

_LOOK_BACK = 6


def who_said(question: str, answer: Answer, number: int | None = None) -> Answer:
    """The statements of `answer` again, each from where its claimant is named and with him marked.

    Args:
        answer: with its explanation, and with statements.
        number: the only statement that is meant, from 1.

    Where none of them is anybody's but the article's own, the answer has no statement, and they are its `nearest`.
    """
    shown = [s for n, s in enumerate(answer.statements, start=1) if number in {None, n}]
    by_id = {c.id: c for c in answer.citations}
    found: list[tuple[Statement, Citation]] = []
    for statement in shown:
        cited = [by_id[n] for n in statement.citations if n in by_id]
        said = next((s for c in cited if (s := _said(statement, c, answer, len(found) + 1))), None)
        if said:
            found.append(said)
    answer = replace(answer, question=question, conflicts=(), timings={})
    if not found:
        nearest = tuple(by_id[n] for s in shown for n in s.citations if n in by_id)
        return replace(
            answer, status=Status.UNANSWERED, statements=(), citations=(), nearest=nearest,
            reason=Reason.NOT_IN_CORPUS,
        )  # fmt: skip
    return replace(
        answer, status=Status.ANSWERED, statements=tuple(s for s, _ in found),
        citations=tuple(c for _, c in found), nearest=(), reason=None,
    )  # fmt: skip


def _said(statement: Statement, citation: Citation, answer: Answer, number: int) -> tuple[Statement, Citation] | None:
    scored = _scored(citation, answer)
    if scored is None:
        return None
    quoted = quotation(scored)
    if quoted.attribution is None:
        return None
    claimant = quoted.attribution.claimant
    article = scored.evidence.stored.article
    start = min(citation.start, _named_from(claimant, quoted, citation))
    cited = cite(number, article, start, citation.end)
    text = " ".join(cited.quote.split())
    mark = _mark(claimant, text)
    # A statement that a model wrote is not its quote: shown is what the article says.
    said = Statement(text, (number,), Verdict.QUOTED, quoted.attribution.text, statement.as_of, (mark,) if mark else ())
    return said, cited


def _scored(citation: Citation, answer: Answer) -> ScoredSentence | None:
    """The sentence that a citation ends with."""
    considered = answer.explanation.sentences if answer.explanation else ()
    inside = [
        s
        for s in considered
        if s.evidence.stored.article.article.path == citation.article
        and citation.start <= s.sentence.start < s.sentence.end <= citation.end
    ]
    return max(inside, key=lambda s: s.sentence.end, default=None)


def _named_from(claimant: str, quoted: Quotation, citation: Citation) -> int:
    """Where the quote must begin so that the claimant's name stands in it; its own beginning where it does."""
    name = _surname(claimant)
    if not name or name in citation.quote:
        return citation.start
    text = quoted.article.article.text
    sentences = [s for s in quoted.scored.evidence.stored.passage.sentences if s.end <= citation.start]
    for sentence in reversed(sentences[-_LOOK_BACK:]):
        if name in text[sentence.start : sentence.end]:
            return trimmed(text, Span(sentence.start, sentence.end)).start
    return citation.start


def _surname(claimant: str) -> str:
    """The last word of the first name in it: "Azarov" of "Alexander Azarov, once a colonel in the KGB"."""
    names = find_names(claimant.partition(",")[0])
    return words(names[0].text)[-1] if names else ""


def _mark(claimant: str, text: str) -> Span | None:
    """Where the claimant stands in a statement: whole, else as far as his name goes."""
    head = claimant.partition(",")[0]
    for wanted in (claimant, head, _surname(claimant)):
        at = text.casefold().find(wanted.casefold()) if wanted else -1
        if at >= 0:
            return Span(at, at + len(wanted))
    return None
