"""The benchmark of peers: what is ours in it. The peer here is a stand-in, in a real environment of its own."""

import json
import sys
import venv
from pathlib import Path

import pytest

from benchmarks.peers import PINS, PeerError, ask, installed, report, with_texts
from benchmarks.statement_rows import Outcome, by_kind, median_time, shares

PEER = "grounded-check"
STAND_IN = """
import os, pathlib, socket
class Result:
    def __init__(self, passed): self.passed = passed
def check(statement, sources):
    print("checking", statement)
    pathlib.Path.home().joinpath("trace.log").write_text(os.environ.get("A_SECRET", "none"))
    try:
        socket.create_connection(("127.0.0.1", 9))
    except OSError as error:
        assert "no network" in str(error), error
    return Result(statement in pathlib.Path(sources[0]).read_text("utf-8"))
"""


@pytest.fixture
def environments(tmp_path: Path) -> Path:
    """A folder with the environment of a stand-in for a peer, pinned as the real one is. No pip is in it."""
    made = tmp_path / "environments" / PEER
    venv.create(made, with_pip=False)
    (packages,) = made.glob("lib/python*/site-packages")
    (packages / "grounded.py").write_text(STAND_IN, "utf-8")
    about = packages / f"grounded_check-{PINS[PEER]}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PEER}\nVersion: {PINS[PEER]}\n", "utf-8")
    return tmp_path / "environments"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "rows" / "articles"
    articles.mkdir(parents=True)
    (articles / "fire.md").write_text("---\ntitle: Mill fire\n---\n\nNine people died – “a loss”.\n", "utf-8")
    rows = [
        {"id": "1", "article": "fire.md", "statement": "Nine people died – “a loss”.", "true": True, "kind": "quoted"},
        {"id": "2", "article": "fire.md", "statement": "Eight people died.", "true": False, "kind": "figure"},
        {"id": "3", "article": "fire.md", "statement": "Mill fire", "true": False, "kind": "title"},
    ]
    lines = "\n\n".join(json.dumps(row) for row in rows)
    (tmp_path / "rows" / "rows.jsonl").write_text(lines, "utf-8")
    return tmp_path / "rows"


def test_a_peer_is_asked_of_each_row_away_from_home_and_network(
    environments: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("A_SECRET", "seen")
    monkeypatch.setenv("HOME", str(folder))
    asked = list(with_texts(folder))
    said = ask(PEER, installed(PEER, environments, "no such python"), asked)
    assert [(o.row["id"], o.passed, o.contradicted) for o in said.outcomes] == [
        ("1", True, None), ("2", False, None), ("3", True, None),
    ]  # fmt: skip
    assert all(o.seconds > 0 for o in said.outcomes)
    assert said.refused == 3
    assert said.left == ("home/trace.log",)
    assert not (folder / "trace.log").exists()
    lines = list(report(said, kinds=True))
    assert "reached for the network, and was refused: 3" in lines
    assert "left behind: home/trace.log" in lines


def test_a_peer_that_breaks_is_told(environments: Path, folder: Path) -> None:
    (module,) = environments.glob("*/lib/python*/site-packages/grounded.py")
    module.write_text("raise RuntimeError('a moon is missing')", "utf-8")
    with pytest.raises(PeerError, match="did not answer: RuntimeError: a moon is missing"):
        ask(PEER, installed(PEER, environments, sys.executable), list(with_texts(folder)))


def test_another_version_is_not_taken_for_the_pinned_one(environments: Path) -> None:
    (about,) = environments.glob("*/lib/python*/site-packages/*.dist-info/METADATA")
    about.write_text(about.read_text("utf-8").replace(PINS[PEER], "0.0.9"), "utf-8")
    with pytest.raises(PeerError, match="could not be installed"):
        installed(PEER, environments, "false")


def outcome(true: bool, passed: bool, contradicted: bool | None, kind: str = "x", ms: float = 1) -> Outcome:
    return Outcome({"true": true, "kind": kind}, passed, contradicted, ms / 1000)


def test_shares_are_of_the_rows_they_name() -> None:
    true = [
        outcome(True, True, False),
        outcome(True, True, False),
        outcome(True, False, True),
        outcome(True, False, False),
    ]
    wrong = [outcome(False, True, False), outcome(False, False, True), outcome(False, False, False)]
    assert [" ".join(line.split()) for line in shares(true + wrong)] == [
        "wrong statements that pass 0.33 (1 of 3)",
        "true statements that are supported 0.50 (2 of 4)",
        "true statements called contradicted 0.25 (1 of 4)",
        "wrong ones called contradicted, of those not passed 0.50 (1 of 2)",
    ]


def test_who_has_no_verdict_of_contradiction_gets_no_share_of_it() -> None:
    lines = list(shares([outcome(True, True, None), outcome(False, True, None)]))
    assert len(lines) == 3
    assert lines[-1] == "it never calls a statement contradicted"


def test_kinds_are_counted_apart_the_true_ones_first() -> None:
    rows = [
        outcome(False, True, False, "figure"),
        outcome(False, False, True, "figure"),
        outcome(True, True, False, "figure"),
    ]
    assert [" ".join(line.split()) for line in by_kind(rows)] == [
        "true figure 1 rows, 1 passed, 0 contradicted",
        "wrong figure 2 rows, 1 passed, 1 contradicted",
    ]


@pytest.mark.parametrize(("ms", "shown"), [((0.4, 1.26, 90), "1.3"), ((20, 49.4), "35")])
def test_time_is_the_median(ms: tuple[float, ...], shown: str) -> None:
    assert median_time([outcome(True, True, None, ms=each) for each in ms]).split()[-1] == shown
