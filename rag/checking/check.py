"""What rules find wrong with a statement beside what it cites: figures, dates, names, negation and so on."""

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
from rag.checking.protocol import Source
from rag.checking.quotations import check_quotations, folded
from rag.checking.roles import check_comparisons, check_roles
from rag.checking.slots import check_slots
from rag.types import Fault

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


CITES_NOTHING = Fault("citation", "it cites nothing")


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
