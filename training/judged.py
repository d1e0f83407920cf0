"""What checkers make of the news that none is trained on: `python -m training.judged --help`.

Beside them stands the share of words that a statement shares with its evidence: what no reading is needed for.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from rag.entailment.model import open_checker
from rag.entailment.protocol import Checker, Entailment
from rag.evaluation.abstention_metrics import auroc
from training.claim import NOT_BORNE_OUT, REFUTED, SUPPORTED, Claim
from training.news import NEWS, claims_of, overlap, read_news

FORMS = ("found", "read", "whole", "near", "without", "elsewhere")
_WRONG_PASS = 0.05
"""The share of wrong statements that the bar lets pass at which true ones are counted."""

Values = np.ndarray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkers", nargs="+", default=["packaged"], help="packaged, a folder or owner/model")
    parser.add_argument("--forms", nargs="+", choices=FORMS, default=["found", "whole"], help="how the texts are shown")
    parser.add_argument("--kinds", action="store_true", help="each kind of statement by itself, too")
    given = parser.parse_args()
    rows = held_out(given.forms)
    values = {"shared words": np.array([overlap(row) for row in rows])}
    print("shared words", *lines(rows, values["shared words"], -values["shared words"]), sep="\n  ")
    for name in given.checkers:
        read = entailments(name, rows)
        supported, refuted = np.array([e.supported for e in read]), np.array([e.refuted for e in read])
        print(name, *lines(rows, supported, refuted), f"accuracy {accuracy(rows, read):.3f}", sep="\n  ")
        values[name] = supported
    if given.kinds:
        print(*by_kind(rows, values), sep="\n")


def held_out(forms: Sequence[str]) -> list[Claim]:
    """The rows of those forms of the stories held out."""
    rows = (row for story in read_news() if story.is_held_out for row in claims_of(story))
    return [row for row in rows if row.kind.partition("/")[0].removeprefix(NEWS) in forms]


def entailments(name: str, rows: Sequence[Claim]) -> list[Entailment]:
    checker: Checker | None = open_checker(name)
    if checker is None:
        raise SystemExit("name a checker to judge")
    return checker.entail([(row.statement, row.evidence) for row in rows])


def lines(rows: Sequence[Claim], supported: Values, refuted: Values) -> Iterator[str]:
    """How well what is supported, and what is refuted, stands apart from the rest, over all and by form."""
    labels = np.array([row.label for row in rows])
    forms = np.array([row.kind.partition("/")[0] for row in rows])
    for form in ("all", *sorted(set(forms))):
        mine = (forms == form) | (form == "all")
        yes, no = labels[mine] == SUPPORTED, labels[mine] == REFUTED
        if 0 < yes.sum() < len(yes):
            passed = passing(supported[mine], yes)
            yield (
                f"{form}, {mine.sum()}: AUROC of supported {auroc(supported[mine].tolist(), yes.tolist()):.3f}, "
                f"of refuted {auroc(refuted[mine].tolist(), no.tolist()):.3f}; "
                f"true ones that pass where {_WRONG_PASS} of wrong ones do: {passed:.3f}"
            )


def bar(supported: Values, yes: Values) -> float:
    """From what value on so few wrong ones pass."""
    return float(np.quantile(supported[~yes], 1 - _WRONG_PASS))


def passing(supported: Values, yes: Values) -> float:
    return float((supported[yes] > bar(supported, yes)).mean())


def accuracy(rows: Sequence[Claim], read: Sequence[Entailment]) -> float:
    """The share of right verdicts of three; of what is only known not to be borne out both others are right."""
    said = [int(np.argmax([e.supported, e.refuted, e.neither])) for e in read]
    right: Callable[[int, int], bool] = lambda n, label: n == label or (label == NOT_BORNE_OUT and n != SUPPORTED)  # noqa: E731
    return float(np.mean([right(n, row.label) for n, row in zip(said, rows, strict=True)]))


def by_kind(rows: Sequence[Claim], values: dict[str, Values]) -> Iterator[str]:
    """Of each kind: how many pass the bar; and how well its rows stand apart from those of the other side."""
    labels = np.array([row.label for row in rows])
    kinds = np.array([row.kind.partition("/")[2] for row in rows])
    yield "label, kind, rows; " + "; ".join(f"{name}: AUROC, passes" for name in values)
    for side in (True, False):
        for kind in sorted(set(kinds[(labels == SUPPORTED) == side])):
            mine = (kinds == kind) & ((labels == SUPPORTED) == side)
            against = mine | ((labels == SUPPORTED) != side)
            told = [
                f"{auroc(v[against].tolist(), (labels[against] == SUPPORTED).tolist()):.2f} "
                f"{(v[mine] > bar(v, labels == SUPPORTED)).mean():.2f}"
                for v in values.values()
            ]
            yield f"{'supported' if side else 'wrong'} {kind} {mine.sum()}; " + "; ".join(told)


if __name__ == "__main__":
    main()
