"""What a language model may change about a verdict: refuse anything, support what is open, and overrule no fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.checking.protocol import Source
from rag.types import BORNE_OUT, Fault, Ruling, Verdict

_SETTLED = frozenset({"quotation", "citation"})
"""Kinds of fault that are certain, whatever the rest of a statement says."""
_BY_MEANING = "meaning"
_REFUSED = {
    Verdict.UNSUPPORTED: Fault("judge", "the judge says that what was found does not bear this out"),
    Verdict.CONTRADICTED: Fault("judge", "the judge says that what was found says otherwise"),
}


class Judge(Protocol):
    """Says of a statement what sentences make of it, as a person would who reads them."""

    @property
    def name(self) -> str:
        """As the user gives it, with the version of its prompt."""
        ...

    def verdict(self, statement: str, sources: Sequence[Source]) -> Verdict | None:
        """Supported, contradicted or unsupported; None where there is nothing that it may be shown.

        Raises:
            ModelError: it fails, or says something else.
        """
        ...


@dataclass(frozen=True, slots=True)
class Ruled:
    """What came of a statement after the judge; `ruling` is None where it did not speak, and nothing was changed."""

    verdict: Verdict
    faults: tuple[Fault, ...]
    ruling: Ruling | None = None


def second_opinion(
    statement: str, sources: Sequence[Source], verdict: Verdict, faults: tuple[Fault, ...], judge: Judge | None
) -> Ruled:
    """The verdict once the judge was asked, where there is one and something is left to it.

    Raises:
        ModelError: see `Judge`.
    """
    if judge is None or not sources or not is_open(verdict, faults):
        return Ruled(verdict, faults)
    said = judge.verdict(statement, sources)
    return Ruled(verdict, faults) if said is None else ruled(verdict, faults, said)


def is_open(verdict: Verdict, faults: Sequence[Fault]) -> bool:
    """Whether a judge may change it: it is no quotation, and no fact differs, nor words in quotation marks.

    What was contradicted by meaning alone, without a fact that differs, is open.
    """
    kinds = {fault.kind for fault in faults}
    differs = verdict is Verdict.CONTRADICTED and bool(kinds - {_BY_MEANING})
    return verdict is not Verdict.QUOTED and not differs and not kinds & _SETTLED


def ruled(verdict: Verdict, faults: tuple[Fault, ...], said: Verdict) -> Ruled:
    """What a judge's word makes of an open verdict: it is the last, and the faults say that it was."""
    ruling = Ruling(said, changed=said is not verdict)
    if not ruling.changed:
        return Ruled(verdict, faults, ruling)
    if said in BORNE_OUT:
        return Ruled(said, (), ruling)
    kept = faults if said is Verdict.CONTRADICTED else ()
    return Ruled(said, (_REFUSED[said], *kept), ruling)
