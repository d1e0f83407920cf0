"""Who said what was just shown: read off the statement and the sentences before it, never searched for."""

from collections.abc import Sequence
from dataclasses import replace

from rag.answering.citations import cite
from rag.text.attribution import find_attribution
from rag.text.names import find_names
from rag.text.sentences import split_sentences
from rag.text.spans import trimmed
from rag.text.terms import words
from rag.types import Answer, Citation, Reason, ScoredSentence, Span, Statement, Status, Verdict

_LOOK_BACK = 6
_PARAGRAPHS = 3
"""So many, the statement's own among them, are read for who speaks."""


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
    article = scored.evidence.stored.article
    text = article.article.text
    before = _sentences_before(text, scored.sentence.start)
    attribution = find_attribution(scored.text, [" ".join(text[s.start : s.end].split()) for s in before])
    if attribution is None:
        return None
    claimant = attribution.claimant
    start = _named_from(claimant, text, before, citation)
    cited = cite(number, article, start, citation.end)
    words_quoted = " ".join(cited.quote.split())
    mark = _mark(claimant, words_quoted)
    # A statement that a model wrote is not its quote: shown is what the article says.
    marks = (mark,) if mark else ()
    said = Statement(words_quoted, (number,), Verdict.QUOTED, attribution.text, statement.as_of, marks)
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


def _sentences_before(text: str, end: int) -> list[Span]:
    """The sentences right before `end`, also where they stand in another passage; a heading parts them."""
    found: list[Span] = []
    for _ in range(_PARAGRAPHS):
        start = text.rfind("\n\n", 0, end) + 2 if "\n\n" in text[:end] else 0
        if text.startswith("#", start):
            break
        found = [*split_sentences(text, start, end), *found]
        if start == 0:
            break
        end = start - 2
    return found[-_LOOK_BACK:]


def _named_from(claimant: str, text: str, before: Sequence[Span], citation: Citation) -> int:
    """Where the quote must begin so that the claimant's name stands in it; its own beginning where it does."""
    name = _surname(claimant)
    if name and name not in citation.quote:
        for sentence in reversed(before):
            if sentence.start < citation.start and name in text[sentence.start : sentence.end]:
                return trimmed(text, sentence).start
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
