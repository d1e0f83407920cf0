"""Fits the weights of the sentence scorer and of the confidence (`rag/answering/weights.py`).

    python benchmarks/weights.py collect SUITE CORPUS FILE [--half] [--limit N]
    python benchmarks/weights.py fit FILE [FILE ...] [--plain]

`collect` asks the questions of a suite and keeps the features of every sentence considered. With --half only the
questions whose sha256(id), as a number, is even: the others are for reporting, and no weight may see them.
`fit` prints the weights. Ranking: the softmax over a question's sentences, those that hold the answer together being
right. Confidence: logistic regression of whether the best sentence answers. --plain leaves out what a reader says.
What a passage's best sentence counts (`SENTENCE_WEIGHT`) is to be read off the table that follows.
"""

import argparse
import json
import random
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from rag.answering.weights import WITH_READER, WITHOUT_READER, Weights
from rag.evaluation.answer_metrics import holds_answer
from rag.evaluation.suite import load_suite
from rag.query_engine import QueryEngine
from rag.settings import load_settings
from rag.types import Scope

_L2 = 0.02
_AGAINST = "missing_names unknown away untold lacks_kind absent other_people other_day other_speaker other_doer".split()
_SIGNS = dict.fromkeys(_AGAINST, -1)
"""Features that can only speak against a sentence; all others can only speak for it."""

Asked = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    collecting = commands.add_parser("collect")
    collecting.add_argument("suite", type=Path)
    collecting.add_argument("corpus", type=Path)
    collecting.add_argument("file", type=Path)
    collecting.add_argument("--half", action="store_true")
    collecting.add_argument("--limit", type=int)
    fitting = commands.add_parser("fit")
    fitting.add_argument("files", type=Path, nargs="+")
    fitting.add_argument("--plain", action="store_true")
    given = parser.parse_args()
    if given.command == "collect":
        collect(given.suite, given.corpus, given.file, half=given.half, limit=given.limit)
    else:
        fit(
            [json.loads(line) for file in given.files for line in file.open()],
            WITHOUT_READER if given.plain else WITH_READER,
        )


def is_for_fitting(identity: str) -> bool:
    return int(sha256(identity.encode()).hexdigest(), 16) % 2 == 0


def collect(suite: Path, corpus: Path, file: Path, *, half: bool, limit: int | None) -> None:
    items = [i for i in load_suite(suite).items if not half or is_for_fitting(i.id)]
    if limit and limit < len(items):
        items = random.Random(0).sample(items, limit)
    with QueryEngine(load_settings([corpus])) as engine, file.open("w") as out:
        for number, item in enumerate(items, 1):
            examined = engine.examine(item.question, scope=Scope(as_of=item.as_of, within=item.within))
            sentences = [
                {
                    **s.features,
                    "right": bool(item.answer and holds_answer(s.text, item.answer)),
                    "of": s.evidence.stored.id,
                }
                for s in examined.sentences
            ]
            passages = [
                {"article": e.stored.article.article.path, "fused": e.signals.fused, "id": e.stored.id}
                for e in examined.evidence
            ]
            line = {
                "id": item.id,
                "suite": suite.stem,
                "answerable": item.answer is not None,
                "evidence": sorted({e.article for e in item.evidence}),
                "passages": passages,
                "sentences": sentences,
            }
            out.write(json.dumps(line) + "\n")
            if number % 100 == 0:
                print(f"{number} of {len(items)}", flush=True)


def fit(asked: list[Asked], start: Weights) -> None:
    ranking = fit_ranking(asked, list(start.ranking))
    confidence = fit_confidence(asked, ranking, [name for name in start.confidence if name != "bias"])
    print(json.dumps({"ranking": ranking, "confidence": confidence}, indent=1))
    for weight in (0.0, 0.02, 0.05, 0.1, 0.2, 0.4):
        print(f"SENTENCE_WEIGHT {weight:.2f}: MRR@10 of articles {mean_reciprocal_rank(asked, ranking, weight):.4f}")
    for suite in sorted({a["suite"] for a in asked}):
        report(suite, [a for a in asked if a["suite"] == suite], ranking, confidence)


def fit_ranking(asked: list[Asked], names: list[str]) -> dict[str, float]:
    groups = []
    for one in asked:
        right = np.array([s["right"] for s in one["sentences"]], dtype=bool)
        if right.any() and not right.all():
            groups.append((matrix(one["sentences"], names), right))
    sizes = [len(right) for _, right in groups]
    x, right = np.concatenate([x for x, _ in groups]), np.concatenate([r for _, r in groups])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    number = np.repeat(np.arange(len(groups)), sizes)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        z = z - np.maximum.reduceat(z, starts)[number]
        e = np.exp(z)
        p = e / np.add.reduceat(e, starts)[number]
        mass = np.add.reduceat(p * right, starts)
        gradient = x.T @ (p - p * right / mass[number]) / len(groups)
        return -float(np.log(mass).mean()) + _L2 / 10 * float(w @ w) / 2, gradient + _L2 / 10 * w

    bounds = [(None, 0) if _SIGNS.get(n) else (0, None) for n in names]
    found = minimize(
        loss, np.ones(len(names)) * [_SIGNS.get(n, 1) for n in names], jac=True, bounds=bounds, method="L-BFGS-B"
    )
    return {name: round(float(w), 2) for name, w in zip(names, found.x, strict=True)}


def fit_confidence(asked: list[Asked], ranking: dict[str, float], names: list[str]) -> dict[str, float]:
    best = [first(one, ranking) for one in asked if one["sentences"]]
    x = np.column_stack([np.ones(len(best)), matrix(best, names)])
    y = np.array([s["right"] for s in best], dtype=float)
    keep = np.array([0.0, *([_L2 / 10] * len(names))])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        p = 1 / (1 + np.exp(-z))
        value = float(np.mean(np.logaddexp(0, z) - y * z)) + float((keep * w * w).sum()) / 2
        return value, x.T @ (p - y) / len(y) + keep * w

    bounds = [(None, None), *(((None, 0) if _SIGNS.get(n) else (0, None)) for n in names)]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=bounds, method="L-BFGS-B")
    return {name: round(float(w), 2) for name, w in zip(["bias", *names], found.x, strict=True)}


def report(suite: str, asked: list[Asked], ranking: dict[str, float], confidence: dict[str, float]) -> None:
    answerable = [a for a in asked if a["answerable"]]
    picked = [bool(a["sentences"] and first(a, ranking)["right"]) for a in answerable]
    three = [any(s["right"] for s in sorted(a["sentences"], key=lambda s: -total(s, ranking))[:3]) for a in answerable]
    sure = {a["id"]: total(first(a, ranking), confidence) if a["sentences"] else -9.0 for a in asked}
    print(
        f"{suite}: {len(asked)} questions, picked first {np.mean(picked):.3f}, among three {np.mean(three):.3f}", end=""
    )
    yes = np.array([sure[a["id"]] for a in answerable])
    no = np.array([sure[a["id"]] for a in asked if not a["answerable"]])
    if len(no):
        bar = np.quantile(yes, 0.15)
        auroc = np.mean(yes[:, None] > no[None, :])
        print(f", AUROC {auroc:.3f}, silent at 85% answered {np.mean(no < bar):.3f}", end="")
        print(f", at the threshold: answered {np.mean(yes >= 0):.3f}, silent {np.mean(no < 0):.3f}", end="")
    print()


def mean_reciprocal_rank(asked: list[Asked], ranking: dict[str, float], weight: float) -> float:
    """Of suites in which there is more than one article to be found; passages that were read go before the others."""
    found = []
    for one in asked:
        if one["evidence"] and len({p["article"] for p in one["passages"]}) > 1:
            scores: dict[int, float] = {}
            for sentence in one["sentences"]:
                scores[sentence["of"]] = max(scores.get(sentence["of"], -np.inf), total(sentence, ranking))
            read = [p for p in one["passages"] if p["id"] in scores]
            read.sort(key=lambda p: -(p["fused"] + weight * scores[p["id"]]))
            order = read + [p for p in one["passages"] if p["id"] not in scores]
            articles = list(dict.fromkeys(p["article"] for p in order))[:10]
            found.append(max((1 / (articles.index(e) + 1) for e in one["evidence"] if e in articles), default=0.0))
    return float(np.mean(found)) if found else 0.0


def first(one: Asked, ranking: dict[str, float]) -> dict[str, Any]:
    return max(one["sentences"], key=lambda s: total(s, ranking))


def total(sentence: dict[str, Any], weights: dict[str, float]) -> float:
    return sum(weight * (1.0 if name == "bias" else sentence[name]) for name, weight in weights.items())


def matrix(sentences: list[dict[str, Any]], names: list[str]) -> np.ndarray:
    return np.array([[s[name] for name in names] for s in sentences], dtype=float)


if __name__ == "__main__":
    main()
