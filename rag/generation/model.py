"""A language model behind a client: asked again where that may help, and every failure said in our words."""

import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from rag.generation.access import Access, access_to
from rag.generation.bounds import MOST_CHARACTERS, Budget, TooMuchError, WireError, causes
from rag.generation.clients import form_options, open_client, require_client, runs_elsewhere, unset, why_finished
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
from rag.generation.origin import without_password
from rag.generation.protocol import ANSWERS, Prompt, Purpose
from rag.text.printable import without_halves

_LONGEST_WAIT_S = 20.0
_RETRY_AFTER = "retry-after"


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is made again, and after how many seconds: twice as many each time, or as the server says.

    All of it may take `silences` times as long as the longest silence.
    """

    retries: int = 3
    first_s: float = 0.5
    silences: float = 5

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
        purpose: Purpose = ANSWERS,
    ) -> None:
        self._named, self._access, self._timeout, self._window = name, access, timeout, window
        self._notify, self._patience, self._purpose = notify, patience, purpose
        self._failures = Failures(name, access, timeout, purpose.instead)
        self._options: dict[str, Any] = {}
        self._is_told = False

    @property
    def name(self) -> str:
        return str(self._named)

    def stream(self, prompt: Prompt, schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        self._tell()
        attempt, budget = 0, Budget(self._patience.silences * self._timeout)
        while True:
            attempt += 1
            has_begun = False
            try:
                with closing(self._pieces(prompt, schema, budget)) as pieces:
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
                    if (
                        is_transient(error)
                        and attempt <= self._patience.retries
                        and self._pause(attempt, error, budget)
                    ):
                        continue
                    if schema is not None and refuses_form(error):
                        raise FormRefusedError(f"{self.name} cannot be held to a form") from self._shown(error)
                raise self._failures.told(error, attempt) from self._shown(error)

    def _pieces(self, prompt: Prompt, schema: Mapping[str, Any] | None, budget: Budget) -> Generator[str, None, None]:
        from llama_index.core.base.llms.types import ChatMessage, MessageRole  # noqa: PLC0415  (slow)

        messages = [
            ChatMessage(role=MessageRole.SYSTEM, content=prompt.system),
            ChatMessage(role=MessageRole.USER, content=prompt.user),
        ]
        options = {**self._options, **(form_options(self._named.provider, schema) if schema is not None else {})}
        received, written, ended, length = 0, False, False, 0
        with closing(open_client(self._named, self._access, budget, self._timeout, self._window)) as client:
            for response in client.llm.stream_chat(messages, **options):
                received += 1
                ended = why_finished(response) is not None
                if response.delta:
                    written = written or bool(response.delta.strip())
                    length += len(response.delta)
                    if length > MOST_CHARACTERS:
                        raise TooMuchError(f"{MOST_CHARACTERS:,} characters")
                    yield without_halves(response.delta)
                if ended:  # what it sends after that is not the reply
                    break
        if not received:
            raise NoReplyError
        if not ended:
            raise BrokenOffError
        if not written:
            raise NothingWrittenError

    def _tell(self) -> None:
        """Say, before anything is sent for the first time, what goes where, if it leaves this machine."""
        if not self._is_told:
            self._is_told = True
            for line in leaving(self._named, self._access, self._purpose):
                self._notify(line)

    def _pause(self, attempt: int, error: Exception, budget: Budget) -> bool:
        """Wait; False where there is no time for it."""
        wait = self._patience.wait(attempt, error)
        try:
            if budget.seconds_left < wait:
                return False
        except WireError:
            return False
        self._notify(f"{self.name} is busy or in trouble; asking again in {wait:.1f} seconds")
        time.sleep(wait)
        return True

    def _shown(self, error: Exception) -> Exception | None:
        """The cause that a traceback may print; None where it would print a key."""
        is_shown = any(self._access.hidden(str(cause)) != str(cause) for cause in causes(error))
        return None if is_shown else error


def leaving(name: ModelName, access: Access, purpose: Purpose = ANSWERS) -> list[str]:
    """What is said before a model is asked: what is sent out of this machine, and which key is not sent."""
    from rag.generation.wire import proxy_to  # noqa: PLC0415  (slow)

    lines = [access.withheld] if access.withheld else []
    elsewhere = runs_elsewhere(name)
    if access.origin.is_here and not elsewhere:
        return lines
    proxy = proxy_to(access.origin)
    through = f" through the proxy {without_password(proxy)}" if proxy else ""
    key = f", with the key in {access.variable}" if access.key else ""
    called = name.model if name.url else str(name)
    where = f"{called} at {access.url}{through}" + (", which has it run in Ollama's cloud," if elsewhere else "")
    return [*lines, f"{where} is sent {purpose.sent}{key}"]


def open_language_model(
    name: ModelName,
    notify: Callable[[str], None],
    *,
    timeout: int,
    window: int,
    environ: Mapping[str, str] | None = None,
    patience: Patience = PATIENCE,
    purpose: Purpose = ANSWERS,
    beside: ModelName | None = None,
) -> ClientModel:
    """The model of this name. It is not asked anything yet.

    Args:
        notify: told, in a line, when it is asked again.
        timeout: the longest silence, in seconds.
        window: how many tokens it can read and write in all.
        environ: the environment; the process' own by default.
        purpose: what it is asked for.
        beside: another model that is in use: the key of a server is that one's, unless the environment says otherwise.

    Raises:
        ModelError: its client is not installed, or its key is not set.
    """
    require_client(name)
    access = access_to(name, os.environ if environ is None else environ, beside)
    return ClientModel(name, access, timeout, window, notify, patience, purpose)
