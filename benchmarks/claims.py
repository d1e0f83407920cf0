"""Fits and measures the checker of statements (`rag/checking/`).

    python benchmarks/claims.py fit ROWS [--rows N]        weights of the judge of meaning, from held-out training rows
    python benchmarks/claims.py report FILE [FILE ...]     verdicts on files of claims, their references and labels
    python benchmarks/claims.py mutations [--kept-back]    what is caught of eval/mutations.jsonl, and false alarms

`fit` takes the rows that `training.checker` prepared, looks at those held out, N of each kind and label, and prints
`WEIGHTS` for `rag/checking/weights.py` with a check on rows that it did not see.
`report` takes `{"id", "claim", "references", "supported"}`, and fits nothing: a claim counts as supported where the
verdict is quoted or supported. `mutations` lists what goes wrong; of the third that is kept back, only with
--kept-back. Both of these take `--checker NAME`.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from rag.checking.check import find_faults
from rag.checking.features import carriers, features
from rag.checking.protocol import Source, Verifier
from rag.checking.verifier import open_verifier
from rag.checking.weights import WEIGHTS
from rag.embedding.model import open_model
from rag.embedding.model_files import PACKAGED
from rag.embedding.protocol import Embedder
from rag.embedding.remembering import RememberingEmbedder
from rag.entailment.model import open_checker
from rag.evaluation.abstention_metrics import auroc
from rag.evaluation.mutations import FAITHFUL, load_mutations
from rag.models.packaged import PACKAGED as PACKAGED_CHECKER
from rag.settings import load_settings
from rag.text.sentences import split_sentences
from rag.types import Verdict
from training.claim import SUPPORTED
from training.claims import read_claims

ROOT = Path(__file__).parent.parent
_L2 = 0.003
_PROSE = ["fever-dev", "sar-wiki", "mnli-dev"]
_ANY_KIND = "/"
"""After it stands the kind of a statement of news; what goes before says how its text is shown."""
_TITLE = "Title: "
_LONGEST = 20_000
"""Characters of a reference that are read: a few are whole web sites."""
_BORNE_OUT = {Verdict.QUOTED, Verdict.SUPPORTED}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    fitting = commands.add_parser("fit")
    fitting.add_argument("file", type=Path)
    fitting.add_argument("--rows", type=int, default=200)
    fitting.add_argument("--sources", nargs="+", default=_PROSE, help="default: those that are prose, not captions")
    reporting = commands.add_parser("report")
    reporting.add_argument("files", type=Path, nargs="+")
    mutating = commands.add_parser("mutations")
    mutating.add_argument("--kept-back", action="store_true")
    for command in (reporting, mutating):
        command.add_argument("--checker", default=PACKAGED_CHECKER, help="packaged, none, a folder or owner/model")
    given = parser.parse_args()
    embedder = RememberingEmbedder(open_model(PACKAGED, load_settings([ROOT / "corpus"]).cache / "models", print))
    if given.command == "fit":
        fit(given.file, given.rows, given.sources, embedder)
        return
    verifier = open_verifier(embedder, open_checker(given.checker))
    if given.command == "report":
        for file in given.files:
            report(file, verifier)
    else:
        mutations(verifier, show_kept_back=given.kept_back)


def sources_in(paragraph: str, title: str = "") -> list[Source]:
    spans = split_sentences(paragraph, 0, len(paragraph))
    texts = [" ".join(paragraph[s.start : s.end].split()) for s in spans]
    return [Source(text, tuple(texts[max(0, n - 6) : n]), title) for n, text in enumerate(texts)]


def sources_of_references(references: Iterable[str]) -> Iterator[Source]:
    for reference in references:
        title, text = "", reference[:_LONGEST]
        if text.startswith(_TITLE):
            title, _, text = text.removeprefix(_TITLE).partition("\n")
        for paragraph in text.splitlines():
            yield from sources_in(paragraph, title)


def fit(file: Path, most: int, kinds: Sequence[str], embedder: Embedder) -> None:
    names = [name for name in WEIGHTS if name != "bias"]
    _, rows = read_claims(file)
    random.Random(1).shuffle(rows)
    taken: Counter[tuple[str, int]] = Counter()
    x, y, held_out = [], [], []
    for row in rows:
        kind = row.kind.partition(_ANY_KIND)[0]
        if taken[kind, row.label] >= most or kind not in kinds:
            continue
        taken[kind, row.label] += 1
        sources = sources_in(row.evidence)
        found = features(row.statement, carriers(row.statement, sources), embedder)
        x.append([found[name] for name in names])
        y.append(row.label == SUPPORTED)
        held_out.append(int(sha256(row.evidence.encode()).hexdigest(), 16) // 20 % 5 == 0)
    matrix, labels, unseen = np.array(x), np.array(y), np.array(held_out)
    # Which mistakes matter more is no matter of how many rows there are of each.
    counts = np.where(labels, 1 / labels.sum(), 1 / (~labels).sum())
    beta = logistic(matrix[~unseen], labels[~unseen], counts[~unseen])
    scores = np.c_[np.ones(unseen.sum()), matrix[unseen]] @ beta
    print(
        f"{len(x)} rows; on {unseen.sum()} unseen: AUROC {auroc(scores.tolist(), labels[unseen].tolist()):.3f}",
        end=", ",
    )
    print(f"balanced accuracy at .5 {balanced(scores >= 0, labels[unseen]):.3f}")
    beta = logistic(matrix, labels, counts)
    print(json.dumps(dict(zip(["bias", *names], beta.round(2).tolist(), strict=True))))


def logistic(x: np.ndarray, y: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Coefficients, the bias first, of features as they are; the penalty counts standard deviations."""
    mean, deviation = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.c_[np.ones(len(x)), (x - mean) / deviation]
    counts = counts / counts.mean()

    def loss(beta: np.ndarray) -> tuple[float, np.ndarray]:
        raw = z @ beta
        p = 1 / (1 + np.exp(-raw))
        penalised = np.r_[0.0, beta[1:]]
        value = float((counts * (np.logaddexp(0, raw) - y * raw)).mean()) + _L2 / 2 * float(penalised @ penalised)
        return value, z.T @ (counts * (p - y)) / len(y) + _L2 * penalised

    found = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B").x
    return np.asarray(np.r_[found[0] - float(found[1:] @ (mean / deviation)), found[1:] / deviation])


def report(file: Path, verifier: Verifier) -> None:
    rows = [json.loads(line) for line in file.open()]
    right: list[bool] = []
    supported, seconds, faults = [], [], Counter[tuple[bool, str]]()
    for row in rows:
        sources = list(sources_of_references(row["references"]))
        started = time.perf_counter()
        checked = verifier.check(row["claim"], sources)
        seconds.append(time.perf_counter() - started)
        right.append(row["supported"])
        supported.append(checked.verdict in _BORNE_OUT)
        faults.update({(row["supported"], fault.kind) for fault in checked.faults})
    labels, said = np.array(right), np.array(supported)
    print(f"{file.name}: {len(rows)} claims, {labels.sum()} supported")
    print(f"  balanced accuracy {balanced(said, labels):.3f}, macro-F1 {macro_f1(said, labels):.3f}", end=", ")
    print(f"let through: {said[labels].mean():.3f} of the supported, {said[~labels].mean():.3f} of the others")
    for kind in sorted({kind for _, kind in faults}):
        shares = [faults[label, kind] / max(1, (labels == label).sum()) for label in (True, False)]
        print(f"  fault {kind}: {shares[0]:.3f} of the supported, {shares[1]:.3f} of the others")
    print(f"  median {1000 * np.median(seconds):.0f} ms, 95th percentile {1000 * np.quantile(seconds, 0.95):.0f} ms")


def mutations(verifier: Verifier, *, show_kept_back: bool) -> None:
    for kept_back in (False, True):
        rows = [
            m for m in load_mutations(ROOT / "eval/mutations.jsonl", ROOT / "corpus") if m.is_kept_back is kept_back
        ]
        passed, by_rules, all_of = Counter[str](), Counter[str](), Counter[str]()
        for row in rows:
            checked = verifier.check(row.statement, row.sources)
            is_borne_out = checked.verdict in _BORNE_OUT
            all_of[row.kind] += 1
            passed[row.kind] += is_borne_out
            by_rules[row.kind] += bool(find_faults(row.statement, row.sources))
            if is_borne_out is not (row.kind == FAITHFUL) and (show_kept_back or not kept_back):
                print(f"{row.id}: {row.statement} | {checked.support:.2f} {[f.message for f in checked.faults]}")
        mutated = sum(all_of.values()) - all_of[FAITHFUL]
        caught = mutated - sum(passed.values()) + passed[FAITHFUL]
        print("kept back:" if kept_back else "seen:", f"caught {caught} of {mutated}", end=", ")
        print(f"false alarms {all_of[FAITHFUL] - passed[FAITHFUL]} of {all_of[FAITHFUL]}")
        for kind in sorted(all_of):
            print(f"  {kind}: let through {passed[kind]} of {all_of[kind]}, rules alone fault {by_rules[kind]}")


def balanced(said: np.ndarray, labels: np.ndarray) -> float:
    return float((said[labels].mean() + (~said)[~labels].mean()) / 2)


def macro_f1(said: np.ndarray, labels: np.ndarray) -> float:
    scores = [
        2 * ((said == kind) & (labels == kind)).sum() / max(1, (said == kind).sum() + (labels == kind).sum())
        for kind in (True, False)
    ]
    return float(np.mean(scores))


if __name__ == "__main__":
    main()
