"""A language model behind a client: asked again where that may help, and every failure said in our words."""

import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from rag.generation.access import Access, access_to
from rag.generation.clients import form_options, open_client, require_client, unset, why_finished
from rag.generation.failures import (
    BrokenOffError,
    Failures,
    FormRefusedError,
    NoReplyError,
    NothingWrittenError,
    is_transient,
    refuses,
    refuses_form,
)
from rag.generation.names import ModelName
from rag.generation.protocol import Prompt

_LONGEST_WAIT_S = 20.0
_RETRY_AFTER = "retry-after"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is made again, and after how many seconds: twice as many each time, or as the server says."""

    retries: int = 3
    first_s: float = 0.5

    def wait(self, attempt: int, error: Exception) -> float:
        """Seconds to wait after the `attempt`th failure, counted from 1."""
        headers = getattr(getattr(error, "response", None), "headers", None) or {}
        try:
            asked = float(headers.get(_RETRY_AFTER, ""))
        except ValueError:
            asked = self.first_s * 2 ** (attempt - 1)
        return min(max(asked, 0.0), _LONGEST_WAIT_S)


PATIENCE = Patience()


class ClientModel:
    """A `LanguageModel` of one of the providers. Its client is loaded when it is asked, and closed with the stream."""

    def __init__(
        self,
        name: ModelName,
        access: Access,
        timeout: int,
        window: int,
        notify: Callable[[str], None],
        patience: Patience = PATIENCE,
    ) -> None:
        self._named, self._access, self._timeout, self._window = name, access, timeout, window
        self._notify, self._patience = notify, patience
        self._failures = Failures(name, access, timeout)
        self._options: dict[str, Any] = {}

    @property
    def name(self) -> str:
        return str(self._named)

    def stream(self, prompt: Prompt, schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        attempt = 0
        while True:
            attempt += 1
            has_begun = False
            try:
                with closing(self._pieces(prompt, schema)) as pieces:
                    for piece in pieces:
                        has_begun = True
                        yield piece
                return
            except Exception as error:
                if not has_begun:
                    if refuses(error, "temperature") and not self._options:
                        self._options = unset(self._named.provider)
                        if self._options:
                            continue
                    if is_transient(error) and attempt <= self._patience.retries:
                        self._pause(attempt, error)
                        continue
                    if schema is not None and refuses_form(error):
                        raise FormRefusedError(f"{self.name} cannot be held to a form") from self._shown(error)
                raise self._failures.told(error, attempt) from self._shown(error)

    def _pieces(self, prompt: Prompt, schema: Mapping[str, Any] | None) -> Generator[str, None, None]:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole  # noqa: PLC0415  (slow)

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=prompt.system),
            ChatMessage(role=MessageRole.USER, content=prompt.user),
        ]
        options = {**self._options, **(form_options(self._named.provider, schema) if schema is not None else {})}
        received, written, ended = 0, False, False
        with closing(open_client(self._named, self._access, self._timeout, self._window)) as client:
            for response in client.llm.stream_chat(messages, **options):
                received += 1
                ended = ended or why_finished(response) is not None
                if response.delta:
                    written = written or bool(response.delta.strip())
                    yield response.delta
        if not received:
            raise NoReplyError
        if not ended:
            raise BrokenOffError
        if not written:
            raise NothingWrittenError

    def _pause(self, attempt: int, error: Exception) -> None:
        wait = self._patience.wait(attempt, error)
        self._notify(f"{self.name} is busy or in trouble; asking again in {wait:.1f} seconds")
        time.sleep(wait)

    def _shown(self, error: Exception) -> Exception | None:
        """The cause that a traceback may print; None where it would print a key."""
        seen: BaseException | None = error
        while seen is not None:
            if self._access.hidden(str(seen)) != str(seen):
                return None
            seen = seen.__cause__ or seen.__context__
        return error


def open_language_model(
    name: ModelName,
    notify: Callable[[str], None],
    *,
    timeout: int,
    window: int,
    environ: Mapping[str, str] | None = None,
    patience: Patience = PATIENCE,
) -> ClientModel:
    """The model of this name. It is not asked anything yet.

    Args:
        notify: told, in a line, when it is asked again.
        timeout: the longest silence, in seconds.
        window: how many tokens it can read and write in all.
        environ: the environment; the process' own by default.

    Raises:
        ModelError: its client is not installed, or its key is not set.
    """
    require_client(name)
    access = access_to(name, os.environ if environ is None else environ)
    return ClientModel(name, access, timeout, window, notify, patience)
