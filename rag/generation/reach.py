"""What models are within reach: asks servers for their lists, and no model for anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.errors import AskError, ModelError
from rag.generation.access import Access, access_to
from rag.generation.bounds import Budget
from rag.generation.clients import require_client
from rag.generation.failures import Failures, NoReplyError
from rag.generation.names import ModelName, Provider, parse_model_name
from rag.text.printable import without_halves

if TYPE_CHECKING:
    import httpx

_PATIENCE_S = 5
_PATIENCE_HERE_S = 1
_IN_ALL = 2
"""How many times its longest silence a list may take in all."""
_MOST_MODELS = 2000
_LONGEST_NAME = 300
LOCAL_SERVERS = {
    "llama.cpp": "http://127.0.0.1:8080/v1",
    "LM Studio": "http://127.0.0.1:1234/v1",
    "vLLM": "http://127.0.0.1:8000/v1",
}
"""Where servers on this machine listen unless told otherwise."""
KEYS = {Provider.OPENAI: "OPENAI_API_KEY", Provider.ANTHROPIC: "ANTHROPIC_API_KEY"}


@dataclass(frozen=True, slots=True)
class Reached:
    """A server that answers, and the names of its models as `--model` takes them.

    `withheld` says which key was not sent to it, where one is set and is for another.
    """

    url: str
    models: tuple[str, ...]
    withheld: str = ""


class _RefusedError(Exception):
    def __init__(self, status: int, body: object) -> None:
        super().__init__(f"status {status}")
        self.status_code, self.body = status, body


def reach(
    name: ModelName, environ: Mapping[str, str], seconds: int = _PATIENCE_S, beside: ModelName | None = None
) -> Reached:
    """Ask the provider of this model for the models that it has.

    Args:
        beside: another model that is in use, whose key is not sent; see `access_to`.

    Raises:
        ModelError: the client is not installed, the key is not set or refused, or nothing there answers as it should.
    """
    require_client(name)
    access = access_to(name, environ, beside)
    try:
        listed = _listed(name.provider, access, seconds)
    except Exception as error:  # whatever it is, it is said in our words
        told = Failures(name, access, seconds).told(error)
        raise ModelError(told.message, told.hint) from None
    return Reached(access.url, tuple(str(ModelName(name.provider, m, name.url)) for m in listed), access.withheld)


def has_model(name: ModelName, reached: Reached) -> bool:
    """Whether the list names the model; Ollama's leave out no tag, users do."""
    return bool({str(name), f"{name}:latest"} & set(reached.models))


def local_servers(environ: Mapping[str, str]) -> dict[str, Reached]:
    """The model servers on this machine that answer, by what they are likely to be."""
    asked = {"Ollama": "ollama/any", **{what: f"any@{url}" for what, url in LOCAL_SERVERS.items()}}
    keyless = {key: value for key, value in environ.items() if key == "OLLAMA_HOST"}
    found = {}
    for what, text in asked.items():
        name = parse_model_name(text)
        assert name is not None
        try:
            found[what] = reach(name, keyless, _PATIENCE_HERE_S)
        except AskError:
            continue
    return found


def _listed(provider: Provider, access: Access, seconds: int) -> list[str]:
    import httpx  # noqa: PLC0415  (slow)

    from rag.generation.wire import Wire  # noqa: PLC0415  (slow)

    path = {Provider.OLLAMA: "/api/tags", Provider.ANTHROPIC: "/v1/models?limit=1000"}.get(provider, "/models")
    wire = Wire(access, Budget(_IN_ALL * seconds), seconds)
    with httpx.Client(transport=wire, trust_env=False, follow_redirects=False) as client:
        answer = client.get(access.url + path)
    if answer.status_code >= 400:
        raise _RefusedError(answer.status_code, _body(answer))
    table = answer.json()
    rows = table.get("models" if provider is Provider.OLLAMA else "data") if isinstance(table, dict) else None
    if not isinstance(rows, list):
        raise NoReplyError
    named = (row.get("name") or row.get("id") for row in rows[:_MOST_MODELS] if isinstance(row, dict))
    return [without_halves(name) for name in named if isinstance(name, str) and len(name) <= _LONGEST_NAME]


def _body(answer: "httpx.Response") -> object:
    try:
        return answer.json() if "json" in answer.headers.get("content-type", "") else ""
    except (ValueError, RecursionError):
        return ""
