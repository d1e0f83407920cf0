"""What a server may do to us: nothing. Every fault over real HTTP, with the client of each provider."""

import json
import resource
import sys
import time
import traceback
import zlib
from collections.abc import Iterable
from functools import cache

import pytest

from model_server import ModelServer, Reply, said
from rag.errors import ModelError
from rag.generation.model import ClientModel, Patience, open_language_model
from rag.generation.names import ModelName, parse_model_name
from rag.generation.protocol import Prompt
from rag.generation.reach import reach
from raw_server import MEGABYTE, Answer, Part, RawServer, begun, head, piece

KEY = "sk-secret-0123456789"
PROVIDERS = ("ollama", "openai", "anthropic", "server")
QUICK = Patience(retries=1, first_s=0.01, silences=2)
_SOON_S = 15
"""Where nothing else runs, it is two seconds; the faults go on for twenty and more."""
_MOST_MEMORY = 48 * 1024
"""In KiB, as `ru_maxrss` counts on Linux."""


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def environ_of(root: str) -> dict[str, str]:
    return {
        "OLLAMA_HOST": root,
        "OPENAI_BASE_URL": f"{root}/v1",
        "ANTHROPIC_BASE_URL": root,
        "OPENAI_API_KEY": KEY,
        "ANTHROPIC_API_KEY": KEY,
        "OLLAMA_API_KEY": KEY,
        "RAG_MODEL_KEY": KEY,
    }


def model_name(provider: str, root: str) -> ModelName:
    name = parse_model_name(f"tiny@{root}/v1" if provider == "server" else f"{provider}/tiny")
    assert name
    return name


def opened(provider: str, root: str, patience: Patience = QUICK) -> ClientModel:
    name, environ = model_name(provider, root), environ_of(root)
    return open_language_model(name, lambda _: None, timeout=1, window=4096, environ=environ, patience=patience)


def failure(model: ClientModel) -> ModelError:
    with pytest.raises(ModelError) as raised:
        list(model.stream(Prompt("You answer.", "How many?")))
    assert KEY not in "".join(traceback.format_exception(raised.value)) + raised.value.hint
    assert raised.value.hint
    return raised.value


def some(part: bytes) -> Iterable[Part]:
    """More of it than anybody waits for, slowly."""
    return [p for _ in range(200) for p in (part, 0.1)]


def blank(path: str) -> bytes:
    """What a client passes over."""
    return piece(path, "") if path == "/api/chat" else b": ping\n\n"


@cache
def bomb(megabytes: int) -> bytes:
    """So much of nothing, compressed; a gzip reader takes it too."""
    packer = zlib.compressobj(wbits=31)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()


def endless(path: str, text: str) -> Iterable[Part]:
    yield from begun(path)
    part = piece(path, text)
    while True:
        yield part * 100


SLOW: dict[str, Answer] = {
    "a header byte by byte": lambda p: [b"HTTP/1.1 200 OK\r\nX-Long: ", *some(b"a")],
    "informed without end": lambda p: some(b"HTTP/1.1 102 Processing\r\n\r\n"),
    "comments without end": lambda p: [head(p), *some(blank(p))],
}
FAULTS: dict[str, tuple[Answer, str]] = {
    "silence": (lambda p: [30.0], "said nothing for 1 seconds"),
    "a reply piece by piece": (lambda p: [*begun(p), *some(piece(p, "m"))], "was not done after 2 seconds"),
    "a line of 10 MB": (lambda p: [head(p), b"data: ", *[b"a" * MEGABYTE] * 10], "sends more than 4,194,304 bytes"),
    "text without end": (lambda p: endless(p, "word " * 20), "sends more than 32,768 characters"),
    "a header of 10 MB": (lambda p: [b"HTTP/1.1 200 OK\r\nX: ", *[b"a" * MEGABYTE] * 10], "broke off"),
    "an error of 10 MB": (
        lambda p: [head(p, status="400 Bad Request", kind="text/html"), b"<p>", *[b"a" * MEGABYTE] * 10],
        "refuses what it is asked (400)",
    ),
    "closed in the middle": (begun, "broke off"),
    "no chunks": (lambda p: [head(p, "Transfer-Encoding: chunked"), b"zz\r\nnonsense\r\n"], "broke off"),
    "no HTTP": (lambda p: [b"220 mail.example ESMTP\r\n"], "broke off"),
    "deep JSON": (
        lambda p: [head(p), b"" if p == "/api/chat" else b"data: ", b"[" * 200_000, b"\n\n"],
        "does not answer as a model server",
    ),
    "a bomb": (lambda p: [head(p, "Content-Encoding: gzip"), bomb(64)], "sends its reply compressed (gzip), unasked"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_soon_and_says_what_to_do(provider: str, fault: str) -> None:
    answer, says = FAULTS[fault]
    bomb(64)  # it takes a while to make, once
    with RawServer(answer) as server:
        model, began = opened(provider, server.root), time.perf_counter()
        error = failure(model)
    assert says in error.message
    assert time.perf_counter() - began < _SOON_S


@pytest.mark.parametrize("fault", SLOW)
def test_what_is_never_silent_and_never_done_ends(fault: str) -> None:
    with RawServer(SLOW[fault]) as server:
        model, began = opened("server", server.root), time.perf_counter()
        error = failure(model)
    assert "was not done after 2 seconds" in error.message
    assert time.perf_counter() - began < _SOON_S


def test_an_error_that_never_ends_is_told_as_far_as_it_came(provider: str) -> None:
    def slowly(path: str) -> Iterable[Part]:
        yield head(path, status="400 Bad Request", kind="text/plain")
        yield from some(b"a")

    with RawServer(slowly) as server:
        model, began = opened(provider, server.root, Patience(silences=60)), time.perf_counter()
        assert "400: aaa" in failure(model).message
    assert time.perf_counter() - began < _SOON_S


@pytest.mark.parametrize("kind", ["text/plain; charset=gzip", "text/event-stream; charset=zlib"])
@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted as Linux counts it")
def test_a_bomb_by_the_name_of_a_charset_is_not_inflated_either(provider: str, kind: str) -> None:
    packed = bomb(96) if "gzip" in kind else zlib.compress(bytes(8 * MEGABYTE))
    with RawServer(lambda p: [head(p, kind=kind), packed, b"\n\n"]) as server:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert "does not answer as a model server" in failure(opened(provider, server.root)).message
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < _MOST_MEMORY


def test_broken_text_is_refused_or_shown_as_such(provider: str) -> None:
    def broken(path: str) -> Iterable[Part]:
        return [*begun(path), piece(path, "XX").replace(b"XX", b"\xff\xfe"), *said(path)[-2:]]

    with RawServer(broken) as server:
        model = opened(provider, server.root)
        if provider == "ollama":  # its client reads over what is no text
            assert "".join(model.stream(Prompt("You answer.", "How many?"))).startswith("Six ")
        else:
            assert "does not answer as a model server" in failure(model).message


def test_half_a_character_is_shown_as_such(provider: str) -> None:
    with ModelServer(Reply("Six \ud83d ships.")) as server:
        text = "".join(opened(provider, server.root).stream(Prompt("You answer.", "How many?")))
    assert text.encode().decode().startswith("Six ")


def test_what_comes_after_the_end_is_not_waited_for(provider: str) -> None:
    with RawServer(lambda p: [head(p), *said(p, "Six."), *some(blank(p))]) as server:
        began = time.perf_counter()
        assert list(opened(provider, server.root).stream(Prompt("You answer.", "How many?"))) == ["Six."]
    assert time.perf_counter() - began < _SOON_S


@pytest.mark.parametrize("status", [302, 308])
def test_a_redirect_is_not_followed(provider: str, status: int) -> None:
    with (
        RawServer(lambda p: [head(p)]) as elsewhere,
        RawServer(lambda p: [head(p, f"Location: {elsewhere.root}{p}", status=f"{status} Go")]) as server,
    ):
        error = failure(opened(provider, server.root))
        with pytest.raises(ModelError) as raised:
            reach(model_name(provider, server.root), environ_of(server.root))
        assert elsewhere.got == []
        assert len(server.got) == 2
    for told in (error, raised.value):
        assert f"redirects to {elsewhere.root}" in told.message
        assert "name that address" in told.hint


LISTS: dict[str, tuple[Answer, str]] = {
    "10 MB": (
        lambda p: [head(p, kind="application/json"), b'{"data": ["', *[b"a" * MEGABYTE] * 10],
        "more than 4,194,304 bytes",
    ),
    "byte by byte": (lambda p: [head(p, kind="application/json"), *some(b" ")], "was not done after 2 seconds"),
    "deep": (lambda p: [head(p, kind="application/json"), b"[" * 200_000], "does not answer as a model server"),
    "no list": (lambda p: [head(p, kind="application/json"), b'{"data": 7}'], "does not answer as a model server"),
    "half an error": (
        lambda p: [head(p, status="500 No", kind="application/json"), b"[" * 100_000],
        "failed (500",
    ),
}


@pytest.mark.parametrize("fault", LISTS)
def test_a_list_of_models_is_bounded_like_all_else(fault: str) -> None:
    answer, says = LISTS[fault]
    with RawServer(answer) as server, pytest.raises(ModelError) as raised:
        reach(model_name("server", server.root), environ_of(server.root), 1)
    assert says in raised.value.message


def test_names_of_models_are_few_and_short_and_whole() -> None:
    rows = [{"id": "one"}, {"id": "x" * 5000}, {"id": 7}, "none", {"id": "half \ud83d"}, *[{"id": "more"}] * 5000]
    body = json.dumps({"data": rows}).encode()
    with RawServer(lambda p: [head(p, kind="application/json"), body]) as server:
        models = reach(model_name("server", server.root), {}).models
    assert models[0].startswith("one@")
    assert len(models) < 3000
    assert max(map(len, models)) < 1000
    "".join(models).encode()
