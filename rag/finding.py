"""Finds passages in an up-to-date library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answering.candidates import Found
from rag.answering.own_copies import own_copies
from rag.answering.question import Question
from rag.clock import Clock
from rag.embedding.protocol import Embedder
from rag.errors import CorpusError, UsageError
from rag.reporter import Reporter
from rag.retrieval.lexical import inverse_document_frequencies
from rag.retrieval.retriever import POOL, Vector, gather
from rag.text.dates import parse_day
from rag.text.terms import content_terms
from rag.types import Evidence, Scope

if TYPE_CHECKING:
    from rag.library.library import Library
    from rag.library.sync import SyncReport

GATHERED = 10
"""Passages that are evidence: a model is given them, a draft is held against them."""
_LISTED, _LISTED_COPIES = 12, 3


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What is found for a question: the weights of its terms, its vector, and passages, best first.

    `articles` is how many were looked in, `library` the fingerprint of the library when it was.
    """

    idf: Mapping[str, float]
    vector: Vector
    evidence: Sequence[Evidence]
    articles: int
    library: str


class Finder:
    """Brings a library up to date before each search, and tells of it once."""

    def __init__(self, library: "Library", embedder: Embedder, reporter: Reporter) -> None:
        self._library = library
        self._embedder = embedder
        self._reporter = reporter
        self._problems_told = 0
        self._undated_told = False
        self._changes: list[SyncReport] = []

    def changes(self) -> tuple["SyncReport", ...]:
        """What syncs have changed in the library since this was last asked."""
        found, self._changes = tuple(self._changes), []
        return found

    def find(self, question: Question, limit: int, clock: Clock, scope: Scope) -> Retrieved:
        """What is found for a question, at most `limit` passages, in an up-to-date library.

        Raises:
            CorpusError: there is no article that can be read.
            UsageError: no article is by the publishers in `scope`.
        """
        with self._library.session():
            self.synced()
            clock.lap("sync_ms")
            vector: Vector = self._embedder.embed_questions([question.text])[0]
            allowed = self._allowed(scope)
            # Still under the lock: no other process may change an article while it is quoted.
            found = self._gathered(question.text, question.terms, vector, limit, allowed, scope)
            articles = self._library.catalog.count("articles") if allowed is None else len(allowed)
            fingerprint = self._library.fingerprint
        clock.lap("retrieve_ms")
        return Retrieved(found.idf, vector, found.evidence, articles, fingerprint)

    def find_besides(
        self, draft: str, file: Path | None, texts: Sequence[str], clock: Clock, scope: Scope
    ) -> list[Found]:
        """What is found for each text of a draft, in articles that are not the draft itself, nor a copy of it.

        Args:
            draft: all its words, without marks; `file` is where it lies.
        """
        own: dict[int, str] = {}
        while True:
            found = self._find_each(texts, clock, scope, frozenset(own))
            more = {article.id: article.article.path for article in own_copies(draft, file, found)}
            if not more:
                break
            own.update(more)
        if own:
            listed = ", ".join(sorted(own.values())[:_LISTED_COPIES])
            self._reporter.warn(f"the text that is checked is among the articles, and no evidence for itself: {listed}")
        return found

    def _find_each(self, texts: Sequence[str], clock: Clock, scope: Scope, without: frozenset[int]) -> list[Found]:
        """What is found for each text; passages of all are read at one time, as of one state of the library.

        Args:
            without: articles that are not to be found.
        """
        found = []
        with self._library.session():
            self.synced()
            clock.lap("sync_ms")
            allowed = self._allowed(scope)
            if without:
                allowed = (self._library.catalog.article_ids() if allowed is None else allowed) - without
            for done, (text, vector) in enumerate(zip(texts, self._embedder.embed_questions(texts), strict=True)):
                self._reporter.progress(done / 2, len(texts), "sentences")
                found.append(self._gathered(text, content_terms(text), vector, GATHERED, allowed, scope))
        clock.lap("retrieve_ms")
        return found

    def _gathered(
        self,
        text: str,
        terms: Mapping[str, str],
        vector: Vector,
        limit: int,
        allowed: frozenset[int] | None,
        scope: Scope,
    ) -> Found:
        catalog = self._library.catalog
        nearest = self._library.nearest(vector, POOL, allowed)
        idf = inverse_document_frequencies(terms, catalog)
        day = scope.as_of or parse_day(text)
        return Found(idf, gather(terms, idf, vector, nearest, catalog, limit, allowed=allowed, day=day), vector)

    def _allowed(self, scope: Scope) -> frozenset[int] | None:
        """The articles that `scope` lets through; None where that is every one."""
        catalog = self._library.catalog
        allowed = catalog.select(scope)
        if scope.publishers and not allowed and not catalog.select(Scope(publishers=scope.publishers)):
            known = catalog.publishers()
            listed = ", ".join(known[:_LISTED]) + (
                f" and {len(known) - _LISTED:,} more" if len(known) > _LISTED else ""
            )
            raise UsageError(
                f"no article is by {' or '.join(scope.publishers)}",
                f"the publishers are {listed}" if known else "no article says who published it",
            )
        if scope.has_days and not self._undated_told and (undated := catalog.undated()):
            self._undated_told = True
            self._reporter.notify(f"articles of unknown day, which are left out: {undated:,}")
        return allowed

    def synced(self, *, thorough: bool = False) -> "SyncReport":
        """Bring the library, whose session is open, up to date, and tell what is new to tell.

        Raises:
            CorpusError: there is no article that can be read.
        """
        report = self._library.sync(self._reporter.progress, thorough=thorough)
        if report.is_change:
            self._changes.append(report)
        if report.new_problems or len(report.problems) != self._problems_told:
            self._reporter.problems(report.new_problems, len(report.problems) - len(report.new_problems))
            self._problems_told = len(report.problems)
        if report.passages == 0:
            raise CorpusError(
                f"none of the files in {', '.join(map(str, self._library.roots))} can be used",
                "`rag index`, with the same --corpus, says why for each",
            )
        return report
