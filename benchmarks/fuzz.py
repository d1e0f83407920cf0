"""Puts thousands of odd inputs to `ask` and `rag`, and says what became of them.

What must not be: a traceback, a try of more than five seconds, something written outside the cache, a good article or
an answer lost.

python -m benchmarks.fuzz [--kind KIND] [--tries N] [--seed S]

A failure is printed with the arguments that make it again.
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.fuzzing.commands import run_commands
from benchmarks.fuzzing.workshop import KINDS, Tally, Workshop

SHARES = {
    "articles": 0.1, "frontmatter": 0.2, "settings": 0.3, "suites": 0.3,
    "questions": 0.04, "drafts": 0.03, "chat": 0.03,
}  # fmt: skip
"""By what a try costs: an article is embedded, a suite is only read."""
_AT_ONCE = {"articles": 100, "frontmatter": 100, "settings": 100, "suites": 100}
_OF_OTHERS = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tries", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0, help="the first; each try takes the next")
    parser.add_argument("--kind", choices=(*KINDS, "commands", "all"), default="all", help="commands: whole processes")
    parser.add_argument("--minutes", type=float, default=9, help="stop after so long, and say how far it came")
    options = parser.parse_args()
    sys.dont_write_bytecode = True
    wanted = (
        {k: max(1, round(options.tries * share)) for k, share in SHARES.items()}
        if options.kind == "all"
        else {options.kind: options.tries}
    )
    end = time.monotonic() + 60 * options.minutes
    cache = Path(os.environ.get("RAG_CACHE", Path.home() / ".cache" / "ask"))
    with tempfile.TemporaryDirectory(prefix="ask-fuzz-") as folder:
        if "commands" in wanted:
            tallies = {
                "commands": run_commands(
                    Path(folder), cache, range(options.seed, options.seed + wanted["commands"]), end
                )
            }
        else:
            with Workshop(Path(folder), cache) as workshop:
                _in_turns(workshop, wanted, options.seed, end)
                tallies = {kind: workshop.tallies[kind] for kind in wanted}
    print_table(tallies)
    return int(any(tally.failures for tally in tallies.values()))


def _in_turns(workshop: Workshop, wanted: dict[str, int], seed: int, end: float) -> None:
    """Some tries of each kind in turn, so that a run that is cut short has seen them all."""
    done = dict.fromkeys(wanted, 0)
    while time.monotonic() < end and (open_kinds := [k for k in wanted if done[k] < wanted[k]]):
        least = min(open_kinds, key=lambda kind: done[kind] / wanted[kind])
        first = seed + done[least]
        count = min(_AT_ONCE.get(least, _OF_OTHERS), wanted[least] - done[least])
        workshop.run(least, range(first, first + count))
        done[least] += count


def print_table(tallies: dict[str, Tally]) -> None:
    print("| kind | tries | skipped, with a line | refused (exit 2 or 5) | tracebacks | over 5 s | lost |")
    print("|---|---|---|---|---|---|---|")
    for kind, t in tallies.items():
        print(f"| {kind} | {t.tries:,} | {t.skipped:,} | {t.refused:,} | {t.tracebacks} | {t.slow} | {t.lost} |")
    for tally in tallies.values():
        for failure in tally.failures:
            print(failure)


if __name__ == "__main__":
    sys.exit(main())
