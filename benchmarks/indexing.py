"""How fast a corpus is read into a new library, what it weighs, and how fast it is asked.

python benchmarks/indexing.py DIR [--questions FILE.jsonl]
"""

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from rag.query_engine import QueryEngine
from rag.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--questions", type=Path, help="a suite; its first 100 questions are asked")
    options = parser.parse_args()
    settings = load_settings([options.corpus])
    with QueryEngine(settings):
        pass  # the model is prepared before the clock starts
    with tempfile.TemporaryDirectory() as cache:
        (Path(cache) / "models").symlink_to(settings.models)
        with QueryEngine(replace(settings, cache=Path(cache))) as engine:
            started = time.perf_counter()
            report = engine.refresh()
            seconds = time.perf_counter() - started
            size = sum(f.stat().st_size for f in engine.library.folder.rglob("*") if f.is_file())
            rate = report.passages / seconds
            print(f"{report.added:,} articles, {report.passages:,} passages in {seconds:.1f} s ({rate:.0f} a second)")
            print(f"library {size / 1e6:.0f} MB")
            started = time.perf_counter()
            engine.refresh()
            print(f"nothing changed: {1000 * (time.perf_counter() - started):.0f} ms")
            if options.questions:
                lines = options.questions.read_text("utf-8").splitlines()[:100]
                took = [engine.ask(json.loads(line)["question"]).timings for line in lines]
                for name in took[0]:
                    values = sorted(t[name] for t in took[1:])
                    p95 = values[int(0.95 * len(values))]
                    print(f"{name}: median {statistics.median(values):.0f}, 95th percentile {p95}")


if __name__ == "__main__":
    main()
