"""What a model is called: `ollama/NAME`, `openai/NAME`, `anthropic/NAME`, `NAME@URL`, or `none`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from rag.errors import UsageError

NONE = "none"
"""No model: answers are quotations."""
FORMS = "ollama/NAME, openai/NAME, anthropic/NAME, NAME@http://host:port/v1, or none"
_ON_SERVER = re.compile(r"\A(?P<model>\S.*?)@(?P<url>https?://.*)", re.I | re.S)
_API_PATH = "/v1"
_CALLED = "/chat/completions"
"""What people paste with the address of a server."""


class Provider(StrEnum):
    OLLAMA = "ollama"
    OPENAI = "openai"
    ANTHROPIC = "anthropic"
    SERVER = "server"
    """Any server that speaks as OpenAI's does: llama.cpp, LM Studio, vLLM."""


@dataclass(frozen=True, slots=True)
class ModelName:
    """Which model of whom; `url` is where a server's API begins, and None for the others."""

    provider: Provider
    model: str
    url: str | None = None

    def __str__(self) -> str:
        """As the user gives it."""
        return f"{self.model}@{self.url}" if self.url else f"{self.provider}/{self.model}"


def parse_model_name(text: str) -> ModelName | None:
    """What `text` names; None for "none".

    Raises:
        UsageError: it names nothing, or its URL holds a password.
    """
    text = text.strip()
    if text.casefold() == NONE:
        return None
    if on_server := _ON_SERVER.fullmatch(text):
        return ModelName(Provider.SERVER, on_server["model"].strip(), _api_url(on_server["url"]))
    provider, slash, model = text.partition("/")
    known = {p.value for p in Provider if p is not Provider.SERVER}
    if slash and model.strip() and provider.casefold() in known:
        return ModelName(Provider(provider.casefold()), model.strip())
    raise UsageError(f"{text!r} is no name of a model", f"write {FORMS}")


def _api_url(url: str) -> str:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        has_host = False
    if not has_host or re.search(r"\s", url):
        raise UsageError(f"{_shown(url)!r} is no address of a model server", "write NAME@http://host:port/v1")
    if "@" in parts.netloc:
        raise UsageError("the address of a model server must hold no password", "put its key into RAG_MODEL_KEY")
    path = parts.path.rstrip("/").removesuffix(_CALLED).rstrip("/")
    return f"{parts.scheme.lower()}://{parts.netloc}{path or _API_PATH}"


def _shown(url: str) -> str:
    """Without what may be a password."""
    return re.sub(r"//[^/]*@", "//…@", url)
