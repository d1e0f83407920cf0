"""Fits the decision of the check (`rag/checking/decision.py`) on statements that no checker was trained on.

    python benchmarks/deciding.py collect FILE [FOLDER ...] [--checker NAME]    what there is to decide by
    python benchmarks/deciding.py fit FILE                                      weights and bars

`collect` puts each statement of the texts held out (one in eight of `training/data/`) to the check, alone, in the
library of all these texts, and those of each FOLDER (as `benchmarks/statements.py` reads it) in its own, each beside
the article nearest to it. `fit` prints both sums, with bars at which, on texts that the weights were not fitted on
(eight-fold, by text), at most `--passed` of what is not borne out passes and at most `--accused` of what is borne out
is called contradicted: of the FOLDERs where there are any, for the twins of the news are harder than what people write.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from rag.answering.candidates import nearest_to, promising
from rag.answering.deciding import by_article
from rag.answering.drafts import claims
from rag.checking.reading import Reads, findings_beside, reads_with, weigh
from rag.clock import Clock
from rag.entailment.model import open_checker
from rag.evaluation.abstention_metrics import auroc
from rag.query_engine import EVERYTHING, QueryEngine
from rag.reading.drafts import split_draft
from rag.settings import load_settings
from training.news import DATA, read_news

_L2 = 0.01
_FOLDS = 8
DECIDE = frozenset({"differs", "disputed", "agreed", "facts_differ"})
"""Signals that decide by themselves, and have no weight."""

Numbers = np.ndarray


@dataclass(frozen=True, slots=True)
class Row:
    """A statement, the text that it is about, and whether that bears it out, refutes it, or does neither."""

    text: str
    statement: str
    label: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["collect", "fit"])
    parser.add_argument("file", type=Path)
    parser.add_argument("folders", metavar="FOLDER", type=Path, nargs="*")
    parser.add_argument("--checker", default="packaged")
    parser.add_argument("--passed", type=float, default=0.07, help="the most of what is not borne out that may pass")
    parser.add_argument("--accused", type=float, default=0.02, help="the most of what is that may be contradicted")
    given = parser.parse_args()
    if given.what == "fit":
        _fit([json.loads(line) for line in given.file.read_text("utf-8").splitlines()], given.passed, given.accused)
        return
    with given.file.open("w", encoding="utf-8") as out:
        for line in _collected(given.folders, given.checker):
            out.write(json.dumps(line) + "\n")


def _collected(folders: Sequence[Path], name: str) -> Iterator[dict[str, Any]]:
    checker = open_checker(name)
    if checker is None:
        raise SystemExit("name a checker to decide with")
    reads = reads_with(checker)
    with tempfile.TemporaryDirectory() as folder:
        yield from _decided_by(Path(folder), list(_held_out(Path(folder))), reads)
    for one in folders:
        rows = [json.loads(line) for line in (one / "rows.jsonl").read_text("utf-8").splitlines()]
        yield from _decided_by(one / "articles", [_row(one.name, row) for row in rows], reads)


def _held_out(folder: Path) -> Iterator[Row]:
    """The statements of the news held out, whose texts are written to the folder."""
    held_out = {story.id for story in read_news() if story.is_held_out}
    for file in sorted(DATA.glob("news-*.jsonl")):
        for story in (json.loads(line) for line in file.read_text("utf-8").splitlines()):
            if story["id"] not in held_out:
                continue
            head = f"---\ntitle: {json.dumps(story['title'])}\npublished: {story['published']}\n---\n"
            Path(folder, f"{story['id']}.md").write_text(head + story["text"] + "\n", "utf-8")
            yield from (Row(story["id"], one["text"], one["label"]) for one in story["statements"])


def _row(folder: str, row: Mapping[str, Any]) -> Row:
    label = "supported" if row["true"] else "refuted" if row["wrong_how"] == "contradicted" else "neutral"
    return Row(f"{folder}/{row['article']}", row["statement"], label)


def _decided_by(articles: Path, rows: Sequence[Row], reads: Reads) -> Iterator[dict[str, Any]]:
    with QueryEngine(load_settings([articles])) as engine:
        engine.refresh()
        for row in rows:
            (claim,) = claims(split_draft(row.statement))[:1] or (None,)
            found = {}
            if claim:
                (one,) = engine._finder.find_besides("", None, [claim.question], Clock(), EVERYTHING)
                pool = promising(one)
                texts = [c.source.text for c in pool]
                vectors = dict(zip(texts, engine.library.sentences.of(texts), strict=True))
                vectors[claim.words] = engine.embedder.embed_passages([claim.words])[0]
                nearest = by_article(nearest_to(claim.words, vectors, one.idf, pool, len(pool)))[:1]
                for group in nearest:
                    findings = findings_beside(claim.words, group[0])
                    found = dict(weigh(claim.words, group, findings, reads).signals)
            yield {"text": row.text, "label": row.label, "signals": found}


def _fit(rows: Sequence[Mapping[str, Any]], most_passed: float, most_accused: float) -> None:
    rows = [row for row in rows if row["signals"]]
    names = [name for name in rows[0]["signals"] if name not in DECIDE]
    table = np.array([[1.0, *(row["signals"][name] for name in names)] for row in rows])
    fold = np.array([int(sha256(row["text"].encode()).hexdigest(), 16) % _FOLDS for row in rows])
    true, refuted = (np.array([row["label"] == label for row in rows]) for label in ("supported", "refuted"))
    print(f"{len(rows)} statements of {len({row['text'] for row in rows})} texts, {true.sum()} borne out")
    of_folders = np.array(["/" in row["text"] for row in rows])
    counted = of_folders if of_folders.any() else ~of_folders
    borne = _crossed(table, true, fold)
    bar = _bar(borne[counted & ~true], most_passed)
    passed = borne >= bar
    against = np.where(passed, 0.0, _crossed(table, refuted, fold))
    accused_bar = _bar(against[counted & true], most_accused)
    accused = against >= accused_bar
    for name, mine in (("folders", of_folders), ("news", ~of_folders)):
        if not mine.any():
            continue
        print(f"{name}: AUROC {auroc(borne[mine].tolist(), true[mine].tolist()):.3f}; borne out", end=" ")
        print(
            f"{passed[mine & true].mean():.3f} of what is, {passed[mine & ~true].mean():.3f} of what is not;", end=" "
        )
        print(f"contradicted {accused[mine & true].mean():.3f} of what is,", end=" ")
        print(f"{accused[mine & ~true & ~passed].mean():.3f} of what is not and does not pass")
    for what, wanted, at in (("BORNE_OUT", true, bar), ("CONTRADICTED", refuted, accused_bar)):
        weights = _logistic(table, wanted)
        shown = "\n".join(f'    "{n}": {w:.3f},' for n, w in zip(["bias", *names], weights, strict=True))
        print(f"{what}_FROM = {at:.3f}\n{what}_WEIGHTS = {{\n{shown}\n}}")


def _crossed(table: Numbers, wanted: Numbers, fold: Numbers) -> Numbers:
    """The probability of each row by weights that were fitted on the other folds."""
    found = np.zeros(len(table))
    for one in range(_FOLDS):
        mine = fold == one
        found[mine] = 1 / (1 + np.exp(-table[mine] @ _logistic(table[~mine], wanted[~mine])))
    return found


def _bar(scores: Numbers, most: float) -> float:
    """The least bar that at most this share of the scores reaches."""
    ordered = np.sort(scores)[::-1]
    return float(np.nextafter(ordered[int(most * len(ordered))], 2.0))


def _logistic(table: Numbers, wanted: Numbers) -> Numbers:
    sign = np.where(wanted, 1.0, -1.0)

    def loss(weights: Numbers) -> float:
        return float(np.logaddexp(0, -sign * (table @ weights)).mean() + _L2 * (weights[1:] ** 2).sum())

    return np.asarray(minimize(loss, np.zeros(table.shape[1]), method="L-BFGS-B").x)


if __name__ == "__main__":
    main()
