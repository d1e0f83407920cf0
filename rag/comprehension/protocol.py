"""What the rest of the tool asks of a reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from rag.types import Span

Numbers = npt.NDArray[np.float32]

LONGEST_ANSWER = 30
"""Tokens of the longest span that counts as an answer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one text, for one question.

    places: where each token stands in the text, shape (tokens, 2), ascending.
    start, end: logits that the answer starts or ends at a token, less those of "not here"; shape (tokens,).
    relevance: the logit that the text answers at all.
    """

    places: npt.NDArray[np.int64]
    start: Numbers
    end: Numbers
    relevance: float

    def best(self, begin: int, stop: int) -> tuple[float, Span] | None:
        """The likeliest answer within `text[begin:stop]`, and by how much it beats "not here".

        The score of a span is the sum of its start's and its end's logit (Devlin et al. 2019, section 4.3). None
        where no token lies in that stretch.
        """
        inside = np.flatnonzero((self.places[:, 0] >= begin) & (self.places[:, 1] <= stop))
        if not len(inside):
            return None
        scores = self.start[inside][:, None] + self.end[inside][None, :]
        is_span = np.triu(np.ones_like(scores, dtype=bool)) & ~np.triu(np.ones_like(scores, dtype=bool), LONGEST_ANSWER)
        first, last = np.unravel_index(int(np.where(is_span, scores, -np.inf).argmax()), scores.shape)
        span = Span(int(self.places[inside[first], 0]), int(self.places[inside[last], 1]))
        return float(scores[first, last]), span


class Reader(Protocol):
    """Reads texts for a question."""

    @property
    def name(self) -> str: ...

    def warm_up(self) -> None:
        """Load what reading needs; may run in a thread beside other work."""
        ...

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """One reading for each text, in their order."""
        ...
