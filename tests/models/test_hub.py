"""A model of a hub is fetched only where it is not here, and that is said before."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, Outcome
from rag.models.hub import is_here
from raw_server import RawServer, head

_ASK = """
import json
from pathlib import Path
from rag.comprehension.model import open_reader
from rag.embedding.model import open_model
from rag.errors import ModelError

lines, failures = [], []
for act in (
    lambda: open_reader("owner/here", lines.append).read("Who?", ["Ann."]),
    lambda: open_model("here", Path("models"), lines.append),
    lambda: lines.append("now those that are not here"),
    lambda: open_reader("owner/model", lines.append).read("Who?", ["Ann."]),
):
    try:
        act()
    except ModelError as error:
        failures.append(error.message)
print(json.dumps([lines, failures]))
"""


def cached(hub: Path, name: str) -> Path:
    snapshot = hub / f"models--{name.replace('/', '--')}" / "snapshots" / "1"
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}")
    return snapshot


def test_only_what_is_not_here_is_asked_for_and_it_is_said_first(tmp_path: Path) -> None:
    for name in ("owner/here", "sentence-transformers/here"):
        cached(tmp_path / "hub", name)
    with RawServer(lambda p: [head(p, status="404 Not Found", kind="text/plain"), b"no"]) as server:
        environ = {**os.environ, "HF_ENDPOINT": server.root, "HF_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
        environ.pop("HF_HUB_OFFLINE", None)
        command = [sys.executable, "-c", _ASK]
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environ, cwd=tmp_path)
        asked = b"".join(server.got)
    lines, failures = json.loads(done.stdout.splitlines()[-1])
    assert lines == [
        "preparing the embedding model here, this once",
        "now those that are not here",
        f"downloading the reader owner/model from {server.root}, as it is not on this machine",
    ]
    assert len(failures) == 3
    assert b"owner/model" in asked
    assert b"here" not in asked


def test_a_model_is_here_once_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    assert not is_here("owner/model")
    cached(tmp_path, "owner/model")
    assert is_here("owner/model")
    blobs = tmp_path / "models--owner--model" / "blobs"
    blobs.mkdir()
    (blobs / "abc.incomplete").touch()
    assert not is_here("owner/model")


def test_the_doctor_fetches_nothing(
    cli: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("RAG_READER_MODEL", "owner/model")
    outcome = cli("rag", "doctor", "--corpus", ROOT / "corpus")
    assert outcome.code == 0
    assert "owner/model is not on this machine" in outcome.out
