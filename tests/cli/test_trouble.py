"""What goes wrong on real machines: each gets its line and its exit code, and the rest goes on."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Outcome
from rag.embedding.model import ModelEmbedder
from rag.library.library import Library
from rag.reading.files import corpus_roots

Cli = Callable[..., Outcome]
BUSES = "The council of Springfield bought 17 buses on Monday."
QUESTION = "how many buses did Springfield buy?"


def executable(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def library_of(folder: Path, cache: Path) -> Path:
    return next(f for f in (cache / "libraries").iterdir() if str(folder) in _roots(f))


def _roots(library: Path) -> str:
    with sqlite3.connect(library / "catalog.sqlite") as db:
        return str(db.execute("SELECT value FROM meta WHERE key = 'roots'").fetchone()[0])


@pytest.mark.parametrize(
    "head",
    [
        'url: "http://[bad"',
        "title: " + "[" * 3000,
        "title: 0x" + "f" * 15_000,
        "published: 2022-02-30\ntitle: It rained",
        "title: 'never closed",
    ],
)
def test_odd_front_matter_stops_nothing(cli: Cli, corpus: Callable[..., Path], head: str) -> None:
    folder = corpus(**{"odd.md": f"---\n{head}\n---\n\nThe river rose by two metres.\n", "good.txt": BUSES})
    assert cli("ask", QUESTION, "--corpus", folder).code == 0
    listed = json.loads(cli("rag", "articles", "--corpus", folder, "--json").out)
    assert [a["article"] for a in listed] == ["good.txt", "odd.md"]


def test_a_file_name_that_is_no_text(cli: Cli, corpus: Callable[..., Path]) -> None:
    folder = corpus(good=BUSES)
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/b\xffd\x1b[31m.txt"))
    odd.write_text("The river rose by two metres in Shelbyville on Tuesday.")
    outcome = cli("ask", "how many metres did the river rise in Shelbyville?", "--corpus", folder)
    assert outcome.code == 0
    assert "b\\xffd␛[31m.txt:1" in outcome.out
    shown = cli("rag", "show", "b", "--corpus", folder).out
    assert "river" in shown
    assert "\x1b" not in shown


def test_a_damaged_catalog_is_library_trouble_and_can_be_rebuilt(
    cli: Cli, corpus: Callable[..., Path], cache: Path
) -> None:
    folder = corpus(good=BUSES)
    cli("ask", QUESTION, "--corpus", folder)
    with sqlite3.connect(library_of(folder, cache) / "catalog.sqlite") as db:
        db.execute("DROP TABLE fulltext")
    outcome = cli("ask", QUESTION, "--corpus", folder, "--json")
    error = json.loads(outcome.out)["error"]
    assert (outcome.code, error["kind"]) == (5, "library")
    assert "--rebuild" in error["hint"]
    assert cli("rag", "doctor", "--corpus", folder).code == 5
    assert cli("rag", "index", "--rebuild", "--corpus", folder).code == 0
    assert cli("ask", QUESTION, "--corpus", folder).code == 0


def test_a_catalog_of_another_version_is_refused(cli: Cli, corpus: Callable[..., Path], cache: Path) -> None:
    folder = corpus(good=BUSES)
    cli("ask", QUESTION, "--corpus", folder)
    with sqlite3.connect(library_of(folder, cache) / "catalog.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    outcome = cli("ask", QUESTION, "--corpus", folder)
    assert (outcome.code, outcome.out) == (5, "")
    assert "another version" in outcome.err


def test_a_full_text_that_lost_its_rows_is_seen_by_the_doctor(
    cli: Cli, corpus: Callable[..., Path], cache: Path
) -> None:
    folder = corpus(good=BUSES)
    cli("ask", QUESTION, "--corpus", folder)
    with sqlite3.connect(library_of(folder, cache) / "catalog.sqlite") as db:
        db.execute("DELETE FROM fulltext")
    outcome = cli("rag", "doctor", "--corpus", folder)
    assert outcome.code == 5
    assert "1 passages, and 0 in the full text" in outcome.out


def test_a_cache_that_is_a_file_is_library_trouble(
    cli: Cli, corpus: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cache").write_text("no folder")
    monkeypatch.setenv("RAG_CACHE", str(tmp_path / "cache"))
    outcome = cli("ask", QUESTION, "--corpus", corpus(good=BUSES))
    assert outcome.code == 5
    assert "RAG_CACHE" in outcome.err


def test_many_equal_passages_are_no_damage(cli: Cli, corpus: Callable[..., Path]) -> None:
    same = "All rights to this story belong to the paper that first told it to its readers. " * 12
    folder = corpus(**{f"a{n}": f"{same}\n\nBus number {n} left on time.\n\n{same}" for n in range(40)})
    first = cli("rag", "index", "--corpus", folder)
    again = cli("rag", "index", "--corpus", folder)
    assert (first.code, again.code) == (0, 0)
    assert "restoring" not in first.err + again.err
    assert cli("rag", "doctor", "--corpus", folder).code == 0


def test_an_empty_name_of_a_corpus_is_not_the_working_folder(cli: Cli) -> None:
    Path("stray.txt").write_text(BUSES)
    outcome = cli("ask", QUESTION, "--corpus", "")
    assert (outcome.code, outcome.out) == (2, "")
    assert "names no folder" in outcome.err


def test_a_question_that_is_no_text_is_asked_all_the_same(corpus: Callable[..., Path], embedder: object) -> None:
    folder = corpus(good=BUSES)
    command = [os.fsencode(executable("ask")), b"how many caf\xe9 buses?", b"--corpus", os.fsencode(folder), b"--json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode in {0, 3}
    assert json.loads(done.stdout)["question"] == "how many caf\ufffd buses?"


@pytest.mark.parametrize("command", ["rag show moscow", "rag search tanks --limit 20"])
def test_a_pipe_that_closes_early_is_no_failure(cli: Cli, command: str) -> None:
    cli("rag", "index", "--corpus", ROOT / "corpus")
    program, rest = command.split(" ", 1)
    line = f"set -o pipefail; '{executable(program)}' {rest} --corpus '{ROOT / 'corpus'}' | head -1"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["rag show moscow", "ask tanks --json", "rag articles"])
def test_a_pipe_that_was_closed_before_is_no_failure(cli: Cli, command: str) -> None:
    cli("rag", "index", "--corpus", ROOT / "corpus")
    program, *rest = command.split()
    reads, writes = os.pipe()
    os.close(reads)
    with open(writes, "wb") as closed:  # noqa: PTH123
        line = [executable(program), *rest, "--corpus", str(ROOT / "corpus")]
        done = subprocess.run(line, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_a_closed_standard_output_is_no_traceback(cli: Cli) -> None:
    line = f"'{executable('rag')}' articles --corpus '{ROOT / 'corpus'}' >&-"
    done = subprocess.run(["/bin/bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_traceback_shows_where_and_keeps_code_and_json(cli: Cli) -> None:
    outcome = cli("ask", "x", "--corpus", "nowhere", "--json", "--traceback")
    assert outcome.code == 5
    assert json.loads(outcome.out)["error"]["kind"] == "corpus"
    assert "Traceback (most recent call last)" in outcome.err


@pytest.mark.parametrize("seconds", [0.0, 0.2, 1.0])
def test_ctrl_c_is_130_and_the_work_goes_on_later(
    cli: Cli, tmp_path: Path, cache: Path, embedder: object, seconds: float
) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(900):
        (folder / f"{n}.txt").write_text(f"Tram {n} left depot {n % 31} with {n % 13} people on board this morning.")
    command = [executable("rag"), "index", "--corpus", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    err = process.stderr.readline()  # it has begun
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, more = process.communicate(timeout=60)
    err += more
    if process.returncode != 0:  # it may have been done already
        assert process.returncode == 130
        assert "interrupted" in err
    done = json.loads(cli("rag", "index", "--corpus", folder, "--json").out)
    assert done["added"] + done["unchanged"] == 900


def test_a_library_that_was_killed_in_its_first_seconds_is_a_note(
    cli: Cli, corpus: Callable[..., Path], cache: Path, embedder: ModelEmbedder
) -> None:
    folder = corpus(good=BUSES)
    Library(cache / "libraries", corpus_roots([folder]), embedder, 200, lambda line: None).close()
    outcome = cli("rag", "doctor", "--corpus", folder)
    assert outcome.code == 0
    assert "empty so far" in outcome.out
    assert "the first question fills it" in outcome.out
    assert "Expected IDs" not in outcome.out


@pytest.mark.parametrize("state", ["INSERT INTO outbox SELECT id FROM passages", "UPDATE meta SET value = 'writing'"])
def test_an_update_that_was_cut_short_is_a_note(cli: Cli, corpus: Callable[..., Path], cache: Path, state: str) -> None:
    folder = corpus(good=BUSES)
    cli("ask", QUESTION, "--corpus", folder)
    where = " WHERE key = 'vectors_state'" if "meta" in state else ""
    with sqlite3.connect(library_of(folder, cache) / "catalog.sqlite") as db:
        db.execute(state + where)
    db.close()
    outcome = cli("rag", "doctor", "--corpus", folder)
    assert (outcome.code, "cut short" in outcome.out) == (0, True)
    assert cli("ask", QUESTION, "--corpus", folder).code == 0
    assert "cut short" not in cli("rag", "doctor", "--corpus", folder).out


@pytest.mark.parametrize(("name", "shown"), [("a\\u0000b", "it holds a NUL"), ("x" * 300, "it is too long")])
def test_a_corpus_with_an_impossible_name_is_wrong_usage(cli: Cli, name: str, shown: str) -> None:
    Path("rag.toml").write_text(f'corpus = "{name}"\n')
    for program, *arguments in (("ask", QUESTION), ("rag", "index"), ("rag", "articles")):
        outcome = cli(program, *arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert "which no path can be" in " ".join(outcome.err.split())
        assert shown in " ".join(outcome.err.split())
        assert "this is a bug" not in outcome.err
    assert cli("rag", "doctor").code == 2


def test_the_export_of_a_model_is_its_owners_alone(cache: Path, embedder: ModelEmbedder) -> None:
    made = [f for f in (cache / "models").rglob("*") if stat.S_IMODE(f.stat().st_mode) & 0o077]
    assert made == []
    assert list((cache / "models").glob("*/model.onnx"))


@pytest.mark.parametrize("name", ["x" * 5000, f"{'x/' * 3000}x", "odd\ud83d", "odd\0"])
def test_a_name_that_no_path_can_have_is_refused_wherever_it_is_given(
    cli: Cli, corpus: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = corpus(good=BUSES)
    refused = [cli("ask", QUESTION, "--corpus", name), cli("rag", "check", name, "--corpus", folder)]
    if "\0" not in name:
        monkeypatch.setenv("RAG_CORPUS", name.replace("\ud83d", "\udc80" * 300))
        refused.append(cli("rag", "articles"))
    for outcome in refused:
        assert outcome.code == 2, outcome.err
        assert "which no path can be: it" in outcome.err.replace("\n", " ")
        assert "write another path" in outcome.err


def test_a_conversation_is_not_saved_under_a_name_that_no_file_can_have(corpus: Callable[..., Path]) -> None:
    from rag.cli.chat_view import ConsoleView
    from rag.errors import UsageError

    view = ConsoleView(lambda: "", lambda _: None, (corpus(good=BUSES),))
    for name in ("x" * 5000, "\ud83d.md", "\0"):
        with pytest.raises(UsageError, match=r"/save names .* which no path can be"):
            view.save((), name)
