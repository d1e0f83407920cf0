"""`--judge` over real HTTP: what a language model may change about a check, and what reaches the user."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import Outcome
from model_server import Asked, ModelServer, Reply, Script

Cli = Callable[..., Outcome]
QUOTED = "The council of Springfield bought 17 buses on Monday, the mayor said."
DIFFERS = "The council of Springfield bought 90 buses on Monday, the mayor said."
TOLD = "The mayor said that the Springfield council bought 17 buses on Monday."
OPEN = "The council of Springfield is glad of its buses."
REMOTE = "Violins are tuned in fifths."
ARTICLE = f"""---
title: Springfield buys buses
published: 2024-03-05
---
{QUOTED} They will run to the harbour from May. It rained in Shelbyville.
"""
QUESTION = "how many buses did Springfield buy?"


@pytest.fixture
def articles(corpus: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache: Path) -> Path:
    """One article, and a cache in which no judge has said anything."""
    mine = tmp_path / "cache"
    mine.mkdir()
    (mine / "models").symlink_to(cache / "models")
    monkeypatch.setenv("RAG_CACHE", str(mine))
    return corpus(**{"buses.md": ARTICLE})


def judging(**words: str) -> Callable[[Asked], Reply]:
    """A judge that answers with the word given for a statement's first words, else "unsupported"."""

    def make(asked: Asked) -> Reply:
        statement = asked.prompt.split("The statement: ")[-1]
        return Reply(next((said for name, said in words.items() if statement.startswith(NAMES[name])), "unsupported"))

    return make


NAMES = {"quoted": QUOTED, "differs": DIFFERS, "told": TOLD, "open": OPEN, "remote": REMOTE}


def checked(cli: Cli, articles: Path, *sentences: str, options: tuple[str, ...] = ()) -> tuple[int, dict[str, Any]]:
    draft = articles.parent / "draft.txt"
    draft.write_text(" ".join(sentences), "utf-8")
    outcome = cli("rag", "check", draft, "--corpus", articles, "--json", *options)
    return outcome.code, json.loads(outcome.out)


def verdicts(shown: dict[str, Any]) -> list[str]:
    return [s["verdict"] for s in shown["sentences"]]


def test_it_supports_what_is_open_and_overrules_no_fact_that_differs_nor_a_quotation(cli: Cli, articles: Path) -> None:
    draft = (QUOTED, DIFFERS, TOLD, OPEN, REMOTE)
    _, before = checked(cli, articles, *draft)
    assert verdicts(before) == ["quoted", "contradicted", "supported", "unsupported", "unsupported"]
    says = judging(quoted="contradicted", differs="supported", told="supported", open="supported", remote="supported")
    with ModelServer(says) as server:
        code, shown = checked(cli, articles, *draft, options=("--judge", server.name))
        asked = [a.prompt.split("The statement: ")[-1].split("\n")[0] for a in server.asked]
        again, shown_again = checked(cli, articles, *draft, options=("--judge", server.name))
        assert len(server.asked) == 2
    assert asked == [TOLD, OPEN]
    assert verdicts(shown) == ["quoted", "contradicted", "supported", "supported", "unsupported"]
    assert code == again == 1
    assert {**shown_again, "timings": {}} == {**shown, "timings": {}}
    quoted, differs, told, opened, remote = shown["sentences"]
    assert [f["kind"] for f in differs["faults"]] == ["figure"]
    assert (told["judge"], opened["judge"]) == (
        {"said": "supported", "changed": False},
        {"said": "supported", "changed": True},
    )
    assert not any("judge" in s for s in (quoted, differs, remote))
    assert (opened["faults"], opened["nearest"]) == ([], [])
    cited = {c["id"]: c["quote"] for c in shown["citations"]}
    assert QUOTED in [cited[number] for number in opened["citations"]]
    assert shown["judge"].startswith(f"{server.name} prompt:")
    assert "judge" not in before


@pytest.mark.parametrize("said", ["unsupported", "contradicted"])
def test_it_may_refuse_what_is_supported_and_is_named_as_the_one_who_does(cli: Cli, articles: Path, said: str) -> None:
    with ModelServer(judging(told=said)) as server:
        code, shown = checked(cli, articles, TOLD, options=("--judge", server.name))
        people = cli("rag", "check", articles.parent / "draft.txt", "--corpus", articles, "--judge", server.name)
    (sentence,) = shown["sentences"]
    assert (code, sentence["verdict"], [f["kind"] for f in sentence["faults"]]) == (1, said, ["judge"])
    assert sentence["citations" if said == "contradicted" else "nearest"]
    assert f"{said}: {TOLD}" in people.out
    assert "    judge: the judge says that what was found" in people.out


def test_people_see_what_holds_by_its_word_alone(cli: Cli, articles: Path) -> None:
    draft = articles.parent / "draft.txt"
    draft.write_text(f"{TOLD} {OPEN}")
    with ModelServer(Reply("supported")) as server:
        outcome = cli("rag", "check", draft, "--corpus", articles, "--judge", server.name)
    assert outcome.code == 0
    told, opened = outcome.out.split(OPEN)
    assert "by the judge" not in told
    assert "    judge: by the judge's word alone" in opened


FAILURES: list[tuple[str, Script, str]] = [
    ("other words", Reply("It depends."), "did not answer with one of three words, but with “It depends.”"),
    ("refused", Reply(status=401, error="no"), "RAG_MODEL_KEY"),
    ("too long", Reply(status=400, error="maximum context length is 9"), "too long"),
    ("silence", Reply("sup", 3.0, "ported"), "said nothing for 1 seconds"),
]


@pytest.mark.parametrize(("script", "says"), [f[1:] for f in FAILURES], ids=[f[0] for f in FAILURES])
def test_a_failure_exits_with_4_and_what_to_do(
    cli: Cli, articles: Path, monkeypatch: pytest.MonkeyPatch, script: Script, says: str
) -> None:
    monkeypatch.setenv("RAG_MODEL_TIMEOUT", "1")
    with ModelServer(script) as server:
        code, shown = checked(cli, articles, TOLD, options=("--judge", server.name))
    assert (code, shown["error"]["kind"]) == (4, "model")
    assert says in shown["error"]["message"] + shown["error"]["hint"]
    assert "--judge none" in shown["error"]["hint"]


def test_nobody_there_and_no_name_of_a_model(cli: Cli, articles: Path) -> None:
    with ModelServer(Reply("supported")) as server:
        name = server.name
    code, shown = checked(cli, articles, TOLD, options=("--judge", name))
    assert (code, "cannot be reached" in shown["error"]["message"]) == (4, True)
    code, shown = checked(cli, articles, TOLD, options=("--judge", "mistral/x"))
    assert (code, "ollama/NAME" in shown["error"]["hint"]) == (2, True)


def writes(text: str, word: str) -> Callable[[Asked], Reply]:
    """A server that writes this sentence as an answer, citing the article, and as a judge says this word."""

    def make(asked: Asked) -> Reply:
        if "The statement: " in asked.prompt:
            return Reply(word)
        return Reply(json.dumps({"sentences": [{"text": text, "ids": [asked.id_of("17 buses")]}]}))

    return make


@pytest.mark.parametrize(
    ("text", "word", "verdict", "ruling"),
    [
        (TOLD, "unsupported", "unsupported", {"said": "unsupported", "changed": True}),
        (TOLD, "supported", "supported", {"said": "supported", "changed": False}),
        (OPEN, "supported", "supported", {"said": "supported", "changed": True}),
        (DIFFERS, "supported", "contradicted", None),
        (QUOTED, "contradicted", "quoted", None),
    ],
)
def test_a_models_answer_is_put_to_it(
    cli: Cli, articles: Path, text: str, word: str, verdict: str, ruling: dict[str, Any] | None
) -> None:
    with ModelServer(writes(text, word)) as server:
        options = ("--corpus", articles, "--model", server.name, "--judge", server.name)
        answer = json.loads(cli("ask", QUESTION, *options, "--json").out)
        people = cli("ask", QUESTION, *options)
    (statement,) = answer["statements"]
    assert (statement["verdict"], statement.get("judge")) == (verdict, ruling)
    assert answer["judge"].startswith(f"{server.name} prompt:")
    assert answer["answer"] == (f"{text} [1]" if verdict in {"supported", "quoted"} else "")
    assert ("by the judge's word alone" in people.out) == (text is OPEN)
    if verdict == "unsupported":
        assert statement["faults"][0]["kind"] == "judge"
        assert "— unsupported: the judge says" in people.out


def test_where_the_judge_fails_the_answer_falls_back_to_quotation(cli: Cli, articles: Path) -> None:
    with ModelServer(writes(TOLD, "Well.")) as server:
        options = ("--corpus", articles, "--model", server.name, "--judge", server.name, "--json")
        failed, instead = cli("ask", QUESTION, *options), cli("ask", QUESTION, *options, "--fallback")
    assert (failed.code, instead.code) == (4, 0)
    answer = json.loads(instead.out)
    assert (answer["model"], answer["statements"][0]["verdict"], "judge" in answer) == ("none", "quoted", False)


def test_a_quotation_is_put_to_no_judge(cli: Cli, articles: Path) -> None:
    with ModelServer(Reply("contradicted")) as server:
        outcome = cli("ask", QUESTION, "--corpus", articles, "--judge", server.name)
        assert server.asked == []
    assert outcome.code == 0
    assert "is put to no judge" in outcome.err


def test_it_may_be_set_and_in_a_file_counts_only_once_that_is_trusted(
    cli: Cli, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer(Reply("unsupported")) as server:
        Path("rag.toml").write_text(f'[checker]\njudge = "{server.name}"\n')
        assert checked(cli, articles, TOLD)[0] == 0
        told = cli("rag", "check", articles.parent / "draft.txt", "--corpus", articles)
        assert "rag.toml is not trusted: checker.judge left out" in told.err
        assert server.asked == []
        trusted = cli("rag", "trust")
        assert f"checker.judge = {server.name}  statements and the sentences" in trusted.out
        assert checked(cli, articles, TOLD)[0] == 1
        assert checked(cli, articles, TOLD, options=("--judge", "none"))[0] == 0
        Path("rag.toml").unlink()
        monkeypatch.setenv("RAG_CHECKER_JUDGE", server.name)
        assert checked(cli, articles, TOLD)[0] == 1
        assert len(server.asked) == 1


def test_the_doctor_tells_of_it(cli: Cli, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ModelServer(Reply(), models=("small",)) as server:
        monkeypatch.setenv("OLLAMA_HOST", server.root)
        well = cli("rag", "doctor", "--corpus", articles, "--judge", "ollama/small", "--json")
        unknown = cli("rag", "doctor", "--corpus", articles, "--judge", "ollama/huge")
        without = cli("rag", "doctor", "--corpus", articles, "--json")
    (check,) = [c for c in json.loads(well.out) if c["about"] == "judge"]
    assert (check["state"], check["found"]) == ("well", f"ollama/small, which {server.root} has")
    assert (unknown.code, "does not list huge" in unknown.out) == (4, True)
    (check,) = [c for c in json.loads(without.out) if c["about"] == "judge"]
    assert check["state"] == "well"
    assert server.asked == []


def test_the_key_of_the_server_that_writes_is_not_sent_to_the_one_that_judges(
    cli: Cli, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAG_MODEL_KEY", "sk-secret-0123456789")
    with ModelServer(writes(TOLD, "")) as writer, ModelServer(Reply("supported")) as judge:
        cli("ask", QUESTION, "--corpus", articles, "--model", writer.name, "--judge", judge.name)
    assert "sk-secret" in writer.asked[0].headers["authorization"]
    assert "sk-secret" not in str(judge.asked[0].headers)
