"""Prompts: files in `prompts/`, with the variables that they declare, checked when loaded.

A file begins with front matter that lists its `variables`; a template for each of `# System` and `# User` follows, with
`{name}` where a variable goes. A file of one part has no such headings: it is a variable of another.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from rag.errors import ModelError
from rag.generation.protocol import Prompt
from rag.installed import AGAIN

if TYPE_CHECKING:
    from llama_index.core.prompts import ChatPromptTemplate

DECLINE = "The articles do not answer this question."
"""How a model says that it finds no answer, and nothing else. Prompts have it as `{decline}`."""
_MATTER = re.compile(r"\A---\n(?P<matter>.*?)\n---\n(?P<rest>.*)", re.S)
_PARTS = re.compile(r"\A# System\n(?P<system>.*?)\n# User\n(?P<user>.*)", re.S)
_VERSION_LENGTH = 8


def prompts_folder() -> Path:
    """The prompts that come with the tool: in the wheel, or beside the sources."""
    packaged = Path(str(files("rag"))) / "_data" / "prompts"
    return packaged if packaged.is_dir() else Path(str(files("rag"))).parent / "prompts"


@dataclass(frozen=True)
class PromptFile:
    """A prompt as its file has it; `text` is all of the file."""

    name: str
    text: str
    variables: frozenset[str]
    system: str
    user: str

    @cached_property
    def template(self) -> "ChatPromptTemplate":
        from llama_index.core.base.llms.types import ChatMessage, MessageRole  # noqa: PLC0415  (slow)
        from llama_index.core.prompts import ChatPromptTemplate  # noqa: PLC0415

        parts = ((MessageRole.SYSTEM, self.system), (MessageRole.USER, self.user))
        return ChatPromptTemplate(message_templates=[ChatMessage(role=role, content=text) for role, text in parts])

    def fill(self, **values: str) -> Prompt:
        """The prompt with every variable given. What a value holds is not looked at again."""
        if values.keys() != self.variables:
            raise ValueError(f"{self.name} is given {sorted(values)}, and takes {sorted(self.variables)}")
        system, user = self.template.format_messages(**values)
        return Prompt(str(system.content), str(user.content))


def load_prompt(name: str, folder: Path | None = None) -> PromptFile:
    """The prompt in `NAME.md`.

    Raises:
        ModelError: it cannot be read, or uses a variable that it does not declare, or the other way round.
    """
    file = (folder or prompts_folder()) / f"{name}.md"
    try:
        text = file.read_text("utf-8").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"the prompt {file} cannot be read: {error}", AGAIN) from error
    found = _MATTER.fullmatch(text)
    declared = _declared(found["matter"]) if found else None
    if found is None or declared is None:
        raise ModelError(f"the prompt {file} does not declare its variables", "begin it with ---, variables: […], ---")
    parts = _PARTS.fullmatch(found["rest"].lstrip("\n"))
    system, user = (parts["system"], parts["user"]) if parts else ("", found["rest"])
    prompt = PromptFile(name, text, frozenset(declared), system.strip(), user.strip())
    used = set(prompt.template.template_vars)
    if unknown := used - prompt.variables:
        raise ModelError(
            f"the prompt {file} uses {_listed(unknown)}, and does not declare it", "declare it, or correct it"
        )
    if unused := prompt.variables - used:
        raise ModelError(f"the prompt {file} declares {_listed(unused)}, and does not use it", "use it, or take it out")
    return prompt


def version_of(prompts: Sequence[PromptFile]) -> str:
    """A fingerprint of the files, which changes when a word of them does."""
    digest = hashlib.sha256("\0".join(p.text for p in prompts).encode("utf-8"))
    return digest.hexdigest()[:_VERSION_LENGTH]


def _declared(matter: str) -> list[str] | None:
    try:
        table = yaml.safe_load(matter)
    except yaml.YAMLError:
        return None
    names = table.get("variables") if isinstance(table, dict) else None
    if not isinstance(names, list) or not all(isinstance(n, str) and n.isidentifier() for n in names):
        return None
    return names


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
