"""What a library goes through: killed, out of room, damaged, read by many, given odd files. Nothing may be lost.

python -m benchmarks.endurance [--kills 200] [--scenes kills,damage,...] [--seed 0] [--large MEGABYTES]

Needs fork. Scenes that need root or a mount are skipped with a line where there is none. Each run of `rag` is a fork of
this process, which has loaded the code and nothing else, so that a kill falls into the work and not into the start.
Where RAG_EMBEDDING_MODEL names a small model, and RAG_READER_MODEL and RAG_CHECKER_MODEL are `none`, it is over sooner.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.endurance_scenes import SCENES, large
from benchmarks.endurance_stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable

_COLUMNS = ("scene", "tries", "lost", "doubled", "mislabelled", "wrong exit codes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200, help="how many times `rag index` is killed")
    parser.add_argument("--scenes", default=",".join(SCENES), help=f"of {', '.join(SCENES)}")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--large", type=int, default=0, metavar="MB", help="also read so much text; 200 takes an hour")
    options = parser.parse_args()
    scenes: dict[str, Callable[[Stage], None]] = {name: SCENES[name] for name in options.scenes.split(",") if name}
    if options.large:
        scenes[f"large ({options.large} MB)"] = lambda stage: large(stage, options.large)
    stages = []
    with tempfile.TemporaryDirectory() as base:
        Path(base).chmod(0o755)
        models = Path(base) / "models"
        for number, (name, play) in enumerate(scenes.items()):
            place = Path(base) / str(number)
            stage = Stage(name, place, models, random.Random(options.seed), options.kills)
            started = time.perf_counter()
            play(stage)
            stage.tell()
            print(f"{name}: {time.perf_counter() - started:.0f} s", file=sys.stderr)
            stages.append(stage)
    rows = [[s.name, *s.row] for s in stages]
    print(f"| {' | '.join(_COLUMNS)} |\n|{'---|' * len(_COLUMNS)}")
    for row in rows:
        print(f"| {' | '.join(map(str, row))} |")
    for stage in stages:
        for line in stage.said:
            print(f"{stage.name}: {line}")
    sys.exit(any(any(row[2:]) for row in rows))


if __name__ == "__main__":
    if not hasattr(os, "fork"):
        sys.exit("this needs a system that can fork")
    main()
