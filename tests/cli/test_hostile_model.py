"""`ask --model` before a server that lies, hangs or steals: one line, exit 4, and whole JSON."""

import json
import time
from collections.abc import Callable, Iterable

import pytest

from conftest import ROOT, TROOPS, Outcome
from model_server import Asked, ModelServer, Reply
from raw_server import MEGABYTE, Answer, Part, RawServer, begun, head, piece

Cli = Callable[..., Outcome]
SAMPLE = ROOT / "corpus"
KEY = "sk-secret-0123456789"


def dripping(path: str) -> Iterable[Part]:
    return [*begun(path), *[p for _ in range(200) for p in (piece(path, "m"), 0.1)]]


FAULTS: dict[str, tuple[Answer, str]] = {
    "silence": (lambda p: [30.0], "said nothing for 1 seconds"),
    "drip": (dripping, "was not done after 5 seconds"),
    "a line of 10 MB": (lambda p: [head(p), b"data: ", *[b"a" * MEGABYTE] * 10], "sends more than"),
    "a redirect": (lambda p: [head(p, "Location: http://127.0.0.1:9/v1", status="307 Go")], "redirects to http://127"),
    "deep JSON": (lambda p: [head(p), b"data: ", b"[" * 200_000, b"\n\n"], "does not answer as a model server"),
    "no HTTP": (lambda p: [b"\x00\xff" * 99], "broke off"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_an_error_in_json_and_a_line_for_people(
    cli: Cli, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, says = FAULTS[fault]
    cli("rag", "index", "--corpus", SAMPLE)
    monkeypatch.setenv("RAG_MODEL_TIMEOUT", "1")
    monkeypatch.setenv("RAG_MODEL_KEY", KEY)
    with RawServer(answer) as server:
        began = time.perf_counter()
        outcome = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", f"tiny@{server.root}/v1", "--json")
        assert time.perf_counter() - began < 30
    error = json.loads(outcome.out)["error"]
    assert (outcome.code, error["kind"]) == (4, "model")
    assert says in error["message"]
    assert KEY not in outcome.out + outcome.err
    assert "Traceback" not in outcome.err


def test_a_reply_nested_without_end_is_not_the_json_that_was_asked_for(cli: Cli) -> None:
    with ModelServer(Reply('{"sentences": [{"text": ' + "[" * 20_000)) as server:
        outcome = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", server.name, "--json")
    assert outcome.code == 4
    assert "not the JSON" in json.loads(outcome.out)["error"]["message"]


@pytest.mark.parametrize(
    "text",
    [" " * 30_000, "[1]" * 10_000, "A 1. [1] " * 3_500, '{"sentences": [' + '{"text": "A 1.", "ids": []},' * 1_000],
    ids=["spaces", "marks", "sentences", "JSON"],
)
def test_a_reply_that_is_all_of_one_thing_takes_no_time(cli: Cli, text: str) -> None:
    small = [text[i : i + 8] for i in range(0, len(text), 8)]

    def reply(asked: Asked) -> Reply:
        return Reply(status=400, error="no response_format") if asked.schema and text[0] != "{" else Reply(*small)

    with ModelServer(reply) as server:
        began = time.perf_counter()
        outcome = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", server.name, "--json")
        assert time.perf_counter() - began < 30
    assert outcome.code in {3, 4}
    json.loads(outcome.out)


def test_what_a_server_says_commands_no_terminal(cli: Cli) -> None:
    evil = "no \x1b]0;gone\x07 \x1b[2J \u202e\ud83d\n\nask: all is well"
    with ModelServer(Reply(status=400, error=evil), models=(evil, "tiny")) as server:
        people = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", server.name)
        program = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", server.name, "--json")
        doctor = cli("rag", "doctor", "--corpus", SAMPLE, "--model", f"huge@{server.root}/v1")
    for shown in (people.err, doctor.out, program.out):
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)
    assert (people.code, program.code) == (4, 4)
    assert not any(line.startswith("ask: all is well") for line in people.err.splitlines())
    assert "␛" in people.err
    json.loads(program.out)


def test_half_a_character_in_a_sentence_is_shown_and_written(cli: Cli) -> None:
    def reply(asked: Asked) -> Reply:
        rows = [{"text": "Half \ud83d a sign.", "ids": list(asked.offered)[:1]}]
        return Reply(json.dumps({"sentences": rows}))

    with ModelServer(reply) as server:
        people = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", server.name)
        program = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", server.name, "--json")
    assert (people.code, program.code) == (3, 3)
    json.loads(program.out)


def test_no_key_and_no_question_go_on_to_where_a_server_points(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_MODEL_KEY", KEY)
    with (
        RawServer(lambda p: [head(p)]) as elsewhere,
        RawServer(lambda p: [head(p, f"Location: {elsewhere.root}{p}", status="307 Go")]) as server,
    ):
        outcome = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", f"tiny@{server.root}/v1")
        doctor = cli("rag", "doctor", "--corpus", SAMPLE, "--model", f"tiny@{server.root}/v1")
        assert elsewhere.got == []
        assert TROOPS.encode() in server.got[0]
    assert (outcome.code, outcome.out, doctor.code) == (4, "", 4)
    assert f"redirects to {elsewhere.root}" in outcome.err
    assert f"redirects to {elsewhere.root}" in " ".join(doctor.out.split())


def test_a_key_for_another_address_stays_here_and_a_line_says_so(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_MODEL_KEY", KEY)
    monkeypatch.setenv("RAG_MODEL_NAME", "tiny@https://gpu.example/v1")
    with RawServer(lambda p: [head(p)]) as server:
        outcome = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", f"tiny@{server.root}/v1")
        assert len(server.got) == 1
        assert KEY.encode() not in server.got[0]
    said = " ".join(outcome.err.split())
    assert f"RAG_MODEL_KEY is for https://gpu.example (RAG_MODEL_NAME), and is not sent to {server.root}" in said
    assert KEY not in outcome.err


def test_a_long_wait_that_a_server_asks_for_is_cut_short(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAG_MODEL_TIMEOUT", "1")
    with ModelServer(Reply(status=503, error="later", headers={"retry-after": "86400"})) as server:
        began = time.perf_counter()
        outcome = cli("ask", TROOPS, "--corpus", SAMPLE, "--model", server.name)
    assert time.perf_counter() - began < 15
    assert outcome.code == 4
    assert "later" in outcome.err
