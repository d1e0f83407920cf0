"""Where a scene of `endurance.py` is played: its cache, its articles, runs of `rag`, the count of what went wrong."""

import ctypes
import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path

import datasketch  # noqa: F401  (loaded once, before the forks)

import rag.cli.ask
import rag.embedding.onnx
import rag.library.library
import rag.query_engine  # noqa: F401
from benchmarks.library_check import check, prepare
from rag.cli.main import run
from rag.library import origins, sync

# So that sixty articles take several commits, and a kill can fall between them.
sync._PASSAGES_A_COMMIT = 16
origins._A_COMMIT = 16

_LONGEST_S = 600
_SAID = 20
_PLACES = ("Springfield", "Shelbyville", "Ogdenville", "Brockway", "Cypress Creek", "Capital City", "Waverly Hills")


class Stage:
    """One scene's own cache and articles, and its row of the table."""

    def __init__(self, name: str, place: Path, models: Path, chance: random.Random, kills: int) -> None:
        self.name, self.chance, self.kills = name, chance, kills
        self.place, self.cache, self.corpus = place, place / "cache", place / "articles"
        self.cache.mkdir(parents=True)
        self.corpus.mkdir()
        (self.cache / "models").symlink_to(models)
        self.models = models
        self.tries = self.lost = self.doubled = self.mislabelled = self.wrong_exits = 0
        self.most_memory = 0
        self.said: list[str] = []
        if not models.exists():
            self.forked(lambda: prepare(models))

    # Articles

    def write(self, number: int, words: int = 16) -> Path:
        """Article `number`, new or in other words; every fifth is a copy of the one before but for a line."""
        file = self.corpus / f"{number:05}.txt"
        who = random.Random(number - number % 5 if number % 5 == 1 else self.chance.random())
        lines = [f"{who.choice(_PLACES)} changes its trams\n"]
        while sum(len(line.split()) for line in lines) < words:
            lines.append(
                f"Tram {who.randrange(999)} of {who.choice(_PLACES)} left depot {who.randrange(99)} with "
                f"{who.randrange(90)} people on board, said Mayor {who.choice('ABCDEFGH')}. Quimby on day {number}."
            )
        file.write_text("\n".join(lines) + "\n")
        return file

    def write_all(self, number: int = 60, words: int = 16) -> None:
        for n in range(number):
            self.write(n, words)

    def change_some(self) -> None:
        """A few articles change, a few go, a few come."""
        numbers = [int(f.stem) for f in self.corpus.glob("[0-9]*.txt")]
        for n in self.chance.sample(numbers, 6):
            self.write(n)
        for n in self.chance.sample(numbers, 3):
            (self.corpus / f"{n:05}.txt").unlink(missing_ok=True)
        for n in range(3):
            self.write(max(numbers) + 1 + n)

    # Runs

    def rag(
        self, command: str, *rest: str, program: str = "rag", kill_after: float | None = None, plain: bool = False
    ) -> int:
        """The exit code of a command; minus the signal if it was killed."""
        arguments = [a for a in (command, *rest, "--corpus", str(self.corpus)) if a]
        return self.wait(self.start(lambda: run(program, arguments), plain=plain), kill_after)

    def start(self, what: Callable[[], int], *, plain: bool = False) -> int:
        """Do `what` in a process of its own; returns its id."""
        pid = os.fork()
        if pid:
            return pid
        code = 70
        try:
            self.place.joinpath("out").touch()
            out = os.open(self.place / "out", os.O_WRONLY | os.O_TRUNC)
            os.dup2(out, 1)
            os.dup2(out, 2)
            os.environ["RAG_CACHE"] = str(self.cache)
            os.chdir(self.place)
            if plain:
                _be_held_back()
            code = what()
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)

    def wait(self, pid: int, kill_after: float | None = None) -> int:
        until = time.monotonic() + (_LONGEST_S if kill_after is None else kill_after)
        while time.monotonic() < until:
            done, status, used = os.wait4(pid, os.WNOHANG)
            if done:
                self.most_memory = max(self.most_memory, used.ru_maxrss)
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        os.kill(pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def forked(self, what: Callable[[], int]) -> int:
        return self.wait(self.start(what))

    def must(self, command: str, codes: Collection[int], *rest: str, program: str = "rag", plain: bool = False) -> int:
        """Run a command and count any other exit code as wrong."""
        return self.judge(self.rag(command, *rest, program=program, plain=plain), codes, command)

    def judge(self, code: int, codes: Collection[int], command: str) -> int:
        said = (self.place / "out").read_text(errors="replace").strip() if (self.place / "out").exists() else ""
        if code not in codes or "this is a bug" in said or "Traceback" in said:
            self.wrong_exits += 1
            self.say(f"{command} ended with {code}: {' '.join(said.splitlines()[-3:])[:300]}")
        return code

    def check(self) -> None:
        """Hold the library against its files, and count what is wrong."""
        self.tries += 1
        found = self.place / "verdict"
        found.unlink(missing_ok=True)
        self.place.joinpath("out").unlink(missing_ok=True)

        def look() -> int:
            verdict = check(self.cache, self.corpus)
            found.write_text(json.dumps([verdict.lost, verdict.doubled, verdict.mislabelled]))
            return 0

        if self.judge(self.forked(look), {0}, "the check") == 0:
            lost, doubled, mislabelled = json.loads(found.read_text())
            self.lost += len(lost)
            self.doubled += len(doubled)
            self.mislabelled += len(mislabelled)
            for line in [*lost, *doubled, *mislabelled]:
                self.say(f"try {self.tries}: {line}")

    def say(self, line: str) -> None:
        if len(self.said) < _SAID:
            self.said.append(line)

    def tell(self) -> None:
        """Say how far it is; a long scene may be cut short."""
        print(f"{self.name}: {self.row}", *self.said, sep="\n  ", file=sys.stderr, flush=True)

    @property
    def row(self) -> list[int]:
        return [self.tries, self.lost, self.doubled, self.mislabelled, self.wrong_exits]

    # The library

    @property
    def library(self) -> Path:
        return next((self.cache / "libraries").iterdir())

    def forget(self) -> None:
        shutil.rmtree(self.cache / "libraries", ignore_errors=True)

    def keep(self) -> Path:
        """A copy of the library, to be put back."""
        kept = self.place / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        return Path(shutil.copytree(self.cache / "libraries", kept))

    def put_back(self, kept: Path) -> None:
        self.forget()
        shutil.copytree(kept, self.cache / "libraries")


def _be_held_back() -> None:
    """Drop what lets root pass over permissions (capset of Linux): they then hold for root as for anyone."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if os.getuid() == 0 and ctypes.CDLL(None).capset(header, (ctypes.c_uint32 * 6)()):
        raise OSError("the capabilities of root cannot be dropped")
