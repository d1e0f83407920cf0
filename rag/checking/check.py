"""Whether a statement is borne out by the sentences that it cites.

First what can be told for certain: figures, dates, names, negation, quotation marks, attribution. Only a statement
without such a fault is put to a judge of meaning, and only one that this bears out is supported.
"""

from collections.abc import Callable, Iterator, Sequence

from rag.checking.attributions import check_attribution
from rag.checking.causes import check_causes
from rag.checking.changes import check_changes
from rag.checking.dates import check_dates
from rag.checking.figures import check_figures
from rag.checking.finding import Finding
from rag.checking.hedges import check_hedges
from rag.checking.names import check_names
from rag.checking.negation import check_negation
from rag.checking.parts import check_parts
from rag.checking.places import check_places
from rag.checking.protocol import Checked, Meaning, Source
from rag.checking.quotations import check_quotations, folded
from rag.checking.roles import check_comparisons, check_roles
from rag.checking.slots import check_slots
from rag.checking.weights import SUPPORTED_FROM
from rag.types import Fault, Verdict

Check = Callable[[str, Sequence[Source]], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    check_figures,
    check_changes,
    check_places,
    check_parts,
    check_dates,
    check_names,
    check_slots,
    check_roles,
    check_comparisons,
    check_negation,
    check_quotations,
    check_attribution,
    check_hedges,
    check_causes,
)


def check(statement: str, sources: Sequence[Source], meaning: Meaning) -> Checked:
    """The verdict on a statement of one sentence.

    Args:
        sources: the sentences that it cites, and no others.
    """
    if not sources:
        return Checked(Verdict.UNSUPPORTED, (Fault("citation", "it cites nothing"),), 0.0)
    if is_quoted(statement, sources):
        return Checked(Verdict.QUOTED, (), 1.0)
    found = find_faults(statement, sources)
    if found:
        verdict = Verdict.CONTRADICTED if any(f.contradicts for f in found) else Verdict.UNSUPPORTED
        return Checked(verdict, tuple(f.fault for f in found), 0.0)
    weighed = meaning.weigh(statement, sources)
    if weighed.refuted:
        fault = Fault("meaning", "what is cited says otherwise", weighed.fails)
        return Checked(Verdict.CONTRADICTED, (fault,), weighed.support)
    if weighed.support >= SUPPORTED_FROM:
        return Checked(Verdict.SUPPORTED, (), weighed.support)
    return Checked(
        Verdict.UNSUPPORTED, (Fault("meaning", "what is cited does not say this", weighed.fails),), weighed.support
    )


def find_faults(statement: str, sources: Sequence[Source]) -> tuple[Finding, ...]:
    """What can be told without a judge of meaning."""
    return tuple(finding for one in CHECKS for finding in one(statement, sources))


def is_quoted(statement: str, sources: Sequence[Source]) -> bool:
    """Whether it is word for word a source, or one with the sentence before it."""
    text = _bare(statement)
    whole = (s for source in sources for s in (source.text, " ".join((*source.before[-1:], source.text))))
    return any(text == _bare(one) for one in whole)


def _bare(text: str) -> str:
    return folded(text).rstrip(".")
