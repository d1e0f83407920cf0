"""What a single check finds wrong with a statement."""

from dataclasses import dataclass

from rag.types import Fault


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, and whether the sources say otherwise rather than nothing of it."""

    fault: Fault
    contradicts: bool = False
