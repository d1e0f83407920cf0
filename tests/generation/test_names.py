"""What a model is called, where it is asked, and with which key."""

import pytest

from rag.errors import ModelError, UsageError
from rag.generation.access import access_to, ollama_url
from rag.generation.names import ModelName, Provider, parse_model_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("none", None),
        (" None ", None),
        ("ollama/llama3.2", ModelName(Provider.OLLAMA, "llama3.2")),
        ("Ollama/hf.co/some/model:q4", ModelName(Provider.OLLAMA, "hf.co/some/model:q4")),
        ("openai/gpt-x", ModelName(Provider.OPENAI, "gpt-x")),
        ("anthropic/claude-x", ModelName(Provider.ANTHROPIC, "claude-x")),
        ("m@http://localhost:8080/v1", ModelName(Provider.SERVER, "m", "http://localhost:8080/v1")),
        ("org/m@main@https://h/api/v1/", ModelName(Provider.SERVER, "org/m@main", "https://h/api/v1")),
        ("m@http://h:1/v1/chat/completions", ModelName(Provider.SERVER, "m", "http://h:1/v1")),
        ("m@HTTP://h:1", ModelName(Provider.SERVER, "m", "http://h:1/v1")),
    ],
)
def test_names_of_models(text: str, name: ModelName | None) -> None:
    assert parse_model_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "llama",
        "ollama/",
        "server/m",
        "mistral/m",
        "@http://h/v1",
        "m@http://",
        "m@http://h:99999/v1",
        "m@http://a b/v1",
    ],
)
def test_what_is_no_name_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_model_name(text)
    assert raised.value.hint


def test_an_address_with_a_password_is_refused_and_not_shown() -> None:
    for text in ("m@http://user:hunter2@h/v1", "m@http://user:hunter2@h:99999/v1"):
        with pytest.raises(UsageError) as raised:
            parse_model_name(text)
        assert "hunter2" not in raised.value.message + raised.value.hint


def test_a_name_reads_as_it_was_given() -> None:
    for text in ("ollama/llama3.2", "openai/gpt-x", "anthropic/claude-x", "m@http://localhost:8080/v1"):
        assert str(parse_model_name(text)) == text


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        (":1234", "http://127.0.0.1:1234"),
        ("box", "http://box:11434"),
        ("box:8000", "http://box:8000"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:99", "http://127.0.0.1:99"),
        ("https://box/ollama/", "https://box/ollama"),
        (" 'box' ", "http://box:11434"),
    ],
)
def test_where_ollama_is(host: str, url: str) -> None:
    assert ollama_url(host) == url


@pytest.mark.parametrize(("text", "variable"), [("openai/x", "OPENAI_API_KEY"), ("anthropic/x", "ANTHROPIC_API_KEY")])
def test_a_key_that_is_not_set_is_said_to_be_so(text: str, variable: str) -> None:
    name = parse_model_name(text)
    assert name
    with pytest.raises(ModelError) as raised:
        access_to(name, {variable: "  "})
    assert variable in raised.value.message


def test_a_server_is_never_given_the_key_of_another() -> None:
    name = parse_model_name("m@http://h/v1")
    assert name
    assert access_to(name, {"OPENAI_API_KEY": "sk-other"}).key == ""
    assert access_to(name, {"RAG_MODEL_KEY": "mine"}).key == "mine"


def test_keys_are_hidden() -> None:
    name = parse_model_name("openai/x")
    assert name
    access = access_to(name, {"OPENAI_API_KEY": "abcdef-123456"})
    assert "abcdef-123456" not in repr(access)
    assert access.hidden("key abcdef-123456 is bad") == "key … is bad"
    assert access.hidden("Incorrect API key provided: sk-proj-****abcd.") == "Incorrect API key provided: …"
