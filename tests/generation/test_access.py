"""A key goes to the address that it is for, and to no other; nor does anything else that a client finds somewhere."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from model_server import said
from rag.errors import AskError, ModelError, UsageError
from rag.generation.access import access_to
from rag.generation.model import open_language_model
from rag.generation.names import ModelName, parse_model_name
from rag.generation.origin import origin_of
from rag.generation.protocol import Prompt
from rag.generation.reach import reach
from raw_server import Part, RawServer, head

KEY = "sk-secret-0123456789"
PLANTED = "planted-where-clients-look"
PROVIDERS = ("ollama", "openai", "anthropic", "server")
BEHIND_OUR_BACK = {
    "OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_WEBHOOK_SECRET",
    "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_WEBHOOK_SIGNING_KEY",
    "ANTHROPIC_PROFILE", "OLLAMA_API_KEY", "HF_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
    "AWS_BEARER_TOKEN_BEDROCK",
}  # fmt: skip


def named(text: str) -> ModelName:
    name = parse_model_name(text)
    assert name
    return name


def reply(path: str) -> Iterator[Part]:
    if "models" in path or "tags" in path:
        yield head(path, kind="application/json") + json.dumps({"models": [], "data": []}).encode()
        return
    yield from [head(path), *said(path, "Six.")]


def asked_and_listed(text: str, environ: dict[str, str]) -> list[str]:
    """Ask the model, and for the list of models; what is said to the user meanwhile."""
    lines: list[str] = []
    model = open_language_model(named(text), lines.append, timeout=5, window=4096, environ=environ)
    for _ in range(2):
        assert "".join(model.stream(Prompt("You answer.", "How many?"))) == "Six."
    reach(named(text), environ)
    return lines


def to(server: RawServer) -> dict[str, str]:
    return {"OLLAMA_HOST": server.root, "OPENAI_BASE_URL": f"{server.root}/v1", "ANTHROPIC_BASE_URL": server.root}


def at(server: RawServer, provider: str) -> str:
    return f"tiny@{server.root}/v1" if provider == "server" else f"{provider}/tiny"


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_that_clients_find_in_the_environment_or_at_home_is_sent(
    provider: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable in BEHIND_OUR_BACK:
        monkeypatch.setenv(variable, PLANTED)
    for variable in ("OPENAI_CUSTOM_HEADERS", "ANTHROPIC_CUSTOM_HEADERS"):
        monkeypatch.setenv(variable, f"X-Custom: {PLANTED}\nAuthorization: Bearer {PLANTED}\nx-api-key: {PLANTED}")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".netrc").write_text(f"machine 127.0.0.1 login me password {PLANTED}\n")
    (tmp_path / ".netrc").chmod(0o600)
    with RawServer(reply) as elsewhere, RawServer(reply) as server:
        for variable in to(elsewhere):
            monkeypatch.setenv(variable, to(elsewhere)[variable])
        own = {"OPENAI_API_KEY": KEY, "ANTHROPIC_API_KEY": KEY}
        assert asked_and_listed(at(server, provider), {**to(server), **own}) == []
        assert elsewhere.got == []
        assert len(server.got) == 3
        sent = b"\n".join(server.got)
    assert PLANTED.encode() not in sent
    assert (KEY.encode() in sent) is (provider in {"openai", "anthropic"})
    assert b"x-stainless" not in sent.lower()
    assert b"python" not in sent.lower()


def test_the_account_goes_to_openai_and_to_no_server_that_speaks_like_it() -> None:
    account = {"OPENAI_API_KEY": KEY, "OPENAI_ORG_ID": "org-7", "OPENAI_PROJECT_ID": "proj-7"}
    with RawServer(reply) as openai, RawServer(reply) as server:
        asked_and_listed("openai/tiny", {**to(openai), **account})
        asked_and_listed(at(server, "server"), {**to(openai), **account})
        assert all(b"org-7" in request and b"proj-7" in request for request in openai.got)
        assert not any(b"-7" in request or KEY.encode() in request for request in server.got)


HERE = "http://127.0.0.1:8080"
ASKED = "tiny@http://127.0.0.1:8080/v1"


@pytest.mark.parametrize(
    ("says", "is_sent"),
    [
        ({}, True),
        ({"RAG_MODEL_KEY_FOR": HERE}, True),
        ({"RAG_MODEL_KEY_FOR": "HTTP://127.0.0.1:8080/v1/"}, True),
        ({"RAG_MODEL_KEY_FOR": "https://127.0.0.1:8080"}, False),
        ({"RAG_MODEL_KEY_FOR": "http://127.0.0.1"}, False),
        ({"RAG_MODEL_KEY_FOR": "http://localhost:8080"}, False),
        ({"RAG_MODEL_NAME": "other@http://127.0.0.1:8080"}, True),
        ({"RAG_MODEL_NAME": "tiny@http://gpu.example:8080/v1"}, False),
        ({"RAG_MODEL_NAME": "ollama/tiny"}, True),
        ({"RAG_MODEL_NAME": "none"}, True),
        ({"RAG_MODEL_NAME": "tiny@http://gpu.example/v1", "RAG_MODEL_KEY_FOR": HERE}, True),
        ({"RAG_MODEL_NAME": ASKED, "RAG_MODEL_KEY_FOR": "http://gpu.example"}, False),
    ],
)
def test_the_key_of_a_server_is_for_one_address(says: dict[str, str], is_sent: bool) -> None:
    access = access_to(named(ASKED), {"RAG_MODEL_KEY": KEY, **says})
    assert (access.key == KEY) is is_sent
    assert bool(access.withheld) is not is_sent
    assert (KEY in str(access.headers)) is is_sent
    assert KEY not in repr(access) + access.withheld


@pytest.mark.parametrize(
    ("beside", "environ", "is_sent"),
    [
        ("writes@http://127.0.0.1:9/v1", {}, False),
        ("writes@{root}/v1", {}, True),
        ("ollama/writes", {}, True),
        ("writes@http://127.0.0.1:9/v1", {"RAG_MODEL_KEY_FOR": "{root}"}, True),
        ("writes@http://127.0.0.1:9/v1", {"RAG_MODEL_NAME": "writes@{root}/v1"}, True),
    ],
)
def test_of_two_models_the_key_is_the_writers_unless_it_is_said_whose(
    beside: str, environ: dict[str, str], is_sent: bool
) -> None:
    with RawServer(reply) as server:
        told = {name: value.format(root=server.root) for name, value in environ.items()}
        judge, writer = named(f"judges@{server.root}/v1"), named(beside.format(root=server.root))
        access = access_to(judge, {"RAG_MODEL_KEY": KEY, **told}, writer)
    assert (access.key == KEY) == is_sent
    assert ("is not sent to" in access.withheld) == (not is_sent)


def test_a_key_for_another_address_is_not_sent_and_that_is_said_once() -> None:
    with RawServer(reply) as server:
        environ = {"RAG_MODEL_KEY": KEY, "RAG_MODEL_KEY_FOR": "https://gpu.example"}
        lines = asked_and_listed(at(server, "server"), environ)
        assert KEY.encode() not in b"".join(server.got)
    assert lines == [f"RAG_MODEL_KEY is for https://gpu.example (RAG_MODEL_KEY_FOR), and is not sent to {server.root}"]


def test_a_server_that_wants_the_key_that_was_kept_from_it_gets_a_hint_and_no_key() -> None:
    def refuse(path: str) -> Iterator[Part]:
        yield head(path, status="401 Unauthorized", kind="application/json") + b"{}"

    with RawServer(refuse) as server, pytest.raises(ModelError) as raised:
        asked_and_listed(at(server, "server"), {"RAG_MODEL_KEY": KEY, "RAG_MODEL_KEY_FOR": "https://gpu.example"})
    assert "is not sent to" in raised.value.message
    assert f"RAG_MODEL_KEY_FOR={server.root}" in raised.value.hint


def test_a_key_of_ollama_is_for_the_address_that_is_set() -> None:
    ollama = named("ollama/tiny")
    assert access_to(ollama, {"OLLAMA_API_KEY": KEY, "OLLAMA_HOST": "https://ollama.com"}).key == KEY
    assert access_to(ollama, {"OLLAMA_API_KEY": KEY}).key == ""
    assert "OLLAMA_API_KEY is not sent" in access_to(ollama, {"OLLAMA_API_KEY": KEY}).withheld


@pytest.mark.parametrize(
    ("environ", "variable"),
    [
        ({"RAG_MODEL_KEY": KEY, "RAG_MODEL_KEY_FOR": "gpu.example"}, "RAG_MODEL_KEY_FOR"),
        ({"RAG_MODEL_KEY": KEY, "RAG_MODEL_KEY_FOR": f"https://me:{KEY}@gpu.example"}, "RAG_MODEL_KEY_FOR"),
        ({"RAG_MODEL_KEY": f"{KEY}\nHost: other"}, "RAG_MODEL_KEY"),
        ({"RAG_MODEL_KEY": f"{KEY}…"}, "RAG_MODEL_KEY"),
    ],
)
def test_what_can_be_no_key_and_no_address(environ: dict[str, str], variable: str) -> None:
    with pytest.raises(AskError) as raised:
        access_to(named(ASKED), environ)
    assert variable in raised.value.message
    assert KEY not in raised.value.message + raised.value.hint


def test_a_password_in_an_address_is_refused_and_not_shown() -> None:
    with pytest.raises(UsageError) as raised:
        _ = access_to(named("ollama/tiny"), {"OLLAMA_HOST": "http://me:hidden@gpu.example"}).origin
    assert "hidden" not in raised.value.message + raised.value.hint


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://GPU.example/v1", "http://gpu.example:80"),
        ("https://gpu.example", "HTTPS://gpu.example:443/x?y"),
        ("https://bücher.example", "https://xn--bcher-kva.example/v1"),
        ("http://[::1]:8080", "http://[::1]:8080/v1"),
    ],
)
def test_addresses_that_are_one(one: str, other: str) -> None:
    assert origin_of(one) == origin_of(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://gpu.example", "https://gpu.example"),
        ("http://gpu.example", "http://gpu.example:8080"),
        ("http://gpu.example", "http://gpu.example.net"),
        ("http://gpu.example", "http://www.gpu.example"),
        ("https://apple.example", "https://аpple.example"),
    ],
)
def test_addresses_that_are_two(one: str, other: str) -> None:
    assert origin_of(one) != origin_of(other)


@pytest.mark.parametrize(
    "text", ["", "gpu.example", "ftp://gpu.example", "http://", "http://a:b@gpu.example", "http://x:y"]
)
def test_what_is_no_address(text: str) -> None:
    assert origin_of(text) is None


@pytest.mark.parametrize(
    ("url", "is_here"),
    [
        ("http://127.0.0.1:1", True),
        ("http://127.9.9.9", True),
        ("http://localhost:1", True),
        ("http://[::1]:1", True),
        ("http://[::ffff:127.0.0.1]:1", True),
        ("http://0.0.0.0", False),
        ("http://localhost.example", False),
        ("http://127.0.0.1.example", False),
        ("http://192.168.0.7", False),
    ],
)
def test_what_is_this_machine(url: str, is_here: bool) -> None:
    origin = origin_of(url)
    assert origin
    assert origin.is_here is is_here
