"""The real client of each provider, asked over HTTP: what they send, and every way to fail."""

import logging
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from model_server import CUT, STOP, Asked, ModelServer, Reply, Script
from rag.errors import ModelError
from rag.generation.failures import FormRefusedError
from rag.generation.model import ClientModel, Patience, open_language_model
from rag.generation.names import parse_model_name
from rag.generation.protocol import Prompt

KEY = "sk-secret-0123456789"
PROMPT = Prompt("You answer.", "How many?")
SCHEMA = {"type": "object", "properties": {"sentences": {"type": "array"}}}
PROVIDERS = ("ollama", "openai", "anthropic", "server")
QUICK = Patience(retries=2, first_s=0.01)

Open = Callable[..., tuple[ClientModel, ModelServer, list[str]]]


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opened(provider: str) -> Iterator[Open]:
    """A model of the provider whose server follows a script; and what it says meanwhile."""
    servers: list[ModelServer] = []

    def open_(*script: Script, timeout: int = 5) -> tuple[ClientModel, ModelServer, list[str]]:
        server = ModelServer(*script).__enter__()
        servers.append(server)
        environ = {
            "OLLAMA_HOST": server.root,
            "OPENAI_BASE_URL": f"{server.root}/v1",
            "ANTHROPIC_BASE_URL": server.root,
            "OPENAI_API_KEY": KEY,
            "ANTHROPIC_API_KEY": KEY,
            "RAG_MODEL_KEY": KEY,
        }
        name = parse_model_name(server.name if provider == "server" else f"{provider}/tiny")
        assert name
        said: list[str] = []
        model = open_language_model(name, said.append, timeout=timeout, window=4096, environ=environ, patience=QUICK)
        return model, server, said

    yield open_
    for server in servers:
        server.__exit__()


def failure(model: ClientModel, schema: dict[str, object] | None = None) -> ModelError:
    """What it raises, which never shows the key, not even with its causes."""
    with pytest.raises(ModelError) as raised:
        list(model.stream(PROMPT, schema))
    shown = "".join(traceback.format_exception(raised.value)) + raised.value.hint
    assert KEY not in shown
    assert raised.value.message
    return raised.value


def test_a_reply_comes_in_pieces(opened: Open) -> None:
    model, server, _ = opened(Reply("Six ", "ships ", "sailed."))
    assert list(model.stream(PROMPT)) == ["Six ", "ships ", "sailed."]
    (asked,) = server.asked
    assert "You answer." in asked.prompt
    assert "How many?" in asked.prompt
    assert asked.body["model"] == "tiny"
    assert asked.body["stream"] is True
    assert asked.schema is None


def test_the_first_piece_is_there_before_the_last_is_sent(opened: Open) -> None:
    model, server, _ = opened(Reply("Six ", 0.4, "ships."))
    with closing(model.stream(PROMPT)) as pieces:  # type: ignore[type-var]
        next(pieces)
        assert len(server.sent) == 1


def test_the_reply_is_held_to_a_schema(opened: Open) -> None:
    model, server, _ = opened(Reply("{}"))
    list(model.stream(PROMPT, SCHEMA))
    assert server.asked[0].schema == SCHEMA


def test_the_key_is_sent_where_it_belongs(opened: Open, provider: str) -> None:
    model, server, _ = opened(Reply("Six."))
    list(model.stream(PROMPT))
    headers = server.asked[0].headers
    sent = headers.get("x-api-key") if provider == "anthropic" else headers.get("authorization")
    assert sent == {"ollama": None, "anthropic": KEY}.get(provider, f"Bearer {KEY}")


def test_replies_and_what_is_read_are_bounded(opened: Open, provider: str) -> None:
    model, server, _ = opened(Reply("Six."))
    list(model.stream(PROMPT))
    body = server.asked[0].body
    if provider == "ollama":
        assert body["options"]["num_ctx"] == 4096
        assert body["options"]["num_predict"] > 0
    elif provider != "openai":
        assert body["max_tokens"] > 0


@pytest.mark.parametrize("status", [429, 500, 503, 529])
def test_trouble_that_passes_is_waited_out(opened: Open, status: int) -> None:
    model, server, said = opened(Reply(status=status, error="overloaded"), Reply("Six."))
    assert list(model.stream(PROMPT)) == ["Six."]
    assert len(server.asked) == 2
    assert len(said) == 1


def test_trouble_that_stays_is_not_waited_for_without_end(opened: Open) -> None:
    model, server, _ = opened(Reply(status=500, error="it broke"))
    error = failure(model)
    assert len(server.asked) == 1 + QUICK.retries
    assert "after 3 attempts" in error.message
    assert "it broke" in error.message


def test_it_waits_as_long_as_the_server_says() -> None:
    patience = Patience(first_s=0.5)
    response = type("Response", (), {"headers": {"retry-after": "3"}})
    error = type("Error", (Exception,), {"response": response})()
    assert patience.wait(1, error) == 3
    assert [patience.wait(n, Exception()) for n in (1, 2, 3)] == [0.5, 1.0, 2.0]
    response.headers = {"retry-after": "86400"}
    assert patience.wait(1, error) < 60
    response.headers = {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}
    assert patience.wait(1, error) == 0.5


def test_a_bad_key_is_tried_once_and_names_its_variable(opened: Open) -> None:
    model, server, _ = opened(Reply(status=401, error=f"Incorrect API key provided: {KEY}"))
    error = failure(model)
    assert len(server.asked) == 1
    assert "_KEY" in error.message
    assert "_KEY" in error.hint


def test_an_unknown_model(opened: Open, provider: str) -> None:
    model, server, _ = opened(Reply(status=404, error="model 'tiny' not found"))
    error = failure(model)
    assert len(server.asked) == 1
    assert "knows no model 'tiny'" in error.message
    assert ("ollama pull tiny" in error.hint) is (provider == "ollama")


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        (400, "This model's maximum context length is 4096 tokens", "context_length_exceeded"),
        (400, "prompt is too long: 210000 tokens > 200000 maximum", None),
        (500, "the request exceeds the available context size", None),
        (413, "too large", None),
    ],
)
def test_too_long_a_context(opened: Open, status: int, message: str, code: str | None) -> None:
    model, server, _ = opened(Reply(status=status, error=message, code=code))
    error = failure(model, SCHEMA)
    assert len(server.asked) == 1
    assert "too long" in error.message
    assert "RAG_MODEL_WINDOW" in error.hint


def test_a_server_that_cannot_hold_a_model_to_a_form_says_so_at_once(opened: Open) -> None:
    model, server, _ = opened(Reply(status=400, error="unknown field"))
    with pytest.raises(FormRefusedError):
        list(model.stream(PROMPT, SCHEMA))
    assert len(server.asked) == 1


def test_a_model_that_takes_no_temperature_is_given_none(opened: Open, provider: str) -> None:
    def reply(asked: Asked) -> Reply:
        given = "temperature" in asked.body
        return Reply(status=400, error="temperature is not supported") if given else Reply("Six.")

    model, server, _ = opened(reply)
    if provider == "ollama":  # its models all take one, and it is asked no second time
        server.script = [Reply(status=400, error="temperature is not supported")]
        assert "temperature" in failure(model).message
        return
    assert list(model.stream(PROMPT)) == ["Six."]
    assert list(model.stream(PROMPT)) == ["Six."]
    assert len(server.asked) == 3


@pytest.mark.parametrize("end", [CUT, STOP], ids=["cut", "stopped"])
def test_a_reply_that_breaks_off_is_no_reply(opened: Open, end: object) -> None:
    model, server, _ = opened(Reply("Six shi", end))
    assert "broke off" in failure(model).message
    assert len(server.asked) == 1


def test_a_reply_that_was_cut_at_its_longest_is_given_as_it_is(opened: Open) -> None:
    model, _, _ = opened(Reply("Six shi", finish="length"))
    assert list(model.stream(PROMPT)) == ["Six shi"]


@pytest.mark.parametrize("text", [(), ("  ", "\n")])
def test_an_empty_reply(opened: Open, text: tuple[str, ...]) -> None:
    model, _, _ = opened(Reply(*text))
    assert "answered nothing" in failure(model).message


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html>Welcome</html>", "text/html"),
        (b'{"hello": 1}', "application/json"),
        (b"data: {nope\n\n", "text/event-stream"),
        (b"\xff\xfe", "application/octet-stream"),
        (b"", "text/plain"),
    ],
)
def test_what_is_no_model_server(opened: Open, body: bytes, kind: str) -> None:
    model, _, _ = opened(Reply(body=body, kind=kind))
    assert "does not answer as a model server does" in failure(model).message


def test_a_page_is_not_quoted(opened: Open) -> None:
    model, _, _ = opened(Reply(status=502, body=b"<html><h1>Bad gateway</h1></html>", kind="text/html"))
    error = failure(model)
    assert "502" in error.message
    assert "<" not in error.message


def test_silence_ends_after_the_time_limit(opened: Open) -> None:
    model, _, _ = opened(Reply(3.0, "Six."), timeout=1)
    began = time.perf_counter()
    error = failure(model)
    assert time.perf_counter() - began < 2.5
    assert "said nothing for 1 seconds" in error.message


def test_nobody_is_there(opened: Open) -> None:
    model, server, _ = opened(Reply("Six."))
    server.__exit__()
    began = time.perf_counter()
    error = failure(model)
    server.__enter__()
    assert "cannot be reached" in error.message
    assert server.name.partition("@")[2].partition("/v1")[0].partition("://")[0] in error.message
    assert time.perf_counter() - began < 5


def test_closing_the_stream_hangs_up(opened: Open) -> None:
    model, server, _ = opened(Reply("Six ", *(part for _ in range(100) for part in (0.05, "more "))))
    with closing(model.stream(PROMPT)) as pieces:  # type: ignore[type-var]
        next(pieces)
    assert server.hung_up.wait(5)


def test_keys_are_not_logged(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    model, _, _ = opened(Reply("Six."))
    list(model.stream(PROMPT))
    assert KEY not in caplog.text


def test_an_extra_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.generation.clients.find_spec", lambda _: None)
    name = parse_model_name("anthropic/claude-x")
    assert name
    with pytest.raises(ModelError) as raised:
        open_language_model(name, print, timeout=1, window=4096, environ={"ANTHROPIC_API_KEY": KEY})
    assert 'pip install "askcite[anthropic]' in raised.value.hint
