"""Checks with an exported model. Imports onnxruntime."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rag.entailment.protocol import Entailment
from rag.models.pair_session import LONGEST, Numbers, PairSession
from rag.types import Span

if TYPE_CHECKING:
    from tokenizers import Encoding

LONGEST_STATEMENT = 96
"""In tokens, as in training."""
_FAILS_FROM = -1.0
"""The logit from which on a token is said to fail: what fails is only asked for where a statement is not borne out."""


class OnnxChecker:
    """A checker over a model with the outputs `verdict` and `fails` (see `PairSession` for its inputs).

    `verdict` has the logits of supported, refuted and neither, shape (rows, 3); `fails` the logit of each token that
    the evidence does not bear it out, shape (rows, tokens).
    """

    def __init__(self, model: bytes, tokenizer: Path) -> None:
        self._session = PairSession(model, tokenizer)

    def entail(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        found = []
        statements = self._session.tokens([statement for statement, _ in pairs])
        evidence = self._session.tokens([text for _, text in pairs])
        for statement, text in zip(statements, evidence, strict=True):
            mine = statement.ids[:LONGEST_STATEMENT]
            # One at a time: activations are scaled by all of a batch, and a verdict is not to depend on its neighbours.
            verdicts, fails = self._session.run([(mine, text.ids[: LONGEST - len(mine) - 3])], ["verdict", "fails"])
            odds = np.exp(verdicts[0] - verdicts[0].max())
            supported, refuted, neither = (float(v) for v in odds / odds.sum())
            found.append(Entailment(supported, refuted, neither, _failing(statement, fails[0, 1 : 1 + len(mine)])))
        return found


def _failing(statement: "Encoding", logits: Numbers) -> Span | None:
    """The run of failing tokens that fails most, as a stretch of the statement in whole words."""
    best: tuple[float, int, int] = (0.0, 0, 0)
    total, first = 0.0, 0
    for at, logit in enumerate(logits.tolist()):
        if logit < _FAILS_FROM:
            total, first = 0.0, at + 1
            continue
        total += logit - _FAILS_FROM
        best = max(best, (total, first, at + 1))
    _, start, stop = best
    if start == stop:
        return None
    words = statement.word_ids
    while start > 0 and words[start - 1] == words[start]:
        start -= 1
    while stop < len(words) and words[stop] == words[stop - 1]:
        stop += 1
    return Span(statement.offsets[start][0], statement.offsets[stop - 1][1])
