"""Whose trouble an error is: one article's, which is then passed over, or the machine's, which ends the run."""

import re

from rag.embedding.protocol import Embedder
from rag.errors import AskError
from rag.text.printable import printable

_MACHINES = (AskError, MemoryError, OSError, ImportError)
_NO_MEMORY = re.compile(r"out of memory|bad_?alloc|allocate", re.IGNORECASE)
"""How native code, which has no MemoryError, says so."""
_PROBE = "A short one."


def is_the_machines(error: Exception) -> bool:
    """Whether another article would have met it, too: no room, no memory, no model, no library."""
    return isinstance(error, _MACHINES) or bool(_NO_MEMORY.search(str(error)))


def has_lost_its_model(embedder: Embedder) -> bool:
    """Whether the model fails with words that harm nobody: then no article is to blame."""
    try:
        embedder.token_starts(_PROBE)
        embedder.embed_passages([_PROBE])
    except Exception:  # models and tokenizers raise their own kinds, without a common base
        return True
    return False


def in_a_line(error: Exception) -> str:
    """The kind of an error and the head of what it says."""
    head = (str(error).splitlines() or [""])[0][:80]
    return printable(f"{type(error).__name__}: {head}".rstrip(": "))
