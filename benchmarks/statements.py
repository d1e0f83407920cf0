"""Measures the check on true and wrong statements about articles, each alone in a draft, as `rag check` judges it.

    python benchmarks/statements.py FOLDER [FOLDER ...] [--checker NAME] [--out FILE]

A FOLDER has `articles/` and `rows.jsonl`: `{"id", "article", "statement", "true", "kind"}`. What is printed tells
nothing of single rows, so that rows which nobody has read stay so; --out writes each verdict to a file, for
afterwards. A wrong statement passes where the verdict is quoted or supported. The checker alone reads the statement
and its article, some sentences at a time (`_WINDOW` characters), and counts with its surest "supported"; AUROC is over
true against wrong.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.statement_rows import WIDTH, Outcome, by_kind, median_time, read_rows, shares
from rag.entailment.protocol import Checker
from rag.evaluation.abstention_metrics import auroc
from rag.query_engine import QueryEngine
from rag.settings import load_settings
from rag.text.sentences import split_sentences
from rag.types import BORNE_OUT, Verdict

_WINDOW = 1_000


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with its label, its kind, what the check said of it, how long that took, and the checker alone."""

    row: dict[str, Any]
    verdict: Verdict | None
    faults: tuple[str, ...]
    seconds: float
    alone: float

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.row, self.verdict in BORNE_OUT, self.verdict is Verdict.CONTRADICTED, self.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", metavar="FOLDER", type=Path, nargs="+")
    parser.add_argument("--checker", help="default: as the settings have it")
    parser.add_argument("--out", type=Path, help="a JSON line for each statement")
    given = parser.parse_args()
    judged = []
    for folder in given.folders:
        judged += list(_judged(folder / "articles", read_rows(folder), given.checker))
    _report(judged)
    if given.out:
        lines = ({**j.row, "verdict": j.verdict, "faults": j.faults, "alone": round(j.alone, 4)} for j in judged)
        given.out.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def _judged(articles: Path, rows: Sequence[dict[str, Any]], checker: str | None) -> Iterator[Judged]:
    settings = load_settings([articles])
    with QueryEngine(replace(settings, checker=checker) if checker else settings) as engine:
        engine.refresh()
        texts = {a.article.path: a.article.text[a.article.body :] for a in engine.articles()}
        for row in rows:
            began = time.perf_counter()
            checked = engine.check(row["statement"])
            seconds = time.perf_counter() - began
            (sentence,) = checked.sentences[:1]
            faults = tuple(f"{fault.kind}: {fault.message}" for fault in sentence.faults)
            alone = surest(engine.checker, row["statement"], texts[row["article"]]) if engine.checker else 0.0
            yield Judged(row, sentence.verdict, faults, seconds, alone)


def surest(checker: Checker, statement: str, text: str) -> float:
    """How surely the checker finds some stretch of a text to bear a statement out."""
    return max(read.supported for read in checker.entail([(statement, stretch) for stretch in _stretches(text)]))


def _stretches(text: str) -> Iterator[str]:
    held: list[str] = []
    for span in split_sentences(text, 0, len(text)):
        line = " ".join(text[span.start : span.end].split())
        if held and sum(map(len, held)) + len(line) > _WINDOW:
            yield " ".join(held)
            held = held[-1:]
        held.append(line)
    yield " ".join(held)


def _report(judged: Sequence[Judged]) -> None:
    outcomes = [j.outcome for j in judged]
    print(*shares(outcomes), sep="\n")
    alone = auroc([j.alone for j in judged], [j.row["true"] for j in judged])
    print(f"{'the checker alone, AUROC':{WIDTH}} {alone:.2f}")
    print(median_time(outcomes), *by_kind(outcomes), sep="\n")


if __name__ == "__main__":
    main()
