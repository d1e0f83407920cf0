"""The scenes of `endurance.py`. Each breaks something, lets `rag index` run, and looks at what is left."""

import os
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.endurance_stage import Stage
from rag.cli.main import run

_QUESTION = "how many people were on board tram 7 of Springfield?"
_ANSWERED = {0, 3}


def kills(stage: Stage) -> None:
    """`rag index` is killed at a random moment, of a new library or of one with changes, and run again."""
    stage.write_all()
    started = time.monotonic()
    stage.must("index", {0})
    longest = time.monotonic() - started
    for number in range(stage.kills):
        if number % 3 == 0:
            stage.forget()
        else:
            stage.change_some()
        for _ in range(2 if number % 7 == 0 else 1):
            stage.rag("index", kill_after=stage.chance.uniform(0, longest if number % 3 == 0 else longest * 0.7))
        stage.must("index", {0})
        stage.check()
        if stage.tries % 10 == 0:
            stage.tell()


def full_disk(stage: Stage) -> None:
    """The cache is on a file system too small for the library, which then grows."""
    stage.write_all(100)
    for kilobytes in (100, 250, 400, 550, 700, 900, 1200):
        small = stage.cache / "libraries"
        small.mkdir(exist_ok=True)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(small)]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            stage.say("skipped: nothing can be mounted here")
            return
        try:
            code = stage.must("index", {0, 5})
            if code == 5:
                stage.must(_QUESTION, {5}, program="ask")
            subprocess.run(["mount", "-o", "remount,size=256m", str(small)], check=True)
            stage.must("index", {0})
            stage.check()
        finally:
            subprocess.run(["umount", "-l", str(small)], check=True)


def read_only_cache(stage: Stage) -> None:
    stage.write_all()
    stage.cache.chmod(0o555)
    stage.must("index", {5}, plain=True)
    stage.cache.chmod(0o755)
    stage.must("index", {0}, plain=True)
    for folder in (stage.library, stage.cache / "libraries"):
        stage.change_some()
        subprocess.run(["chmod", "-R", "a-w", str(folder)], check=True)
        stage.must("index", {5}, plain=True)
        stage.must(_QUESTION, {5}, program="ask", plain=True)
        subprocess.run(["chmod", "-R", "u+w", str(folder)], check=True)
        stage.must("index", {0}, plain=True)
        stage.check()


def read_only_corpus(stage: Stage) -> None:
    stage.write_all()
    subprocess.run(["chmod", "-R", "a-w", str(stage.corpus)], check=True)
    stage.must("index", {0}, plain=True)
    stage.must(_QUESTION, _ANSWERED, program="ask", plain=True)
    stage.check()


def _command(stage: Stage, program: str, argument: str) -> Callable[[], int]:
    return lambda: run(program, [argument, "--corpus", str(stage.corpus)])


def crowd(stage: Stage) -> None:
    """Two index and five ask at once, of a new library and of one with changes."""
    stage.write_all()
    for new in (True, False, False):
        if new:
            stage.forget()
        else:
            stage.change_some()
        what = [("rag", "index", {0})] * 2 + [("ask", _QUESTION, _ANSWERED)] * 5
        pids = [(stage.start(_command(stage, program, argument)), codes) for program, argument, codes in what]
        for pid, codes in pids:
            stage.judge(stage.wait(pid), codes, "one of a crowd")
        stage.check()


def unrest(stage: Stage) -> None:
    """Files change, vanish and come while they are read."""
    stage.write_all(120)
    for _ in range(3):

        def disturb() -> int:
            until = time.monotonic() + 3
            while time.monotonic() < until:
                n = stage.chance.randrange(150)
                file = stage.corpus / f"{n:05}.txt"
                if stage.chance.random() < 0.3:
                    file.unlink(missing_ok=True)
                else:
                    stage.write(n)
                time.sleep(0.001)
            return 0

        pid = stage.start(disturb)
        for _ in range(3):
            stage.must("index", {0})
        stage.wait(pid)
        stage.must("index", {0})
        stage.check()


def odd_files(stage: Stage) -> None:
    """Pipes, sockets, devices, links in rings and to nowhere, deep folders, and files that are no text."""
    stage.write_all()
    there = stage.corpus
    os.mkfifo(there / "pipe.txt")
    listening = socket.socket(socket.AF_UNIX)
    at = Path.cwd()
    os.chdir(there)  # the name of a socket may not be long
    listening.bind("socket.txt")
    os.chdir(at)
    (there / "zero.txt").symlink_to("/dev/zero")
    (there / "ring.txt").symlink_to(there / "ring.txt")
    (there / "up").symlink_to(there)
    (there / "nowhere.txt").symlink_to(there / "none")
    (there / "empty.txt").touch()
    deep = there
    for _ in range(150):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "deep.txt").write_text("The deepest tram of Springfield carried 7 people.\n")
    for _ in range(3):
        stage.must("index", {0})
        stage.check()
        stage.change_some()
    listening.close()


def truncated_catalog(stage: Stage) -> None:
    stage.write_all()
    stage.must("index", {0})
    kept = stage.keep()
    size = (stage.library / "catalog.sqlite").stat().st_size
    for length in (0, 1, 100, 4096, 8192, size // 4, size // 2, size - 4096, size - 1):
        stage.put_back(kept)
        os.truncate(stage.library / "catalog.sqlite", length)
        if stage.must("index", {0, 5}) == 5:
            stage.must(_QUESTION, {*_ANSWERED, 5}, program="ask")
            stage.must("doctor", {5})
            stage.must("index", {0}, "--rebuild")
        stage.check()


def damaged_vectors(stage: Stage) -> None:
    """Files of Chroma are garbled, cut short or gone."""
    stage.write_all()
    stage.must("index", {0})
    kept = stage.keep()
    for _ in range(12):
        stage.put_back(kept)
        files = [f for f in stage.library.glob("vectors-*/**/*") if f.is_file()]
        file = stage.chance.choice(files)
        if (what := stage.chance.randrange(3)) == 0:
            raw = bytearray(file.read_bytes())
            for at in range(0, len(raw), max(1, len(raw) // 200)):
                raw[at] = stage.chance.randrange(256)
            file.write_bytes(raw)
        elif what == 1:
            os.truncate(file, file.stat().st_size // 2)
        else:
            file.unlink()
        stage.must(_QUESTION, _ANSWERED, program="ask")
        stage.must("index", {0})
        stage.check()


def newer_version(stage: Stage) -> None:
    stage.write_all()
    stage.must("index", {0})
    file = stage.library / "catalog.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    stage.must("index", {5})
    stage.must(_QUESTION, {5}, program="ask")
    stage.must("index", {0}, "--rebuild")
    stage.check()


def large(stage: Stage, megabytes: int) -> None:
    """Much text: is memory bounded? Its passages repeat, so that they need not all be embedded."""
    stage.write_all(200, 1500)
    block = [f.read_text() for f in sorted(stage.corpus.glob("*.txt"))]
    size, number = sum(map(len, block)), 1000
    while size < megabytes * 1_000_000:
        text = "\n".join(stage.chance.sample(block, 2))
        (stage.corpus / f"{number:05}.txt").write_text(text)
        size, number = size + len(text), number + 1
    stage.must("index", {0})
    stage.tries += 1
    stage.say(f"{number - 1000 + 200:,} articles; the most memory of a run: {stage.most_memory / 1024:,.0f} MB")


SCENES: dict[str, Callable[[Stage], None]] = {
    "kills": kills,
    "full_disk": full_disk,
    "read_only_cache": read_only_cache,
    "read_only_corpus": read_only_corpus,
    "crowd": crowd,
    "unrest": unrest,
    "odd_files": odd_files,
    "truncated_catalog": truncated_catalog,
    "damaged_vectors": damaged_vectors,
    "newer_version": newer_version,
}
