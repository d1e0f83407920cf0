"""What a reader gets right by itself on questions with one paragraph each, in SQuAD 2.0's format.

    python benchmarks/spans.py FILE [--reader NAME] [--rows N]

Fits nothing. Of answerable questions: token F1 of the best span (as in Rajpurkar et al. 2016, section 6.1), and whether
it stands in a sentence that holds an answer. Of all: how well the best span's margin over "not here", and the
relevance of the paragraph, tell answerable questions from impossible ones (AUROC).
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rag.comprehension.model import open_reader
from rag.evaluation.abstention_metrics import auroc
from rag.evaluation.answer_metrics import token_f1
from rag.models.packaged import PACKAGED
from rag.text.sentences import split_sentences
from rag.types import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its paragraph, and the answers with their starts; none where it is impossible."""

    question: str
    paragraph: str
    answers: tuple[tuple[str, int], ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--reader", default=PACKAGED, help="packaged, a folder or owner/model")
    parser.add_argument("--rows", type=int, default=0, help="a sample of so many questions; default: all")
    given = parser.parse_args()
    asked = list(questions(json.loads(given.file.read_text("utf-8"))["data"]))
    if given.rows:
        asked = random.Random(0).sample(asked, min(given.rows, len(asked)))
    report(asked, given.reader)


def questions(data: Sequence[dict[str, Any]]) -> Iterator[Asked]:
    for article in data:
        for paragraph in article["paragraphs"]:
            for one in paragraph["qas"]:
                answers = () if one.get("is_impossible") else one["answers"]
                yield Asked(
                    one["question"], paragraph["context"], tuple((a["text"], a["answer_start"]) for a in answers)
                )


def report(asked: Sequence[Asked], name: str) -> None:
    reader = open_reader(name)
    if reader is None:
        raise SystemExit("none is no reader")
    reader.warm_up()
    margins, relevance, overlaps, in_sentence = [], [], [], []
    began = time.perf_counter()
    for one in asked:
        (reading,) = reader.read(one.question, [one.paragraph])
        best = reading.best(0, len(one.paragraph))
        margin, span = best if best else (-np.inf, Span(0, 0))
        margins.append(margin)
        relevance.append(reading.relevance)
        if one.answers:
            said = one.paragraph[span.start : span.end]
            overlaps.append(token_f1(said, [answer for answer, _ in one.answers]))
            in_sentence.append(_in_right_sentence(one, span))
    each = 1000 * (time.perf_counter() - began) / len(asked)
    possible = [bool(one.answers) for one in asked]
    print(f"{reader.name}: {len(asked)} questions, {sum(possible)} answerable, {each:.1f} ms each")
    print(f"  span F1 {interval(overlaps)}, right sentence {interval(in_sentence)}")
    for what, values in (("margin", margins), ("relevance", relevance)):
        print(f"  AUROC of {what} {auroc(values, possible):.3f}")


def _in_right_sentence(one: Asked, span: Span) -> bool:
    return any(
        s.start <= span.start < s.end and any(s.start <= at < s.end for _, at in one.answers)
        for s in split_sentences(one.paragraph, 0, len(one.paragraph))
    )


def interval(values: Sequence[float]) -> str:
    """The mean with a 95% interval by the bootstrap."""
    found = np.array(values, dtype=float)
    drawn = np.random.default_rng(0).choice(found, (1000, len(found))).mean(axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return f"{found.mean():.3f} [{low:.3f}-{high:.3f}]"


if __name__ == "__main__":
    main()
