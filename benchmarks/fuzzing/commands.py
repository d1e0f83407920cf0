"""Whole commands in processes of their own, in a folder full of odd files."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fuzzing import inputs
from benchmarks.fuzzing.watching import commands_in
from benchmarks.fuzzing.workshop import Tally

_SECONDS = 120
"""A process loads its models, and prepares a library for its articles."""
_DOCUMENTED = {0, 1, 2, 3, 4, 5}


def run_commands(folder: Path, cache: Path, seeds: Sequence[int], end: float) -> Tally:
    """A command for each of these seeds, until the clock says `end`."""
    tally = Tally()
    for seed in seeds:
        if time.monotonic() > end:
            break
        tally.tries += 1
        try:
            what, message = _command(folder / str(seed), cache, random.Random(f"commands:{seed}"), tally)
        except subprocess.TimeoutExpired as error:
            what, message = "slow", f"{error.cmd[-4:]}"
        if what:
            setattr(tally, what, getattr(tally, what) + 1)
            tally.failures.append(f"--kind commands --seed {seed} --tries 1: {what}: {message}")
    return tally


def _command(folder: Path, cache: Path, rng: random.Random, tally: Tally) -> tuple[str, str]:
    """Run one; how it failed, and what shows it."""
    program, arguments, typed = _prepared(folder, rng)
    before = _listing(folder)
    code = f"import sys; from rag.cli.main import run; sys.exit(run({program!r}, sys.argv[1:]))"
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-B", "-c", code, *arguments], cwd=folder, input=typed, capture_output=True, check=False,
        timeout=_SECONDS, env={**kept, "RAG_CACHE": str(cache), "RAG_CONFIG": str(folder / "config"), "COLUMNS": "100"},
    )  # fmt: skip
    shown, said = done.stdout.decode("utf-8", "backslashreplace"), done.stderr.decode("utf-8", "backslashreplace")
    tally.refused += done.returncode in {2, 5}
    tally.skipped += said.count("skipped: ")
    called = f"{program} {arguments} gave {done.returncode}: {said[-300:]}"
    if "Traceback" in said or "this is a bug" in said or done.returncode not in _DOCUMENTED:
        return "tracebacks", called
    if changed := set(_listing(folder)) ^ set(before):
        return "lost", f"{program} {arguments} changed {sorted(changed)[:3]}"
    if problem := commands_in(shown if "--plain" not in arguments else "") or commands_in(said):
        return "lost", f"{problem}: {called}"
    if "--json" in arguments and shown.strip():
        json.loads(shown)
    return "", ""


def _prepared(folder: Path, rng: random.Random) -> tuple[str, list[str], bytes]:
    """A folder of articles, settings and files to be read, and a command for it: program, arguments, standard input."""
    for name, text in inputs.GOOD.items():
        (folder / "corpus" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "corpus" / name).write_text(text, "utf-8")
    for number in range(3):
        make = rng.choice((inputs.article, inputs.front_matter))
        (folder / "corpus" / f"m{number}.md").write_bytes(make(rng))
    if rng.random() < 0.3:
        (folder / "rag.toml").write_bytes(inputs.settings(rng))
    (folder / "suite.jsonl").write_bytes(inputs.suite(rng))
    (folder / "thresholds.toml").write_bytes(inputs.thresholds(rng))
    (folder / "draft.md").write_bytes(inputs.draft(rng))
    question = inputs.question(rng).replace("\0", "").encode("utf-8", "replace").decode("utf-8") or "why?"
    typed = "\n".join(line for line in inputs.chat_lines(rng) if not line.startswith(("/save", "/model")))
    program, arguments = rng.choice((
        ("ask", ["--", question]), ("ask", ["--json", "--", question]),
        ("ask", ["--explain", "--", inputs.QUESTIONS[0]]), ("rag", ["search", "--", question]),
        ("rag", ["show", f"m{rng.randrange(3)}"]), ("rag", ["show", "--json", "m1"]), ("rag", ["check", "draft.md"]),
        ("rag", ["check", "--json", "draft.md"]), ("rag", ["eval", "suite.jsonl", "--limit", "1"]),
        ("rag", ["articles", "--json"]), ("rag", ["index", "--json"]), ("rag", ["index"]), ("rag", ["doctor"]),
        ("rag", ["chat"]),
    ))  # fmt: skip
    if arguments != ["doctor"]:
        at = arguments.index("--") if "--" in arguments else len(arguments)
        arguments[at:at] = ["--corpus", "corpus"]
    return program, arguments, typed.encode("utf-8", "surrogatepass")


def _listing(folder: Path) -> list[tuple[str, int]]:
    return [(str(file), file.lstat().st_mtime_ns) for file in sorted(folder.rglob("*"))]
