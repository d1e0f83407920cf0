"""Where a model is asked, and with which key: keys come from the environment alone, go only to the address that they
are for, and are never shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from rag.errors import ModelError, UsageError
from rag.generation.names import ModelName, Provider, parse_model_name
from rag.generation.origin import Origin, origin_of, without_password

SERVER_KEY = "RAG_MODEL_KEY"
"""The variable with the key of a server that is named by its URL, where it wants one."""
SERVER_KEY_FOR = "RAG_MODEL_KEY_FOR"
"""The variable with the address that this key is for."""
_SERVER_NAME = "RAG_MODEL_NAME"
_OLLAMA_PORT = 11434
_SHORTEST_KEY = 6
"""A shorter "key" is a word such as "x", which may stand in any message."""
_KEY_LIKE = re.compile(r"\b(?:sk|pk|rk)-[\w*.…-]{6,}")
_ACCOUNT = {"openai-organization": "OPENAI_ORG_ID", "openai-project": "OPENAI_PROJECT_ID"}
_ANTHROPIC_VERSION = "2023-06-01"


@dataclass(frozen=True, slots=True)
class Access:
    """The address of an API, and the key with the variable that it came from; "" where there is none."""

    url: str
    key: str = field(default="", repr=False)
    variable: str = ""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """All that is sent to tell who asks, the key with it."""
    withheld: str = ""
    """Where a key is set and is not for this address: a line that says so."""

    @property
    def origin(self) -> Origin:
        found = origin_of(self.url)
        if found is None:
            shown = self.hidden(without_password(self.url))
            raise UsageError(f"{shown!r} is no address of a model server", "write http://host:port, without a password")
        return found

    def hidden(self, text: str) -> str:
        """`text` without the key, and without what looks like one, whole or half masked."""
        if len(self.key) >= _SHORTEST_KEY:
            text = text.replace(self.key, "…")
        return _KEY_LIKE.sub("…", text)


def access_to(name: ModelName, environ: Mapping[str, str], beside: ModelName | None = None) -> Access:
    """How the model's API is reached.

    Args:
        beside: another model that is in use: the key of a server is that one's, unless the environment says otherwise.

    Raises:
        ModelError: its key is not in the environment, or can be none.
        UsageError: a variable holds no address.
    """
    match name.provider:
        case Provider.OLLAMA:
            return _to_ollama(environ)
        case Provider.OPENAI:
            url = environ.get("OPENAI_BASE_URL") or "https://api.openai.com/v1"
            key = _wanted("OPENAI_API_KEY", name, environ)
            account = {header: environ[v].strip() for header, v in _ACCOUNT.items() if environ.get(v, "").strip()}
            return Access(url.rstrip("/"), key, "OPENAI_API_KEY", {**_bearer(key), **account})
        case Provider.ANTHROPIC:
            url = environ.get("ANTHROPIC_BASE_URL") or "https://api.anthropic.com"
            key = _wanted("ANTHROPIC_API_KEY", name, environ)
            headers = {"x-api-key": key, "anthropic-version": _ANTHROPIC_VERSION}
            return Access(url.rstrip("/"), key, "ANTHROPIC_API_KEY", headers)
        case Provider.SERVER:
            return _to_server(name.url or "", environ, beside)


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


def _to_ollama(environ: Mapping[str, str]) -> Access:
    """Ollama here wants no key: one that is set is for the address in OLLAMA_HOST."""
    host, variable = environ.get("OLLAMA_HOST", "").strip(), "OLLAMA_API_KEY"
    url, key = ollama_url(host), _key(variable, environ)
    if not host and key:
        return Access(url, variable=variable, withheld=f"{variable} is not sent to {url}, as OLLAMA_HOST is not set")
    return Access(url, key, variable, _bearer(key))


def _to_server(url: str, environ: Mapping[str, str], beside: ModelName | None) -> Access:
    key = _key(SERVER_KEY, environ)
    if not key:
        return Access(url, variable=SERVER_KEY)
    meant, said_in = _meant_for(environ, beside)
    asked = Access(url).origin
    if meant is not None and meant != asked:
        withheld = f"{SERVER_KEY} is for {meant} ({said_in}), and is not sent to {asked}"
        return Access(url, variable=SERVER_KEY, withheld=withheld)
    return Access(url, key, SERVER_KEY, _bearer(key))


def _meant_for(environ: Mapping[str, str], beside: ModelName | None) -> tuple[Origin | None, str]:
    """The address that the key of a server is for, and the variable that says so; None where none does, and it is
    that of whatever server the user names."""
    if bound := environ.get(SERVER_KEY_FOR, "").strip():
        origin = origin_of(bound)
        if origin is None:
            raise UsageError(f"{SERVER_KEY_FOR} holds no address", "write http://host:port, or https://host")
        return origin, SERVER_KEY_FOR
    named = environ.get(_SERVER_NAME, "").strip()
    name = parse_model_name(named) if named else None
    if name and name.url:
        return Access(name.url).origin, _SERVER_NAME
    return (Access(beside.url).origin, f"that of {beside.model}") if beside and beside.url else (None, "")


def _wanted(variable: str, name: ModelName, environ: Mapping[str, str]) -> str:
    key = _key(variable, environ)
    if not key:
        raise ModelError(f"{name} needs a key, and {variable} is not set", f"export {variable}=… in your shell")
    return key


def _key(variable: str, environ: Mapping[str, str]) -> str:
    key = environ.get(variable, "").strip()
    if not (key.isascii() and key.isprintable()):
        raise ModelError(f"{variable} holds characters that are in no key", f"export {variable}=… anew")
    return key


def _bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"} if key else {}
