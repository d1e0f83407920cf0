"""What a client raises, as an error that says what happened and what to do. Keys stay out of it."""

import json
from dataclasses import dataclass

from rag.errors import ModelError
from rag.generation.access import SERVER_KEY_FOR, Access
from rag.generation.bounds import causes, wire_error
from rag.generation.names import ModelName, Provider

_LONGEST = 300
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Statuses after which the same request may succeed; 529 is "overloaded"."""
_REFUSED_FORM = frozenset({400, 415, 422, 501})
"""Statuses by which servers say that they cannot hold a model to a form; not all say it in words."""
_FORM = ("response_format", "json_schema", "schema", "grammar", "output_config", "structured")
_TOO_LONG = (
    "context length", "context window", "context size", "context_length", "maximum context", "prompt is too long",
    "too many tokens", "exceeds the available context", "input is too long", "maximum model length",
    "reduce the length",
)  # fmt: skip


class FormRefusedError(ModelError):
    """The server may be unable to hold a model to a JSON schema; the same is to be asked without."""


class BrokenOffError(Exception):
    """The stream ended before the reply did."""


class NoReplyError(Exception):
    """There was no reply in what the server sent."""


class NothingWrittenError(Exception):
    """The model finished without a word."""


@dataclass(frozen=True, slots=True)
class Failures:
    """Tells what a client's exceptions mean for one model."""

    name: ModelName
    access: Access
    timeout: int
    instead: str = ""
    """What to do without the model."""

    def told(self, error: Exception, attempts: int = 1) -> ModelError:
        """The error as a user meets it."""
        message, hint = self._told(error, attempts)
        return ModelError(self.access.hidden(message), f"{hint}; {self.instead}" if self.instead else hint)

    def _told(self, error: Exception, attempts: int) -> tuple[str, str]:
        url, name = self.access.url, self._called
        if found := wire_error(error):
            return f"{name} at {url} {found.what}", found.hint
        if status := status_of(error):
            return self._of_status(status, _words(error), attempts)
        kinds = {kind.__name__ for kind in type(error).__mro__}
        if any("Timeout" in kind for kind in kinds):
            return (
                f"{name} at {url} said nothing for {self.timeout} seconds",
                "a smaller model may be faster; [model] timeout (RAG_MODEL_TIMEOUT) allows it more",
            )
        beneath = {type(cause).__name__ for cause in causes(error)}
        if isinstance(error, BrokenOffError) or beneath & {"RemoteProtocolError", "ReadError", "IncompleteRead"}:
            return f"the reply of {name} at {url} broke off", "ask again; the server's log may say why"
        if kinds & {"APIConnectionError", "ConnectionError", "ConnectError", "NetworkError", "gaierror", "ProxyError"}:
            return f"{name} cannot be reached at {url}{_cause(error)}", self._to_start
        if isinstance(error, NothingWrittenError):
            return f"{name} at {url} answered nothing", "ask again, or another model"
        if isinstance(error, NoReplyError) or _is_unreadable(error, kinds):
            return f"what answers at {url} does not answer as a model server does", self._to_correct
        return f"{name} at {url} failed: {_words(error) or type(error).__name__}", "ask again; its log may say why"

    def _of_status(self, status: int, words: str, attempts: int) -> tuple[str, str]:
        url, name, variable = self.access.url, self._called, self.access.variable
        said = f"{status}: {words}" if words else f"{status}"
        if status in {401, 403}:
            if self.access.withheld:
                return (
                    f"{url} wants a key ({status}); {self.access.withheld}",
                    f"if the key is for this address, say so: {SERVER_KEY_FOR}={self.access.origin}",
                )
            what = "refuses the key in" if self.access.key else "wants a key in"
            return f"{url} {what} {variable} ({status})", f"put a key that it accepts into {variable}"
        if status == 413 or (status in {400, 422, 500} and is_too_long(words)):
            return (
                f"the evidence is too long for {name} ({said})",
                "say in [model] window (RAG_MODEL_WINDOW) how many tokens it can read, and less is given",
            )
        if status == 404:
            return f"{url} knows no model {self.name.model!r} ({said})", self._to_find
        after = f" after {attempts} attempts" if attempts > 1 else ""
        if status == 429:
            return f"{url} is asked too often, or the quota is used up{after} ({said})", "wait, and ask again"
        if status >= 500:
            return f"{name} at {url} failed{after} ({said})", "ask again later; the server's log may say why"
        return f"{url} refuses what it is asked ({said})", "another model may accept it"

    @property
    def _called(self) -> str:
        """The name; without the address, which is said beside it."""
        return self.name.model if self.name.provider is Provider.SERVER else str(self.name)

    @property
    def _to_start(self) -> str:
        match self.name.provider:
            case Provider.OLLAMA:
                return "start it (ollama serve), or say in OLLAMA_HOST where it is"
            case Provider.SERVER:
                return "start the server, or correct its address; rag doctor shows what is reachable"
            case _:
                return "it needs a network"

    @property
    def _to_correct(self) -> str:
        match self.name.provider:
            case Provider.OLLAMA:
                return "say in OLLAMA_HOST where Ollama is"
            case Provider.SERVER:
                return "correct the address; that of an API mostly ends in /v1"
            case _:
                return "something between here and there answers instead: a proxy, perhaps"

    @property
    def _to_find(self) -> str:
        match self.name.provider:
            case Provider.OLLAMA:
                return f"fetch it (ollama pull {self.name.model}); rag doctor lists those that are there"
            case Provider.SERVER:
                return "rag doctor --model lists those that are there; the address of an API mostly ends in /v1"
            case _:
                return "correct the name"


def status_of(error: Exception) -> int | None:
    """The HTTP status that a client's exception tells of."""
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) and status >= 400 else None


def is_transient(error: Exception) -> bool:
    """Whether the same request may succeed in a moment."""
    return status_of(error) in _TRANSIENT and not is_too_long(_words(error))


def refuses_form(error: Exception) -> bool:
    """Whether a request may have failed for the schema in it."""
    words = _words(error)
    if is_too_long(words):
        return False
    return status_of(error) in _REFUSED_FORM or (bool(status_of(error)) and any(sign in words for sign in _FORM))


def refuses(error: Exception, option: str) -> bool:
    """Whether a request failed because this option was in it."""
    return status_of(error) in {400, 422} and option in _words(error)


def is_too_long(words: str) -> bool:
    return any(sign in words.lower() for sign in _TOO_LONG)


def _words(error: Exception) -> str:
    """What the server said, in one line."""
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else None
    said = inner.get("message") if isinstance(inner, dict) else inner
    if not isinstance(said, str):
        said = _unwrapped(str(getattr(error, "error", "") or getattr(error, "message", "") or error))
    code = inner.get("code") if isinstance(inner, dict) else None
    line = " ".join(said.split())
    if isinstance(code, str) and code not in line:
        line = f"{line} ({code})" if line else code
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _unwrapped(text: str) -> str:
    """What stands in `{"error": …}`, as Ollama's client hands it on."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return "" if text.lstrip().startswith("<") else text  # a page is no message
    inner = value.get("error", value) if isinstance(value, dict) else value
    return str(inner.get("message", inner) if isinstance(inner, dict) else inner)


def _cause(error: Exception) -> str:
    """The innermost cause: "connection refused", not "connection error"."""
    *_, seen = causes(error)
    why = (getattr(seen, "strerror", None) or str(seen)).strip()
    return f": {why[:1].lower()}{why[1:]}" if why and seen is not error else ""


def _is_unreadable(error: Exception, kinds: set[str]) -> bool:
    unreadable = (ValueError, KeyError, IndexError, AttributeError, TypeError, RecursionError)
    is_invalid = kinds & {"ValidationError", "APIResponseValidationError", "DecodingError"}
    return isinstance(error, unreadable) or bool(is_invalid)
