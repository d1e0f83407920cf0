"""The chat as a person uses it: on a real pseudo-terminal, keys and all; and in a pipe."""

import json
import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pexpect
import pytest

from conftest import Outcome, modules_after
from model_server import Asked, ModelServer, Reply
from rag.embedding.model import ModelEmbedder

BIN = Path(sys.executable).parent
PATIENCE = 120
PROMPT = "ask>"
UP, LEFT, CTRL_C, CTRL_D, TAB = "\x1b[A", "\x1b[D", "\x03", "\x04", "\t"
BUSES = "Springfield’s new buses\n\nThe council of Springfield bought 17 buses on Monday, its mayor said.\n"
TRAMS = "The council of Shelbyville sold nine trams on Friday.\n"
HOW_MANY = "How many buses did the council of Springfield buy?"
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[=>])")


class Terminal:
    """A chat on a pseudo-terminal."""

    def __init__(self, child: "pexpect.spawn[str]") -> None:
        self.child = child

    def waits(self) -> None:
        """Wait for the prompt."""
        self.sees(PROMPT)

    def sees(self, text: str) -> str:
        """Wait for a text; all that came before it, without escapes."""
        self.child.expect_exact(text)
        return ESCAPES.sub("", self.child.before or "")

    def types(self, *keys: str) -> None:
        for key in keys:
            self.child.send(key)

    def asks(self, text: str) -> str:
        """Type a line, and read all until the next prompt."""
        self.types(text, "\r")
        self.sees("\n")
        return self.sees(PROMPT)

    def throws_away(self) -> None:
        """Ctrl-C, and wait for the next prompt."""
        self.types(CTRL_C)
        self.sees("\n")
        self.waits()

    def leaves(self) -> int | None:
        self.types(CTRL_D)
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


Spawn = Callable[..., "contextmanager[Terminal]"]


@pytest.fixture
def terminal(embedder: ModelEmbedder, cache: Path, tmp_path: Path) -> Callable[..., Iterator[Terminal]]:
    """Opens chats whose history and sessions are this test's own; the model is the shared one."""
    own = tmp_path / "cache"
    own.mkdir()
    (own / "models").symlink_to(cache / "models")

    @contextmanager
    def spawn(program: str, *arguments: str | Path, width: int = 100, **environ: str) -> Iterator[Terminal]:
        kept = {
            k: v
            for k, v in os.environ.items()
            if k not in {"NO_COLOR", "PAGER", "EDITOR", "VISUAL", "COLUMNS", "LINES"}
        }
        child = pexpect.spawn(
            str(BIN / program), [str(a) for a in arguments], dimensions=(40, width), encoding="utf-8",
            timeout=PATIENCE, cwd=str(tmp_path),
            env={**kept, "RAG_CACHE": str(own), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", **environ},
        )  # fmt: skip
        try:
            yield Terminal(child)
        finally:
            child.close(force=True)

    return spawn  # type: ignore[return-value]


def test_a_person_s_session(terminal: Spawn, corpus: Callable[..., Path], tmp_path: Path) -> None:
    folder = corpus(buses=BUSES, trams=TRAMS)
    with terminal("ask", "--corpus", folder) as chat:
        assert "2 articles" in chat.sees(PROMPT)
        assert "bought 17 buses" in chat.asks(HOW_MANY)

        # a follow-up is shown as it was understood; ↑ brings that back, and it can be corrected
        assert "understood: When did the council of Springfield buy buses?" in chat.asks("when?")
        chat.types(UP)
        chat.sees("When did the council of Springfield buy buses?")
        chat.throws_away()

        # ↑ again is what was typed, and ↑ before that the first question
        chat.types(UP, UP, UP, "\r")
        assert "17 buses" in chat.sees("Sources")
        chat.waits()

        # the arrows move within the line: "/opne" becomes "/open"
        chat.types("/hep", LEFT, "l", "\r")
        chat.sees("this list")
        chat.waits()

        # Ctrl-C throws a line away
        chat.types("half a quest")
        chat.throws_away()

        # several pasted lines are one question
        chat.types("\x1b[200~How many trams did the\ncouncil of Shelbyville sell?\x1b[201~", "\r")
        assert "nine trams" in chat.sees("Sources")
        chat.waits()

        # Tab
        chat.types("/sour", TAB)
        chat.sees("ces")  # what is found comes in its own time
        chat.types("\r")
        assert "“The council of Shelbyville sold nine trams on Friday.”" in chat.sees("trams.txt")
        chat.waits()
        chat.types("what is in springf", TAB)
        chat.sees("ield’s new buses")
        chat.throws_away()

        # a narrower window
        chat.child.setwinsize(30, 40)
        chat.waits()
        chat.types(HOW_MANY, "\r")
        shown = chat.sees("Sources")
        answer = shown[shown.rindex("The council") :]
        assert "17 buses" in " ".join(answer.split())
        assert max(map(len, answer.splitlines())) <= 40
        chat.waits()
        chat.child.setwinsize(40, 100)
        chat.waits()

        # what is new is said
        (folder / "boats.txt").write_text("Northport bought four boats on Tuesday.\n")
        assert "articles: 1 added" in chat.asks("How many boats did Northport buy?")

        assert "did you mean /reset?" in chat.asks("/rest")
        assert chat.leaves() == 0
    history = tmp_path / "cache" / "chat" / "history"
    assert stat.S_IMODE(history.stat().st_mode) == 0o600

    with terminal("rag", "chat", "--resume", "--corpus", folder) as chat:
        assert "resumed: 6 questions so far" in chat.sees(PROMPT)
        chat.types(UP, UP)
        chat.sees("How many boats did Northport buy?")
        chat.throws_away()
        assert "its own words" in chat.asks("who said that?")
        assert chat.leaves() == 0


def test_ctrl_c_in_the_middle_of_a_stream_keeps_the_session(terminal: Spawn, corpus: Callable[..., Path]) -> None:
    folder = corpus(buses=BUSES)
    half = Reply('{"sentences": [{"text": "The council of Springfield bought', 600.0, " it")
    with (
        ModelServer(half) as server,
        terminal("rag", "chat", "--corpus", folder, "--model", server.name) as chat,
    ):
        chat.waits()
        chat.types(HOW_MANY, "\r")
        deadline = time.monotonic() + PATIENCE
        while not server.asked and time.monotonic() < deadline:
            time.sleep(0.05)
        chat.types(CTRL_C)
        chat.sees("cancelled")
        chat.waits()
        assert "no model: answers are quotations" in chat.asks("/model none")
        assert "17 buses" in chat.asks(HOW_MANY)
        assert chat.leaves() == 0


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"NO_COLOR": "1"}])
def test_a_plain_terminal(terminal: Spawn, corpus: Callable[..., Path], environ: dict[str, str]) -> None:
    nasty = "Red \x1b[31mbuses\x1b[0m\n\nThe council of Springfield \x1b]0;owned\x07bought 17 buses on Monday.\n"
    with terminal("rag", "chat", "--corpus", corpus(buses=nasty), width=60, **environ) as chat:
        chat.waits()
        chat.types(HOW_MANY, "\r")
        chat.sees("Monday")
        raw = chat.child.before
        chat.waits()
        assert "␛" in raw + chat.child.before
        assert "\x1b]0;owned" not in raw
        assert "\x1b[31mbuses" not in raw
        assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", raw)
        assert chat.leaves() == 0


def test_an_article_is_opened_at_its_line(terminal: Spawn, corpus: Callable[..., Path], tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "PAGED $1 $(basename "$2")"; cat "$2"\n')
    pager.chmod(0o755)
    with terminal("rag", "chat", "--corpus", corpus(buses=BUSES), PAGER=str(pager)) as chat:
        chat.waits()
        chat.asks(HOW_MANY)
        assert "PAGED +3 buses.txt" in chat.asks("/open 1")
        assert chat.leaves() == 0


def test_the_copy_that_a_pager_gets_has_a_harmless_name_and_is_private(
    terminal: Spawn, corpus: Callable[..., Path], tmp_path: Path
) -> None:
    pager = tmp_path / "pager"
    pager.write_text('#!/bin/sh\necho "PAGED $(basename "$2") $(stat -c %a "$2") END"\n')
    pager.chmod(0o755)
    folder = corpus(**{"bus\x1b]0;owned\x07\u202e`$(x)`.txt": BUSES})
    with terminal("rag", "chat", "--corpus", folder, PAGER=str(pager)) as chat:
        chat.waits()
        chat.asks(HOW_MANY)
        assert "PAGED bus-0-owned-x-.txt 600 END" in chat.asks("/open 1")
        assert chat.leaves() == 0


def test_a_pasted_line_is_shown_harmlessly_and_taken_as_it_is(terminal: Spawn, corpus: Callable[..., Path]) -> None:
    with terminal("rag", "chat", "--corpus", corpus(buses=BUSES)) as chat:
        chat.waits()
        chat.types("\x1b[200~/sa\u200b\u202ey\x1b[201~")
        assert "\u202e" not in chat.sees("/sa\\u200b\\u202ey")
        chat.types(LEFT, "x", "\r")
        chat.sees("there is no command /sa\\u200b\\u202exy")
        assert "\u202e" not in chat.child.before
        assert chat.leaves() == 0


Piped = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def piped(embedder: ModelEmbedder, cache: Path, tmp_path: Path) -> Piped:
    own = tmp_path / "cache"
    own.mkdir()
    (own / "models").symlink_to(cache / "models")

    def run(text: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [BIN / "rag", "chat", *map(str, arguments)], input=text, capture_output=True, text=True, check=False,
            env={**os.environ, "RAG_CACHE": str(own)}, cwd=tmp_path,
        )  # fmt: skip

    return run


def test_a_pipe_is_read_line_by_line(piped: Piped, corpus: Callable[..., Path], tmp_path: Path) -> None:
    folder = corpus(buses=BUSES)
    lines = [
        HOW_MANY, "", "when?", "/nonsense", "/save notes.md", "/save notes.json", "/save notes.md",
        f"/save {folder}/notes.md", "/save ~nosuch-user/notes.md", f"/save {'n' * 300}",
        "/check", "Springfield bought 18 buses.", "", "/more", "/help",
    ]  # fmt: skip
    done = piped("\n".join(lines), "--corpus", folder)
    assert done.returncode == 0
    assert done.stdout.count("bought 17 buses on Monday") >= 2
    assert "understood: When did the council of Springfield buy buses?" in done.stderr
    assert "there is no command /nonsense" in done.stderr
    assert "contradicted" in done.stdout
    assert "lies in the corpus" in done.stderr
    assert "/save names '~nosuch-user/notes.md', and there is no such user" in done.stderr
    assert "which no path can be: it is too long" in done.stderr
    assert "bug" not in done.stderr
    notes = (tmp_path / "notes.md").read_text()
    assert "## When did the council of Springfield buy buses?\n\n*Asked: when?*" in notes
    assert notes.count("[^1]: “The council of Springfield bought 17 buses on Monday, its mayor said.”") == 1
    assert [a["status"] for a in json.loads((tmp_path / "notes.json").read_text())] == ["answered"] * 2
    assert stat.S_IMODE((tmp_path / "notes.md").stat().st_mode) == 0o600
    assert not (folder / "notes.md").exists()


def test_a_model_says_what_a_follow_up_means(piped: Piped, corpus: Callable[..., Path]) -> None:
    def reply(asked: Asked) -> Reply:
        if "rewritten to stand by itself: when?" in asked.prompt:
            assert "17 buses" in asked.prompt
            return Reply("When did Springfield’s council buy its buses?")
        return Reply("The council of Springfield bought 17 buses on Monday, its mayor said. [", *asked.offered, "]")

    with ModelServer(reply) as server:
        done = piped(f"{HOW_MANY}\nwhen?\n", "--corpus", corpus(buses=BUSES), "--model", server.name)
    assert "understood: When did Springfield’s council buy its buses?" in done.stderr
    assert done.stdout.count("17 buses on Monday") >= 2
    assert done.returncode == 0


def test_files_that_are_there_are_not_overwritten(piped: Piped, corpus: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine")
    done = piped(f"{HOW_MANY}\n/save mine.md\n", "--corpus", corpus(buses=BUSES))
    assert "mine.md is there already" in done.stderr
    assert (tmp_path / "mine.md").read_text() == "mine"


def test_a_damaged_session_is_said_and_kept(piped: Piped, corpus: Callable[..., Path], tmp_path: Path) -> None:
    folder = corpus(buses=BUSES)
    piped(f"{HOW_MANY}\n", "--corpus", folder)
    (kept,) = (tmp_path / "cache" / "chat").glob("*.json")
    kept.write_text("{")
    done = piped(f"{HOW_MANY}\n", "--corpus", folder, "--resume")
    assert done.returncode == 0
    assert "is damaged" in done.stderr
    assert "17 buses" in done.stdout
    assert kept.with_suffix(".damaged").read_text() == "{"


def test_wrong_bounds_are_said_before_anything_is_opened(cli: Callable[..., Outcome], tmp_path: Path) -> None:
    outcome = cli("rag", "chat", "--since", "someday", "--corpus", tmp_path / "nowhere")
    assert outcome.code == 2
    assert "--since 'someday' is no day" in outcome.err


@pytest.mark.parametrize(("program", "arguments"), [("rag", ["chat", "--help"]), ("ask", ["--help"])])
def test_help_does_not_load_line_editing(program: str, arguments: list[str]) -> None:
    code, modules = modules_after(program, *arguments)
    assert code == 0
    assert not modules & {"prompt_toolkit", "numpy", "chromadb"}


def test_a_question_alone_does_not_load_line_editing(cli: Callable[..., Outcome], corpus: Callable[..., Path]) -> None:
    folder = corpus(buses=BUSES)
    assert cli("ask", HOW_MANY, "--corpus", folder).code == 0
    code, modules = modules_after("ask", HOW_MANY, "--corpus", str(folder))
    assert code == 0
    assert "prompt_toolkit" not in modules
