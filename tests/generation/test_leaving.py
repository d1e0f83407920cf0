"""What leaves this machine is said before it does, and which way it goes."""

import pytest

from model_server import said
from rag.errors import ModelError
from rag.generation.access import access_to
from rag.generation.model import Patience, leaving, open_language_model
from rag.generation.names import ModelName, parse_model_name
from rag.generation.protocol import JUDGEMENTS, Prompt
from raw_server import RawServer, head

KEY = "sk-secret-0123456789"
PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in PROXIES:
        monkeypatch.delenv(variable, raising=False)


def named(text: str) -> ModelName:
    name = parse_model_name(text)
    assert name
    return name


def told(text: str, environ: dict[str, str]) -> list[str]:
    return leaving(named(text), access_to(named(text), environ))


@pytest.mark.parametrize(
    ("text", "environ", "line"),
    [
        ("openai/gpt-x", {"OPENAI_API_KEY": KEY},
         "openai/gpt-x at https://api.openai.com/v1 is sent your questions and the sentences found for them, "
         "with the key in OPENAI_API_KEY"),
        ("anthropic/claude-x", {"ANTHROPIC_API_KEY": KEY},
         "anthropic/claude-x at https://api.anthropic.com is sent your questions and the sentences found for them, "
         "with the key in ANTHROPIC_API_KEY"),
        ("tiny@http://gpu.example/v1", {},
         "tiny at http://gpu.example/v1 is sent your questions and the sentences found for them"),
        ("tiny@http://gpu.example/v1", {"RAG_MODEL_KEY": KEY},
         "tiny at http://gpu.example/v1 is sent your questions and the sentences found for them, "
         "with the key in RAG_MODEL_KEY"),
        ("ollama/gpt-oss:120b-cloud", {},
         "ollama/gpt-oss:120b-cloud at http://127.0.0.1:11434, which has it run in Ollama's cloud, "
         "is sent your questions and the sentences found for them"),
    ],
)  # fmt: skip
def test_what_leaves(text: str, environ: dict[str, str], line: str) -> None:
    assert told(text, environ) == [line]


@pytest.mark.parametrize(
    "text", ["ollama/llama3.2", "ollama/cloudy:7b", "tiny@http://localhost:1/v1", "m-cloud@http://[::1]:1"]
)
def test_what_stays_is_not_worth_a_line(text: str) -> None:
    assert told(text, {}) == []


def test_what_a_judge_is_sent_is_said_as_that() -> None:
    name = named("tiny@http://gpu.example/v1")
    assert leaving(name, access_to(name, {}), JUDGEMENTS) == [
        "tiny at http://gpu.example/v1 is sent statements and the sentences found for them"
    ]


def test_models_of_the_cloud_are_known_by_their_tags() -> None:
    assert told("ollama/kimi-k2:cloud", {})


def test_it_is_said_before_anything_is_sent_and_once() -> None:
    lines: list[str] = []
    seen_first: list[int] = []

    def answer(path: str) -> list[bytes]:
        seen_first.append(len(lines))
        return [head(path), *said(path, "Six.")]

    with RawServer(answer) as server:  # type: ignore[arg-type]
        environ = {"OLLAMA_HOST": server.root}
        name = named("ollama/tiny-cloud")
        model = open_language_model(name, lines.append, timeout=5, window=4096, environ=environ)
        assert lines == []
        for _ in range(3):
            list(model.stream(Prompt("You answer.", "How many?")))
    assert seen_first == [1, 1, 1]
    assert len(lines) == 1


def test_a_proxy_is_never_between_us_and_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(lambda p: [head(p)]) as proxy, RawServer(lambda p: [head(p), *said(p, "Six.")]) as server:
        for variable in PROXIES[:6]:
            monkeypatch.setenv(variable, proxy.root)
        for provider in ("ollama", "openai", "anthropic", "server"):
            environ = {
                "OLLAMA_HOST": server.root, "OPENAI_BASE_URL": f"{server.root}/v1", "ANTHROPIC_BASE_URL": server.root,
                "OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY,
            }  # fmt: skip
            name = named(f"tiny@{server.root}/v1" if provider == "server" else f"{provider}/tiny")
            model = open_language_model(name, print, timeout=5, window=4096, environ=environ)
            assert list(model.stream(Prompt("You answer.", "How many?"))) == ["Six."]
        assert proxy.got == []


def test_elsewhere_the_proxy_of_the_environment_is_asked_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []
    with RawServer(lambda p: [head(p), *said("/v1/chat/completions", "Six.")]) as proxy:
        monkeypatch.setenv("http_proxy", proxy.root.replace("//", "//me:hidden@"))
        name = named("tiny@http://gpu.example/v1")
        model = open_language_model(name, lines.append, timeout=5, window=4096, environ={})
        assert list(model.stream(Prompt("You answer.", "How many?"))) == ["Six."]
        assert proxy.got[0].startswith(b"POST http://gpu.example/v1/chat/completions")
    assert f"through the proxy {proxy.root} is sent" in lines[0]
    monkeypatch.setenv("no_proxy", "gpu.example")
    assert "proxy" not in told("tiny@http://gpu.example/v1", {})[0]


def test_a_proxy_that_is_none_of_http_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
    name, once = named("tiny@http://gpu.example/v1"), Patience(retries=0)
    model = open_language_model(name, lambda _: None, timeout=5, window=4096, environ={}, patience=once)
    with pytest.raises(ModelError) as raised:
        list(model.stream(Prompt("You answer.", "How many?")))
    assert "socks5://127.0.0.1:9" in raised.value.message
    assert "NO_PROXY" in raised.value.hint
