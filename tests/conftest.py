"""Every test runs without a network, in a home of its own; the model is prepared once for all."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from rag.cli.main import run
from rag.embedding.model import ModelEmbedder, open_model
from rag.embedding.model_files import PACKAGED

ROOT = Path(__file__).parent.parent
MEASURING = Path(os.environ.get("ASK_MEASURING_DATA", ROOT.parent / "shared"))
"""Real articles that are not ours to ship; what uses them skips where they are not."""

TROOPS = "how many Russian troops are in Belarus?"


class NetworkError(AssertionError):
    """A test reached for the network."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and str(address[0]) not in {"127.0.0.1", "::1"}:  # type: ignore[index]
            raise NetworkError(f"no network in tests: {address}")
        connect(self, address)  # type: ignore[arg-type]

    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache that all tests share, in all workers: the export of the packaged model takes seconds."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "cache"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(autouse=True)
def home(cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Settings come from the test alone: no RAG_* variable, an empty working folder."""
    for name in list(os.environ):
        if name.startswith("RAG_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("RAG_CACHE", str(cache))
    monkeypatch.setenv("RAG_CONFIG", str(tmp_path / "config"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)


@pytest.fixture(scope="session")
def embedder(cache: Path) -> ModelEmbedder:
    open_model(PACKAGED, cache / "models", lambda _: None)  # exports it, and would embed with torch
    return open_model(PACKAGED, cache / "models", lambda _: None)


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Path]:
    """Makes a corpus of files from names and their texts (or bytes)."""

    def make(**files: str | bytes) -> Path:
        folder = tmp_path / "articles"
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            file = folder / (name if "." in name else f"{name}.txt")
            file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
            # Files written this second are read again, as they may change within it; see test_sync.
            os.utime(file, (time.time() - 60,) * 2)
        return folder

    return make


class Outcome:
    """What a command did: its exit code, standard output and standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def cli(embedder: ModelEmbedder, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Outcome]]:
    """Runs `ask` or `rag` in this process, as `cli("ask", "question", "--json")`."""

    def call(program: str, *arguments: str | Path) -> Outcome:
        capfd.readouterr()
        code = run(program, [str(a) for a in arguments])
        out, err = capfd.readouterr()
        return Outcome(code, out, err)

    yield call


def texts(items: Sequence[object], text: str) -> list[str]:
    """What spans of `text` hold."""
    return [text[item.start : item.end] for item in items]  # type: ignore[attr-defined]


_PROBE = """
import json, sys
from rag.cli.main import run
code = run({program!r}, {arguments!r})
print(json.dumps([code, sorted({{name.split(".")[0] for name in sys.modules}})]), file=sys.stderr)
"""


def modules_after(program: str, *arguments: str) -> tuple[int, set[str]]:
    """The exit code of a command in a process of its own, and the top-level modules it loaded."""
    probe = _PROBE.format(program=program, arguments=list(arguments))
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    code, modules = json.loads(done.stderr.splitlines()[-1])
    return code, set(modules)
