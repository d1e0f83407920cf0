"""What the rest of the tool asks of a language model."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is given: what it is told once, and what it is asked; both are whole texts."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a model is asked for: `sent` is what it is shown, and `instead` says how to do without it."""

    sent: str
    instead: str


ANSWERS = Purpose("your questions and the sentences found for them", "--fallback answers in quotation instead")
JUDGEMENTS = Purpose("statements and the sentences found for them", "--judge none does without a judge")


class LanguageModel(Protocol):
    """Writes text for a prompt. All its failures are `ModelError`."""

    @property
    def name(self) -> str:
        """As the user gives it: "ollama/llama3.2"."""
        ...

    def stream(self, prompt: Prompt, schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """The reply in the pieces in which it arrives; closing the iterator stops the model.

        Args:
            schema: a JSON schema that the reply must follow, where the server can hold a model to one.

        Raises:
            ModelError: the model cannot be reached, is unknown, refuses, or breaks off; the hint says what to do.
        """
        ...
