"""What the commands write for the user: answers, to be read by no other, and never among the articles."""

from collections.abc import Sequence
from pathlib import Path

from rag.errors import UsageError
from rag.private import write_privately


def require_outside(file: Path, roots: Sequence[Path]) -> None:
    """Refuse a place in the corpus, whose folders are `roots`.

    Raises:
        UsageError: it lies there, or is a link to there.
    """
    if any(file.resolve().is_relative_to(root.resolve()) for root in roots):
        raise UsageError(f"{file} lies in the corpus, which is never written to", "name another folder")


def save(file: Path, text: str) -> None:
    """Write a file that only the user may read.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        write_privately(file, text)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{file} cannot be written: {why}", "name another place") from error
