"""Every command on a real pseudo-terminal, about articles that would command it: nothing of theirs comes through."""

import io
import json
import os
import re
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pexpect
import pytest

import hostile
from model_server import Asked, ModelServer, Reply
from rag.embedding.model import ModelEmbedder

BRIEF = "\u202eDENWO\u200b"
"""What a user may have pasted."""
BIN = Path(sys.executable).parent
_ALL = """
import json, sys
from rag.cli.main import run
for name, argv in json.loads(sys.argv[1]).items():
    print(f"BEGIN {name}")
    print(f"\\nEND {name} {run(argv[0], argv[1:])}", flush=True)
"""
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "index": ("rag", "index"),
    "index again": ("rag", "index", "--json"),
    "ask": ("ask", hostile.QUESTION),
    "ask, silent": ("ask", "Who won the cup?"),
    "ask --explain": ("ask", hostile.QUESTION, "--explain"),
    "ask --json": ("ask", hostile.QUESTION, "--explain", "--json"),
    "ask --model": ("ask", hostile.QUESTION, "--model", "MODEL"),
    "search": ("rag", "search", "council buses trams boats planes", "--limit", "20"),
    "articles": ("rag", "articles"),
    "articles --json": ("rag", "articles", "--json"),
    "show": ("rag", "show", "buses"),
    "show --plain": ("rag", "show", "plain.txt", "--plain"),
    "show, several": ("rag", "show", "Buses"),
    "show, none": ("rag", "show", hostile.ALL),
    "check": ("rag", "check", "DRAFT"),
    "check --json": ("rag", "check", "DRAFT", "--json"),
    "publisher": ("ask", hostile.QUESTION, "--publisher", hostile.ALL),
    "day": ("ask", hostile.QUESTION, "--since", hostile.ALL),
    "corpus": ("rag", "articles", "--corpus", f"/nowhere/{hostile.ALL}"),
    "doctor": ("rag", "doctor"),
    "doctor --model": ("rag", "doctor", "--model", hostile.ALL),
    "option": ("rag", "articles", f"--{hostile.ALL}"),
    "command": ("rag", hostile.ALL),
    "traceback": ("rag", "articles", "--corpus", f"/nowhere/{hostile.ALL}", "--traceback"),
}
WITHOUT_ARTICLES = {"corpus", "traceback", "option", "command"}
"""Commands that are not given the corpus."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.corpus(tmp_path_factory.mktemp("hostile") / "articles")


@pytest.fixture(scope="module")
def environment(embedder: ModelEmbedder, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    own = tmp_path_factory.mktemp("cache")
    (own / "models").symlink_to(cache / "models")
    left_out = {"NO_COLOR", "PAGER", "EDITOR", "VISUAL", "COLUMNS", "LINES"}
    kept = {k: v for k, v in os.environ.items() if k not in left_out and not k.startswith("RAG_")}
    return {**kept, "RAG_CACHE": str(own), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "PAGER": "cat",
            "PROMPT_TOOLKIT_COLOR_DEPTH": "DEPTH_4_BIT"}  # fmt: skip


def reply(asked: Asked) -> Reply:
    ids = list(asked.offered)[:1]
    said = (f"{hostile.SENTENCE} {hostile.ALL}", f"{hostile.ALL} 90 buses.", hostile.SENTENCE)
    return Reply(json.dumps({"sentences": [{"text": text, "ids": ids} for text in said]}))


@pytest.fixture(scope="module")
def shown(folder: Path, environment: dict[str, str]) -> dict[str, str]:
    """What a terminal gets of each command, byte for byte. They run in one process, for speed."""
    draft = folder.parent / "draft.md"
    draft.write_text(f"{hostile.SENTENCE}\n\nIt bought 90 buses, said {hostile.ALL} proudly.\n\n# {hostile.ALL}\n")
    with ModelServer(reply) as server:
        given = {"DRAFT": str(draft), "MODEL": server.name}
        commands = {
            name: [given.get(a, a) for a in argv] + ([] if name in WITHOUT_ARTICLES else ["--corpus", str(folder)])
            for name, argv in COMMANDS.items()
        }
        child = pexpect.spawn(
            sys.executable, ["-c", _ALL, json.dumps(commands)], dimensions=(40, 100), timeout=300, encoding="utf-8",
            cwd=str(folder.parent), env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
            codec_errors="surrogateescape",
        )  # fmt: skip
        child.expect(pexpect.EOF)
        child.close()
    found = re.findall(r"BEGIN ([^\r\n]+)(.*?)\nEND \1 (\d+)", child.before, re.DOTALL)
    return {name: text for name, text, _ in found}


@pytest.mark.parametrize("name", COMMANDS)
def test_nothing_of_an_article_commands_the_terminal(name: str, shown: dict[str, str]) -> None:
    assert not hostile.harm(shown[name])
    assert "OWNED" in shown[name] or "DENWO" in shown[name] or name == "doctor"  # it is shown, and not left out


def test_nor_does_a_conversation_about_it(folder: Path, environment: dict[str, str], shown: dict[str, str]) -> None:
    raw = io.StringIO()
    with closing(
        pexpect.spawn(
            str(BIN / "rag"), ["chat", "--corpus", str(folder)], dimensions=(40, 100), timeout=120, encoding="utf-8",
            codec_errors="surrogateescape", cwd=str(folder.parent), env=environment,
        )
    ) as chat:  # fmt: skip
        chat.logfile_read = raw
        chat.expect_exact("ask>")
        lines = (hostile.QUESTION, "when?", "who said that?", "/sources", "/why", "/why 1", "/more", "/open 1")
        for line in (*lines, f"/check It bought 90 buses, said {BRIEF} proudly.", "/save notes.md", "/save notes.json"):
            chat.send(line)
            chat.send("\r")
            chat.expect_exact("\n")
            chat.expect_exact("ask>")
        for begun in ("/open bus", "/publisher the", "what is in bus", "what is in buses w"):
            chat.send(begun)
            chat.send("\t\t")
            chat.expect_exact("DENWO")
            chat.send("\x03")
            chat.expect_exact("\n")
            chat.expect_exact("ask>")
        chat.send("\x1b[A\x1b[A\x1b[A\x04")  # what was typed comes back
        chat.send("\x03")
        chat.expect_exact("\n")
        chat.expect_exact("ask>")
        chat.send("\x04")
        chat.expect(pexpect.EOF)
    assert "saved:" in raw.getvalue()
    assert not hostile.harm(raw.getvalue())
    notes = (folder.parent / "notes.md").read_text("utf-8")
    assert "OWNED" in notes
    assert not hostile.harm(notes)
    kept = (folder.parent / "notes.json").read_text("utf-8")
    assert not hostile.harm(kept)
    cited = json.loads(kept)[0]["citations"][0]
    assert "\u202eDENWO" in cited["quote"]  # a program is told the truth
    assert "\x1b]0;OWNED\x07" in cited["quote"]
    history = (Path(environment["RAG_CACHE"]) / "chat" / "history").read_text("utf-8")
    assert not hostile.harm(history.replace(BRIEF, ""))
