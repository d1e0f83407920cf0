"""A `Verifier` without a checker: rules first, then likeness.

A statement in which the rules find no fault is put to a judge of meaning, and one that this bears out is supported.
"""

from collections.abc import Sequence

from rag.checking.check import CITES_NOTHING, find_faults, is_quoted
from rag.checking.protocol import Checked, Meaning, Source
from rag.checking.weights import SUPPORTED_FROM
from rag.types import Fault, Verdict


class RuleVerifier:
    """What rules see, they see for certain; what means something else in the same words they let pass."""

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning

    def check(self, statement: str, sources: Sequence[Source]) -> Checked:
        if not sources:
            return Checked(Verdict.UNSUPPORTED, (CITES_NOTHING,))
        if is_quoted(statement, sources):
            return Checked(Verdict.QUOTED, (), 1.0)
        if found := find_faults(statement, sources):
            verdict = Verdict.CONTRADICTED if any(f.contradicts for f in found) else Verdict.UNSUPPORTED
            return Checked(verdict, tuple(f.fault for f in found))
        support = self._meaning.weigh(statement, sources)
        if support >= SUPPORTED_FROM:
            return Checked(Verdict.SUPPORTED, (), support)
        return Checked(Verdict.UNSUPPORTED, (Fault("meaning", "what is cited does not say this"),), support)
