"""Cold `ask` against the plain script, in turns: fresh processes, library up to date, no model.

    python benchmarks/cold_start.py [--corpus DIR] [--runs 7]

Prints the median, least and most wall time of each and of the ratio run by run, and of `--help`.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
QUESTION = "how many Russian troops are in Belarus?"


def timed(command: list[str]) -> float:
    """Seconds of wall time of one fresh process."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def row(name: str, values: list[float], unit: str = " s") -> str:
    return f"{name:<28} median {statistics.median(values):.3f}{unit}  least {min(values):.3f}  most {max(values):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default=str(HERE.parent / "corpus"))
    parser.add_argument("--question", default=QUESTION)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    ask = str(Path(sys.executable).parent / "ask")
    plain = [sys.executable, str(HERE / "plain_script.py")]
    with tempfile.TemporaryDirectory() as store:
        subprocess.run([*plain, "index", options.corpus, store], check=True, capture_output=True)
        ours = [ask, options.question, "--corpus", options.corpus]
        theirs = [*plain, "ask", store, options.question]
        for command in (ours, theirs):  # warm the disk cache, and bring our library up to date
            timed(command)
        pairs = [(timed(ours), timed(theirs)) for _ in range(options.runs)]
        helps = [timed([ask, "--help"]) for _ in range(options.runs)]
    print(f"corpus {options.corpus}, {options.runs} runs in turns")
    print(row("ask", [a for a, _ in pairs]))
    print(row("plain script", [b for _, b in pairs]))
    print(row("ratio, run by run", [a / b for a, b in pairs], ""))
    print(row("ask --help", helps))


if __name__ == "__main__":
    main()
