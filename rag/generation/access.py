"""Where a model is asked, and with which key: keys come from the environment alone, and are never shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.errors import ModelError
from rag.generation.names import ModelName, Provider

SERVER_KEY = "RAG_MODEL_KEY"
"""The variable with the key of a server that is named by its URL, where it wants one."""
_OLLAMA_PORT = 11434
_SHORTEST_KEY = 6
"""A shorter "key" is a word such as "x", which may stand in any message."""
_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk)-[\w*.…-]{6,}")


@dataclass(frozen=True, slots=True)
class Access:
    """The address of an API, and the key with the variable that it came from; "" where there is none."""

    url: str
    key: str = field(default="", repr=False)
    variable: str = ""

    def hidden(self, text: str) -> str:
        """`text` without the key, and without what looks like one, whole or half masked."""
        if len(self.key) >= _SHORTEST_KEY:
            text = text.replace(self.key, "…")
        return _KEY_LIKE.sub("…", text)


def access_to(name: ModelName, environ: Mapping[str, str]) -> Access:
    """How the model's API is reached.

    Raises:
        ModelError: its key is not in the environment.
    """
    match name.provider:
        case Provider.OLLAMA:
            return Access(
                ollama_url(environ.get("OLLAMA_HOST", "")), environ.get("OLLAMA_API_KEY", ""), "OLLAMA_API_KEY"
            )
        case Provider.OPENAI:
            url = environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
            return _with_key(url, "OPENAI_API_KEY", name, environ)
        case Provider.ANTHROPIC:
            url = environ.get("ANTHROPIC_BASE_URL") or "https://api.anthropic.com"
            return _with_key(url, "ANTHROPIC_API_KEY", name, environ)
        case Provider.SERVER:
            return Access(name.url or "", environ.get(SERVER_KEY, "").strip(), SERVER_KEY)


def ollama_url(host: str) -> str:
    """The address that OLLAMA_HOST means: "", "host", "host:port", ":port" or a URL; one of all interfaces is this
    machine's."""
    host = host.strip().strip("\"'")
    scheme, found, rest = host.partition("://")
    scheme, rest = (scheme, rest) if found else ("http", host)
    place, slash, path = rest.partition("/")
    if not found and not re.search(r":\d+$", place):
        place = f"{place}:{_OLLAMA_PORT}"
    if place.startswith(":"):
        place = f"127.0.0.1{place}"
    place = re.sub(r"^(?:0\.0\.0\.0|\[::\])(?=:|$)", "127.0.0.1", place)
    return f"{scheme}://{place}{slash}{path}".rstrip("/")


def _with_key(url: str, variable: str, name: ModelName, environ: Mapping[str, str]) -> Access:
    key = environ.get(variable, "").strip()
    if not key:
        raise ModelError(f"{name} needs a key, and {variable} is not set", f"export {variable}=… in your shell")
    return Access(url.rstrip("/"), key, variable)
