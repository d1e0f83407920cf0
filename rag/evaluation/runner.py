"""Asks every question of a suite."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.errors import CorpusError
from rag.evaluation.baseline import require_same
from rag.evaluation.conversations import articles_of, converse, scope_of
from rag.evaluation.outcome import Outcome
from rag.evaluation.suite import Item, Suite, missing_evidence
from rag.query_engine import QueryEngine
from rag.types import Answer, StoredArticle

Progress = Callable[[float, int], None]
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Run:
    """A suite, asked. The fingerprints say what may be compared: the questions, and the articles they were put to."""

    suite: Suite
    outcomes: tuple[Outcome, ...]
    texts: dict[str, str]
    corpus_fingerprint: str
    library: str


def run_suite(suite: Suite, engine: QueryEngine, progress: Progress, baseline: Mapping[str, Any] | None = None) -> Run:
    """Ask all questions, in order; the first is asked twice, so that no time holds a cold start.

    Args:
        baseline: the report that this run will be compared with.

    Raises:
        CorpusError: the corpus lacks articles or quotes that the suite expects.
        UsageError: the baseline was made with another suite or corpus; said before any question is asked.
    """
    if baseline:
        require_same("suite", suite.fingerprint, baseline)
    engine.refresh()
    articles = engine.articles()
    fingerprint = _fingerprint(articles)
    if baseline:
        require_same("corpus", fingerprint, baseline)
    texts = {a.article.path: a.article.text for a in articles}
    problems = missing_evidence(suite.items, texts)
    if problems:
        listed = "; ".join(problems[:_SHOWN])
        more = f"; and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise CorpusError(f"the suite does not fit this corpus: {listed}{more}", "name its corpus with --corpus")
    engine.examine(suite.items[0].question, scope=scope_of(suite.items[0]))
    outcomes = []
    for number, item in enumerate(suite.items, start=1):
        outcomes.append(converse(item, engine, scope_of(item)) if item.before else _asked(item, engine))
        progress(number, len(suite.items))
    return Run(suite, tuple(outcomes), texts, fingerprint, engine.library.fingerprint)


def _asked(item: Item, engine: QueryEngine) -> Outcome:
    started = time.perf_counter()
    examined = engine.examine(item.question, scope=scope_of(item))
    milliseconds = 1000 * (time.perf_counter() - started)
    ranked = articles_of(examined.evidence)
    return Outcome(item, examined.answer, ranked, examined.forced, milliseconds, support_of(examined.answer))


def _fingerprint(articles: Sequence[StoredArticle]) -> str:
    digests = "\n".join(f"{a.article.path}\t{a.digest}" for a in articles)
    return hashlib.sha256(digests.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def support_of(answer: Answer) -> float:
    """How well the best sentence carries a claim, 0 to 1: half the share of its words, half the cosine.

    A baseline without a model, for suites of claims.
    """
    considered = answer.explanation.sentences if answer.explanation else ()
    return max((0.5 * (s.features["coverage"] + s.features["meaning"]) for s in considered), default=0.0)
