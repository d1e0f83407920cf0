"""What a whole command does to the machine, by a trace of its system calls: no socket, no file outside RAG_CACHE.

The variable CI is unset, for some libraries behave better where they see it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import TROOPS
from rag.embedding.model import ModelEmbedder
from rag.quiet import SILENCED
from rag.settings import sample_corpus

_CALLS = (
    "socket,connect,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat"
)
_SOCKET = re.compile(r"\bsocket\((AF_\w+)")
_WRITTEN = re.compile(
    r"\b(?:(?:open|openat|openat2|creat)\(.*(?:O_WRONLY|O_RDWR|O_CREAT)|creat\(|mkdir\w*\(|rename\w*\(|link\w*\(|symlink\w*\()"
)
_PATH = re.compile(r'"((?:[^"\\]|\\.)*)"')
_FAILED = re.compile(r"= -1 E")
_BY_LOADERS = ("/dev/null", "/dev/tty", "/proc/self/")

Done = subprocess.CompletedProcess[str]
Traced = Callable[..., tuple[Done, list[str]]]


def _strace() -> str | None:
    found = shutil.which("strace")
    works = found and subprocess.run([found, "-f", "true"], capture_output=True, check=False).returncode == 0
    return found if works else None


pytestmark = pytest.mark.skipif(
    _strace() is None, reason="needs strace and the right to trace; .ci/run installs it where it can"
)


@pytest.fixture
def traced(tmp_path: Path) -> Traced:
    """Runs a command as a newcomer would, in a fresh home, and gives what it did that a trace shows to leave."""
    home, cache, work = tmp_path / "home", tmp_path / "a cache", tmp_path / "a folder"
    home.mkdir()

    work.mkdir()
    inherited = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    # An installed package has its byte code; a checkout would write it now.
    plain = {**inherited, "HOME": str(home), "RAG_CACHE": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(program: str, *arguments: str, text: str = "", **environ: str) -> tuple[Done, list[str]]:
        trace = tmp_path / "trace"
        code = f"import sys; from rag.cli.main import run; sys.exit(run({program!r}, sys.argv[1:]))"
        command = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={_CALLS}", "-o", str(trace)]
        done = subprocess.run(
            [*command, sys.executable, "-c", code, *arguments],
            env={**plain, **environ},
            cwd=work,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return done, [line for line in trace.read_text(errors="replace").splitlines() if _leaves(line, cache, work)]

    return run


def _leaves(line: str, cache: Path, work: Path) -> bool:
    if socket := _SOCKET.search(line):
        return socket[1] not in {"AF_UNIX", "AF_LOCAL"}
    if not _WRITTEN.search(line) or _FAILED.search(line):
        return False
    paths = [(work / path).resolve() for path in _PATH.findall(line)]
    return any(not p.is_relative_to(cache.resolve()) and not str(p).startswith(_BY_LOADERS) for p in paths)


def test_the_first_question_leaves_nothing_and_sends_nothing(traced: Traced) -> None:
    """A cold start: the model is exported by torch, the articles are read, embedded and put into Chroma."""
    done, left = traced("ask", TROOPS, "--corpus", str(sample_corpus()))
    assert done.returncode == 0, done.stderr
    assert "10,000 to 15,000" in done.stdout
    assert left == []
    again, left = traced("ask", TROOPS, "--corpus", str(sample_corpus()))
    assert again.returncode == 0
    assert left == []


def test_whatever_the_environment_and_the_folder_say(
    traced: Traced, tmp_path: Path, cache: Path, embedder: ModelEmbedder
) -> None:
    shutil.copytree(cache / "models", tmp_path / "a cache" / "models")
    asked = {variable: "0" if value != "False" else "True" for variable, value in SILENCED.values()}
    (tmp_path / "a folder" / ".env").write_text(
        "ANONYMIZED_TELEMETRY=True\nCHROMA_OTEL_COLLECTION_ENDPOINT=http://127.0.0.1:9\nMIGRATIONS=never\n"
    )
    draft = "Russia keeps 10,000 to 15,000 troops in Belarus, military analysts say.\n"
    done, left = traced(
        "rag", "check", "-", "--corpus", str(sample_corpus()), text=draft, **asked,
        CHROMA_OTEL_COLLECTION_ENDPOINT="http://127.0.0.1:9", CHROMA_API_IMPL="no.such.class",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert left == []


def test_the_doctor_says_what_is_off(cli: Callable[..., object]) -> None:
    shown = cli("rag", "doctor").out  # type: ignore[attr-defined]
    assert "reports to makers" in shown
    assert all(name in shown for name in SILENCED)
