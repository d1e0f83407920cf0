"""Checkers that somebody else made: models of natural language inference. Imports torch."""

from collections.abc import Mapping, Sequence

import torch

from rag.entailment.protocol import Entailment
from rag.errors import ModelError
from rag.models.hub import Notify
from rag.models.pretrained import load_pretrained, longest_input

_BATCH = 16
_SETTING = "[checker] model"
_SUPPORTED = ("entail", "support")
_REFUTED = ("contradict", "refute")


class PretrainedChecker:
    """A classifier of (evidence, statement), told by the names of its labels which is which."""

    def __init__(self, name: str, notify: Notify) -> None:
        """Load it.

        Raises:
            ModelError: it cannot be loaded, or its labels do not tell what is entailed and what is contradicted.
        """
        self._tokenizer, self._model = load_pretrained(name, "checker", _SETTING, notify)
        labels = getattr(self._model.config, "id2label", {})
        supported, refuted = _labels(labels)
        if supported is None or refuted is None or not type(self._model).__name__.endswith("ForSequenceClassification"):
            known = ", ".join(map(str, labels.values())) or "none"
            hint = f"a checker is a model of natural language inference; change {_SETTING}"
            raise ModelError(f"{name} is no checker: its labels ({known}) are not entailment and contradiction", hint)
        self._supported, self._refuted = supported, refuted

    def entail(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        found = []
        longest = longest_input(self._tokenizer, self._model)
        for at in range(0, len(pairs), _BATCH):
            some = pairs[at : at + _BATCH]
            given = self._tokenizer(
                [evidence for _, evidence in some],
                [statement for statement, _ in some],
                truncation="longest_first",
                max_length=longest,
                padding=True,
                return_tensors="pt",
            )
            with torch.inference_mode():
                rows = torch.softmax(self._model(**given).logits.float(), -1).tolist()
            for row in rows:
                supported = row[self._supported]
                refuted = row[self._refuted]
                found.append(Entailment(supported, refuted, max(0.0, 1 - supported - refuted)))
        return found


def _labels(names: Mapping[int, str]) -> tuple[int | None, int | None]:
    """Which labels mean supported and refuted; "not_entailment" is neither."""

    def first(meant: tuple[str, ...]) -> int | None:
        named = ((int(n), str(name).casefold()) for n, name in names.items())
        return next((n for n, name in named if "not" not in name and any(name.startswith(m) for m in meant)), None)

    return first(_SUPPORTED), first(_REFUTED)
