"""The LlamaIndex client of each provider. What they differ in stands here, and nowhere else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from rag.errors import ModelError
from rag.generation.access import Access
from rag.generation.bounds import Budget
from rag.generation.names import ModelName, Provider
from rag.installed import AGAIN, with_extra

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatResponse
    from llama_index.core.llms import LLM

    from rag.generation.wire import Wire

MOST_TOKENS = 1024
"""The longest reply. Local servers have no bound of their own."""
_IN_THE_CLOUD = re.compile(r"[:-]cloud$", re.I)
_NO_KEY = "none"
"""What clients are given in place of keys: the wire sends those, and nothing else that clients read somewhere."""
_PACKAGES = {
    Provider.OLLAMA: ("llama_index.llms.ollama", ""),
    Provider.OPENAI: ("llama_index.llms.openai_like", ""),
    Provider.ANTHROPIC: ("llama_index.llms.anthropic", "anthropic"),
    Provider.SERVER: ("llama_index.llms.openai_like", ""),
}
"""The package of each client, and the extra that brings it; "" where it comes with the tool."""


@dataclass(frozen=True, slots=True)
class Client:
    """A LlamaIndex client, and what closes its connections: LlamaIndex itself leaves them to the garbage collector."""

    llm: "LLM"
    close: Callable[[], None]


def require_client(name: ModelName) -> None:
    """See that the client is installed, without loading it.

    Raises:
        ModelError: it is not.
    """
    package, extra = _PACKAGES[name.provider]
    try:
        found = find_spec(package) is not None
    except ImportError:
        found = False
    if not found:
        what = with_extra(extra) if extra else AGAIN
        raise ModelError(f"{name} needs the package {package.replace('_', '-').replace('.', '-')}", what)


def runs_elsewhere(name: ModelName) -> bool:
    """Whether Ollama has the model on machines of its makers, whose names for them end so."""
    return name.provider is Provider.OLLAMA and bool(_IN_THE_CLOUD.search(name.model))


def open_client(name: ModelName, access: Access, budget: Budget, timeout: int, window: int) -> Client:
    """A client that tries once and keeps to the limits: how often to try is decided above it.

    Args:
        budget: what the server may take of time and send.
        timeout: the longest silence, in seconds.
        window: how many tokens the model can read and write in all.
    """
    from rag.generation.wire import Wire  # noqa: PLC0415  (slow, like all below)

    opened = {
        Provider.OLLAMA: _ollama,
        Provider.OPENAI: _openai,
        Provider.ANTHROPIC: _anthropic,
        Provider.SERVER: _openai,
    }
    return opened[name.provider](name, access.url, Wire(access, budget, timeout), window)


def form_options(provider: Provider, schema: Mapping[str, Any]) -> dict[str, Any]:
    """How the provider is told to hold the reply to a JSON schema."""
    match provider:
        case Provider.OLLAMA:
            return {"format": schema}
        case Provider.ANTHROPIC:
            return {"output_config": {"format": {"type": "json_schema", "schema": schema}}}
        case _:
            named = {"name": "answer", "strict": True, "schema": schema}
            return {"response_format": {"type": "json_schema", "json_schema": named}}


def unset(provider: Provider) -> dict[str, Any]:
    """The options by which no temperature is sent: some models of reasoning accept none."""
    match provider:
        case Provider.OLLAMA:
            return {}
        case Provider.ANTHROPIC:
            import anthropic  # noqa: PLC0415  (slow, and an extra)

            return {"temperature": anthropic.omit}
        case _:
            import openai  # noqa: PLC0415  (slow)

            return {"temperature": openai.omit}


def why_finished(response: "ChatResponse") -> str | None:
    """The reason that the last piece of a reply gives for its end; None for all before."""
    raw = response.raw
    if isinstance(raw, dict) and raw.get("done"):
        return str(raw.get("done_reason") or "stop")
    for choice in getattr(raw, "choices", None) or ():
        return choice.finish_reason and str(choice.finish_reason)
    reason = response.message.additional_kwargs.get("stop_reason")
    return reason and str(reason)


def _ollama(name: ModelName, url: str, wire: "Wire", window: int) -> Client:
    import ollama  # noqa: PLC0415
    from llama_index.llms.ollama import Ollama  # noqa: PLC0415

    client = ollama.Client(host=url, transport=wire, trust_env=False, follow_redirects=False)
    llm = Ollama(
        model=name.model,
        base_url=url,
        temperature=0.0,
        context_window=window,  # else it asks the server for the model's longest, which takes the memory of many
        additional_kwargs={"num_predict": MOST_TOKENS},
        client=client,
    )
    return Client(llm, client.close)


def _openai(name: ModelName, url: str, wire: "Wire", window: int) -> Client:
    """OpenAI's client without its list of known models, which new ones and other servers' are not on."""
    import httpx  # noqa: PLC0415
    import openai  # noqa: PLC0415
    from llama_index.llms.openai_like import OpenAILike  # noqa: PLC0415

    http = httpx.Client(transport=wire, trust_env=False, follow_redirects=False)
    client = openai.OpenAI(api_key=_NO_KEY, base_url=url, max_retries=0, http_client=http)
    llm = OpenAILike(
        model=name.model,
        api_base=url,
        api_key=_NO_KEY,
        is_chat_model=True,
        should_use_structured_outputs=True,
        context_window=window,
        # OpenAI's own models count their thoughts in it, and end by themselves.
        max_tokens=MOST_TOKENS if name.provider is Provider.SERVER else None,
        temperature=0.0,
        max_retries=0,
        openai_client=client,
    )
    return Client(llm, client.close)


def _anthropic(name: ModelName, url: str, wire: "Wire", window: int) -> Client:
    import anthropic  # noqa: PLC0415
    import httpx  # noqa: PLC0415
    from llama_index.core.llms import LLMMetadata  # noqa: PLC0415
    from llama_index.llms.anthropic import Anthropic  # noqa: PLC0415

    class AnyAnthropic(Anthropic):  # type: ignore[misc]
        """The client without its list of known models, which new ones are not on."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=window, num_output=MOST_TOKENS, is_chat_model=True, model_name=self.model)

    llm = AnyAnthropic(
        model=name.model,
        base_url=url,
        api_key=_NO_KEY,
        temperature=0.0,
        max_tokens=MOST_TOKENS,
        max_retries=0,
    )
    # It takes no client of ours, and its own would go where the environment sends it.
    llm._client.close()
    http = httpx.Client(transport=wire, trust_env=False, follow_redirects=False)
    llm._client = anthropic.Anthropic(api_key=_NO_KEY, base_url=url, max_retries=0, http_client=http)
    return Client(llm, llm._client.close)
