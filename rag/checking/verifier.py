"""Which `Verifier` is used: one that reads where there is a checker, else rules and likeness."""

from rag.checking.by_rules import RuleVerifier
from rag.checking.meaning import ClauseMeaning
from rag.checking.protocol import Verifier
from rag.checking.reading import ReadVerifier
from rag.embedding.protocol import Embedder
from rag.entailment.protocol import Checker


def open_verifier(embedder: Embedder, checker: Checker | None) -> Verifier:
    """The verifier for what models write; it may be asked many times."""
    return RuleVerifier(ClauseMeaning(embedder)) if checker is None else ReadVerifier(embedder, checker)
