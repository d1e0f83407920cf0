"""What other checkers that need no large model say of the statements that `statements.py` puts to ours.

    python benchmarks/peers.py FOLDER [FOLDER ...] [--python PYTHON] [--environments FOLDER] [--nltk-data FOLDER]
        [--only NAME,...] [--kinds]

Each peer is installed, pinned, in a virtual environment of its own, made with PYTHON in a temporary folder or kept in
--environments, and runs as a process of its own with an empty home folder and no network; what it leaves at home or in
its working folder is told. It gets one statement and the text of its article, front matter included, as often as there
are rows. The calls (`peer_judges.py`), each with its defaults:

- ancora-rag: `GroundingChecker().check_answer` over the article in its own chunks; supported where each claim is: .55
  of the weight of its words in one chunk (.40 where it hedges), and each of its figures. No verdict of contradiction.
- groundrails: `grounding_document`, lexical, effort "high"; its own fitted threshold on eighteen features. Without
  models. It would download WordNet: --nltk-data has it (`corpora/wordnet`), without it a statement takes seconds, as
  each word is looked for anew. Contradicted: not grounded, and a figure or name that differs.
- grounded-check: `check(...).passed`: each quote, citation, figure and name stands in the article; no threshold, and
  what has none of these passes. No verdict of contradiction.
- hallucination-check: `check`, threshold .55, and no fact that is missing. Contradicted: listed under `contradictions`.
- groundlens: `Verifier().seal`, policy groundlens_default_v1; PASS is supported, FAIL contradicted, REVIEW neither.
- dokis: `audit` with paragraphs as chunks, BM25 from .35; supported where it passed, also with no claim found in it.
  No verdict of contradiction.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.statement_rows import Outcome, by_kind, median_time, read_rows, shares
from rag.reading.formats import read_article

PINS = {
    "ancora-rag": "0.1.1",
    "groundrails": "1.1.2",
    "grounded-check": "0.1.2",
    "hallucination-check": "0.1.0",
    "groundlens": "6.0.5",
    "dokis": "0.3.0",
}
_JUDGES = Path(__file__).with_name("peer_judges.py")


class PeerError(Exception):
    """A peer could not be installed, or did not answer; the others go on."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of asking a peer: outcomes, how often it reached for the network, and the files that it left."""

    outcomes: tuple[Outcome, ...]
    refused: int
    left: tuple[str, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", metavar="FOLDER", type=Path, nargs="+")
    parser.add_argument("--python", default=sys.executable, help="makes the environments; default: this one")
    parser.add_argument("--environments", type=Path, help="where they are kept; default: a temporary folder")
    parser.add_argument("--nltk-data", type=Path, help="what groundrails would download")
    parser.add_argument("--only", type=lambda names: names.split(","), default=list(PINS), help="peers, with commas")
    parser.add_argument("--kinds", action="store_true", help="a line for each kind of row, too")
    given = parser.parse_args()
    if unknown := set(given.only) - set(PINS):
        parser.error(f"no such peer: {', '.join(sorted(unknown))}; there are {', '.join(PINS)}")
    asked = [pair for folder in given.folders for pair in with_texts(folder)]
    failed = False
    with _kept_or_temporary(given.environments) as environments:
        for name in given.only:
            print(f"\n{name} {PINS[name]}", flush=True)
            try:
                said = ask(name, installed(name, environments, given.python), asked, given.nltk_data)
            except PeerError as error:
                failed = True
                print(error)
                continue
            print(*report(said, given.kinds), sep="\n", flush=True)
    sys.exit(failed)


def with_texts(folder: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """Each row of a folder with the text of its article."""
    texts: dict[str, str] = {}
    for row in read_rows(folder):
        name = row["article"]
        if name not in texts:
            article = read_article(name, (folder / "articles" / name).read_bytes()).article
            if article is None:
                raise SystemExit(f"{folder / 'articles' / name} is no article")
            texts[name] = article.text
        yield row, texts[name]


@contextmanager
def _kept_or_temporary(folder: Path | None) -> Iterator[Path]:
    if folder:
        yield folder.absolute()
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def installed(name: str, environments: Path, python: str) -> Path:
    """The interpreter of a peer's environment, which is made where it is not there yet."""
    own = environments / name
    interpreter = own / "bin" / "python"
    wanted = f"import importlib.metadata as m; raise SystemExit(m.version({name!r}) != {PINS[name]!r})"
    if interpreter.exists() and _run(interpreter, "-I", "-c", wanted).returncode == 0:
        return interpreter
    commands: list[list[str | Path]] = [
        [python, "-m", "venv", own],
        [interpreter, "-m", "pip", "install", "-q", "--disable-pip-version-check", f"{name}=={PINS[name]}"],
    ]
    for command in commands:
        done = _run(*command)
        if done.returncode:
            raise PeerError(f"could not be installed: {_last_line(done.stderr)}")
    return interpreter


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, encoding="utf-8")


def ask(
    name: str, interpreter: Path, asked: Sequence[tuple[dict[str, Any], str]], nltk_data: Path | None = None
) -> Said:
    """Put each statement and its text to a peer, away from our home folder and our variables."""
    lines = "".join(json.dumps({"statement": row["statement"], "text": text}) + "\n" for row, text in asked)
    with tempfile.TemporaryDirectory() as made:
        places = {place: Path(made, place) for place in ("home", "work", "tmp")}
        for place in places.values():
            place.mkdir()
        done = subprocess.run(
            [interpreter, "-I", "-X", "utf8", _JUDGES, name],
            check=False,
            input=lines,
            capture_output=True,
            encoding="utf-8",
            cwd=places["work"],
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(places["home"]),
                "TMPDIR": str(places["tmp"]),
                **({"NLTK_DATA": str(nltk_data.absolute())} if nltk_data else {}),
            },
        )
        left = [file for place in ("home", "work") for file in places[place].rglob("*") if not file.is_dir()]
        names = tuple(sorted(str(file.relative_to(made)) for file in left))
    if done.returncode:
        raise PeerError(f"did not answer: {_last_line(done.stderr)}")
    *said, last = map(json.loads, done.stdout.splitlines())
    outcomes = (
        Outcome(row, one["supported"], one["contradicted"], one["seconds"])
        for (row, _), one in zip(asked, said, strict=True)
    )
    return Said(tuple(outcomes), last["refused"], names)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["it said nothing"])[-1]


def report(said: Said, kinds: bool) -> Iterator[str]:
    yield from shares(said.outcomes)
    yield median_time(said.outcomes)
    if said.refused:
        yield f"reached for the network, and was refused: {said.refused}"
    if said.left:
        yield f"left behind: {', '.join(said.left)}"
    if kinds:
        yield from by_kind(said.outcomes)


if __name__ == "__main__":
    main()
