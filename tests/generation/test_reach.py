"""Which models are within reach."""

import pytest

from model_server import ModelServer, Reply
from rag.errors import ModelError
from rag.generation.names import ModelName, parse_model_name
from rag.generation.reach import has_model, local_servers, reach


def environ_of(server: ModelServer, key: str = "good-key-123") -> dict[str, str]:
    return {
        "OLLAMA_HOST": server.root,
        "OPENAI_BASE_URL": f"{server.root}/v1",
        "ANTHROPIC_BASE_URL": server.root,
        "OPENAI_API_KEY": key,
        "ANTHROPIC_API_KEY": key,
    }


def named(text: str) -> ModelName:
    name = parse_model_name(text)
    assert name
    return name


@pytest.mark.parametrize("provider", ["ollama", "openai", "anthropic"])
def test_a_server_lists_its_models_and_is_asked_for_nothing_else(provider: str) -> None:
    with ModelServer(Reply("never"), models=("one", "two:latest")) as server:
        reached = reach(named(f"{provider}/one"), environ_of(server))
        assert reached.models == (f"{provider}/one", f"{provider}/two:latest")
        assert server.asked == []
    assert has_model(named(f"{provider}/one"), reached)
    assert has_model(named(f"{provider}/two"), reached)
    assert not has_model(named(f"{provider}/three"), reached)


def test_models_of_a_server_are_named_as_they_are_asked() -> None:
    with ModelServer(Reply("never"), models=("one",)) as server:
        reached = reach(named(f"x@{server.root}/v1"), {})
        assert reached.models == (f"one@{server.root}/v1",)


@pytest.mark.parametrize("provider", ["openai", "anthropic"])
def test_a_key_that_is_refused(provider: str) -> None:
    with ModelServer(Reply("never")) as server, pytest.raises(ModelError) as raised:
        reach(named(f"{provider}/one"), environ_of(server, "bad-key-123"))
    assert "_API_KEY" in raised.value.message
    assert "bad-key-123" not in raised.value.message + raised.value.hint


def test_nobody_there_and_somebody_else_there() -> None:
    with ModelServer(Reply("never")) as server:
        with pytest.raises(ModelError, match="knows no model"):
            reach(named(f"m@{server.root}/elsewhere"), {})
        root = server.root
    with pytest.raises(ModelError, match="cannot be reached"):
        reach(named(f"m@{root}/v1"), {})


def test_ollama_is_found_where_its_variable_says() -> None:
    with ModelServer(Reply("never"), models=("small",)) as server:
        assert local_servers({"OLLAMA_HOST": server.root})["Ollama"].models == ("ollama/small",)
