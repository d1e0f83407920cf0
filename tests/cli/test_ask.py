"""`ask` as a person and a script use it."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import MEASURING, ROOT, TROOPS, Outcome

Cli = Callable[..., Outcome]
SAMPLE = ROOT / "corpus"
SEEDS = MEASURING / "seeds"
CORPORA = [
    pytest.param(SAMPLE, id="corpus"),
    pytest.param(
        SEEDS,
        id="seeds",
        marks=pytest.mark.skipif(
            not SEEDS.is_dir(), reason="the five real articles are not here: they are in seeds/ of ASK_MEASURING_DATA"
        ),
    ),
]
WORLD_CUP = "Who won the 2022 World Cup?"


def asked(cli: Cli, question: str, corpus: Path, *options: str) -> dict[str, Any]:
    outcome = cli("ask", question, "--corpus", corpus, "--json", *options)
    answer: dict[str, Any] = json.loads(outcome.out)
    assert outcome.code == (3 if answer["status"] == "unanswered" else 0)
    return answer


def assert_citations_hold(cli: Cli, answer: dict[str, Any], corpus: Path) -> None:
    """Every citation points at exact characters of what `rag show --plain` prints."""
    cited = answer["citations"] + answer["nearest"]
    assert cited
    for citation in cited:
        text = cli("rag", "show", "--plain", citation["article"], "--corpus", corpus).out
        assert text == (corpus / citation["article"]).read_bytes().decode("utf-8")
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert text[: citation["start"]].count("\n") + 1 == citation["line"]


@pytest.mark.parametrize("corpus", CORPORA)
def test_the_troops_question(cli: Cli, corpus: Path) -> None:
    answer = asked(cli, TROOPS, corpus)
    first = answer["citations"][0]
    assert "10,000 to" in first["quote"]
    assert "troops" in first["quote"]
    assert sorted(file.name for file in corpus.iterdir()).index(first["article"]) in {1, 2}
    assert answer["status"] == "answered"
    assert answer["reason"] is None
    assert answer["nearest"] == []
    assert_citations_hold(cli, answer, corpus)


@pytest.mark.parametrize("corpus", CORPORA)
def test_what_the_corpus_does_not_say_is_not_answered(cli: Cli, corpus: Path) -> None:
    answer = asked(cli, WORLD_CUP, corpus)
    assert answer["status"] == "unanswered"
    assert answer["reason"] == "not in corpus"
    assert answer["answer"] == ""
    assert answer["statements"] == answer["citations"] == []
    assert len(answer["nearest"]) == 3
    assert_citations_hold(cli, answer, corpus)


def test_the_json_has_the_promised_shape(cli: Cli) -> None:
    answer = asked(cli, TROOPS, SAMPLE)
    assert list(answer) == [
        "question", "status", "answer", "reason", "statements", "citations", "conflicts", "nearest", "model",
        "library", "timings",
    ]  # fmt: skip
    statement, citation = answer["statements"][0], answer["citations"][0]
    assert list(statement) == ["text", "citations", "verdict", "attribution", "as_of"]
    assert list(citation) == [
        "id", "article", "title", "publisher", "published", "url", "start", "end", "line", "page", "quote", "origin",
    ]  # fmt: skip
    assert statement["verdict"] == "quoted"
    assert statement["citations"] == [citation["id"]] == [1]
    assert answer["answer"].startswith(f"{statement['text']} [1]")
    assert answer["model"] == "none"
    assert answer["timings"]["total_ms"] > 0


def test_statements_are_at_most_three_or_as_many_as_the_limit(cli: Cli) -> None:
    question = "how many T-72A tanks did Russia receive from Belarus in October?"
    assert 1 <= len(asked(cli, question, SAMPLE)["statements"]) <= 3
    assert len(asked(cli, question, SAMPLE, "--limit", "1")["statements"]) == 1


def test_an_answer_for_people(cli: Cli) -> None:
    outcome = cli("ask", TROOPS, "--corpus", SAMPLE)
    assert outcome.code == 0
    answer, _, sources = outcome.out.partition("Sources\n")
    assert answer.startswith("Russia now keeps 10,000 to 15,000 troops in the country, military analysts say")
    assert answer.rstrip().endswith("[1]")
    assert "[1] Putin’s trip to Belarus" in sources
    assert "reported by The Washington Post · undated · " in sources
    assert "putin-visit-raises-fear-of-northern-attack.md:14" in sources
    assert "\x1b" not in outcome.out


def test_silence_for_people_names_what_is_nearest(cli: Cli) -> None:
    outcome = cli("ask", WORLD_CUP, "--corpus", SAMPLE)
    assert outcome.code == 3
    assert outcome.out.startswith("The articles do not answer this.\n\nNearest passages\n[1] ")


def test_explain_shows_how_each_passage_and_sentence_was_scored(cli: Cli) -> None:
    shown = cli("ask", TROOPS, "--corpus", SAMPLE, "--explain").out
    assert "looked for: Russian, troops, Belarus" in shown
    assert "asks for a figure" in shown
    explained = asked(cli, TROOPS, SAMPLE, "--explain")["explain"]
    assert explained["passages"][0].keys() >= {"score", "lexical", "dense", "start", "end"}
    assert explained["sentences"][0]["features"].keys() >= {"coverage", "meaning", "offer"}
    assert explained["confidence"] >= explained["threshold"]


def test_the_question_may_come_unquoted_or_on_standard_input(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = cli("ask", TROOPS, "--corpus", SAMPLE).out
    assert cli("ask", *TROOPS.split(), "--corpus", SAMPLE).out == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{TROOPS}\n".encode())))
    assert cli("ask", "--corpus", SAMPLE).out == expected


@pytest.mark.parametrize(
    ("question", "says"),
    [("", "there is no question"), (" \t\n", "there is no question"), ("?!", "there is no question")],
)
def test_no_question_is_wrong_usage(cli: Cli, question: str, says: str) -> None:
    outcome = cli("ask", question, "--corpus", SAMPLE)
    assert (outcome.code, outcome.out) == (2, "")
    assert says in outcome.err


def test_ten_thousand_words_are_no_question(cli: Cli) -> None:
    outcome = cli("ask", "troops " * 10_000, "--corpus", SAMPLE, "--json")
    assert outcome.code == 2
    assert "10,000 words" in json.loads(outcome.out)["error"]["message"]


@pytest.mark.parametrize(
    "question",
    [
        'AND OR NOT ( * " NEAR/2 troops',
        "troops; DROP TABLE passages --",
        "t",
        "戦車は何台?",
        "🙂 troops",
        "troops " * 400,
    ],
)
def test_any_other_question_gets_an_answer_or_silence(cli: Cli, question: str) -> None:
    assert asked(cli, question, SAMPLE)["status"] in {"answered", "unanswered"}


@pytest.mark.parametrize(
    ("arguments", "code", "kind"),
    [
        (["x", "--corpus", "nowhere"], 5, "corpus"),
        (["x", "--limit", "0"], 2, "usage"),
        (["x", "--unknown"], 2, "usage"),
        ([""], 2, "usage"),
    ],
)
def test_errors_are_json_too(cli: Cli, arguments: list[str], code: int, kind: str) -> None:
    outcome = cli("ask", *arguments, "--json")
    error = json.loads(outcome.out)["error"]
    assert (outcome.code, error["kind"]) == (code, kind)
    assert error.keys() == {"kind", "message", "hint"}
    assert error["message"]


def test_an_empty_corpus_is_trouble(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = cli("ask", "anything?", "--corpus", tmp_path / "empty")
    assert (outcome.code, outcome.out) == (5, "")
    assert "there are no articles in" in outcome.err


def test_an_article_cannot_command_the_terminal(cli: Cli, corpus: Callable[..., Path]) -> None:
    evil = "The \x1b[31mmayor\x1b]0;owned\x07 of Springfield said [bold]42[/bold] dogs\u202e were found on Monday."
    folder = corpus(
        **{"evil.md": f'---\ntitle: "Dogs \x1b[2J[red]"\n---\n\n{evil}\n', "other.txt": "Nothing here at all."}
    )
    for options in ([], ["--explain"], ["--json"]):
        shown = cli("ask", "how many dogs were found in Springfield?", "--corpus", folder, *options).out
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    people = cli("ask", "how many dogs were found in Springfield?", "--corpus", folder).out
    assert "␛[31mmayor" in people
    assert "[bold]42[/bold]" in people


def test_copies_of_one_story_are_quoted_once(cli: Cli, corpus: Callable[..., Path]) -> None:
    story = "The council of Springfield bought 17 buses on Monday. It had planned to buy them since the spring."
    folder = corpus(**{f"copy{n}.txt": story for n in range(5)})
    answer = asked(cli, "how many buses did Springfield buy?", folder)
    assert [s["text"] for s in answer["statements"]] == ["The council of Springfield bought 17 buses on Monday."]


def test_headings_captions_and_calls_to_subscribe_are_no_answer(cli: Cli, corpus: Callable[..., Path]) -> None:
    folder = corpus(
        page="Springfield mayor resigns over 17 buses\n\nBy Ann Example\n\n"
        "The mayor of Springfield, 17 buses. Bo/AFP\n\n"
        "It was the end of a long dispute about money and timetables.\n\n"
        "Sign up now for 17 buses news from the Springfield mayor delivered to your inbox.\n"
    )
    answer = asked(cli, "how many buses did the Springfield mayor resign over?", folder)
    assert not any("17" in s["text"] for s in answer["statements"])


def test_a_reader_that_stops_reading_is_no_error(cli: Cli) -> None:
    cli("ask", TROOPS, "--corpus", SAMPLE)
    command = f"'{Path(sys.executable).parent / 'ask'}' '{TROOPS}' --corpus '{SAMPLE}' --json | head -c 1"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{", "")
