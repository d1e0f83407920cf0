"""A model that reads and checks in turns: what it learns from, and that both halves come out of it."""

import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest

from rag.comprehension.model import PackagedReader, packaged_folder
from rag.entailment.model import PackagedChecker
from training.claim import NEITHER, REFUTED, SUPPORTED, Claim
from training.claims import write_claims
from training.rows import Row, Rows, write_rows

torch = pytest.importorskip("torch")

TOWNS = ("Springfield", "Shelbyville", "Ogdenville", "Brockway")
QUESTION = "How many buses?"


def some_rows() -> Rows:
    paragraphs = [f"The council of {town} bought {n} buses." for n, town in enumerate(TOWNS * 4, start=10)]
    rows = []
    for n, paragraph in enumerate(paragraphs):
        at, whole = paragraph.index(str(n + 10)), [(n, 0, len(paragraph))]
        rows.append(Row("given", f"{QUESTION} {n}", whole, [(at, at + 2)]))
        rows.append(Row("renamed", f"How many trams? {n}", whole))
        for other in range(1, 5):
            away = (n + other) % len(paragraphs)
            rows.append(Row("neighbour", f"{QUESTION} {n}", [(away, 0, len(paragraphs[away]))]))
    return Rows(paragraphs, rows, rows[:2])


def encoded(rows: Rows):  # type: ignore[no-untyped-def]
    from tokenizers import Tokenizer

    from training.tokens import encode

    return encode(Tokenizer.from_file(str(packaged_folder() / "tokenizer.json")), rows, rows.train)


class Marks:
    """A reader that marks the first token of each text."""

    def eval(self) -> None:
        pass

    def __call__(self, ids, mask, types):  # type: ignore[no-untyped-def]
        logits = torch.zeros(ids.shape)
        logits[torch.arange(len(ids)), types.argmax(1)] = 9.0
        return logits, logits.clone(), torch.zeros(len(ids))


def test_an_answer_stands_after_its_question_and_is_judged_by_its_text() -> None:
    from tokenizers import Tokenizer

    from training.asked import asked_claims

    rows = encoded(some_rows())
    tokenizer = Tokenizer.from_file(str(packaged_folder() / "tokenizer.json"))
    chosen = list(range(len(rows.rows)))
    made = asked_claims(rows, chosen, Marks(), random.Random(0))  # type: ignore[arg-type]
    seen = set()
    for n, claim in enumerate(made.rows):
        line = made.ids[n, : int(made.lengths[n])].tolist()
        statement = tokenizer.decode(line[: int(made.types[n].argmax())])
        answered = rows.rows[chosen[n]].is_answered
        assert statement.startswith(rows.rows[chosen[n]].question.lower())
        assert claim.label in ((SUPPORTED, REFUTED) if answered else (NEITHER,))
        # What the text answers with is its figure; what `Marks` marks is its first word.
        assert statement.rsplit(" ", 1)[1].isdigit() == (claim.label == SUPPORTED)
        seen.add(claim.label)
    assert seen == {SUPPORTED, REFUTED, NEITHER}


def test_texts_are_held_against_each_other_over_one_question() -> None:
    from training.ranked import GROUP, ranking_task

    rows = encoded(some_rows())
    task = ranking_task(rows, 2, random.Random(0))
    for firsts in task.epochs:
        assert len(firsts) == 16
        for first in firsts:
            group = task.encoded.rows[first : first + GROUP]
            assert [row.is_answered for row in group] == [True] + [False] * (GROUP - 1)
            assert len({row.question for row in group}) == 1
    indices = torch.arange(2 * GROUP)
    right = torch.tensor([[5.0], *[[-5.0]] * (GROUP - 1)] * 2).squeeze(1)
    blank = torch.zeros((2 * GROUP, 40))
    told, mixed_up = (task.loss((blank, blank, value), indices, 40) for value in (right, right.flip(0)))
    assert told < mixed_up


def test_answers_that_were_cut_off_leave_the_loss_finite() -> None:
    from training.ranked import GROUP, _shared

    logits = torch.zeros((GROUP, 8), requires_grad=True)
    loss = _shared(logits, torch.zeros((GROUP, 8), dtype=torch.bool))
    loss.backward()
    assert loss.item() == 0
    assert torch.isfinite(logits.grad).all()


def test_one_model_is_exported_as_reader_and_as_checker_and_deeper_than_its_base(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safetensors.torch import load_file

    from training import both, export, reader
    from training.model import layers_of

    rows, claims, out = tmp_path / "rows.json.gz", tmp_path / "claims.json.gz", tmp_path / "out"
    write_rows(some_rows(), rows)
    write_claims(([Claim("x", "It rained.", p, NEITHER, None) for p in some_rows().paragraphs], []), claims)

    def run(main: object, *arguments: object) -> None:
        monkeypatch.setattr(sys, "argv", ["training", *map(str, (*arguments, "--base", base))])
        main()  # type: ignore[operator]

    run(reader.main, "--rows", rows, "--out", out, "--teachers", 0, "--epochs", 1, "--batch", 8)
    shares = ("--layers", 4, "--epochs", 1, "--batch", 8, "--ranking", 1.0, "--dropout", 0.1)
    marks = out / "reader.safetensors"
    run(both.main, "--rows", rows, "--claims", claims, "--reader", marks, "--out", out, *shares)
    assert layers_of(load_file(out / "both.safetensors")) == 4
    for kind in ("reader", "checker"):
        weights = [out / "both.safetensors"] * 2
        run(export.main, "--kind", kind, "--weights", *weights, "--out", tmp_path / kind)
        assert json.loads((tmp_path / kind / "card.json").read_text())["name"].startswith(f"ask-{kind}@")
    (found,) = PackagedReader(tmp_path / "reader").read(QUESTION, ["The council bought 17 buses."])
    assert np.isfinite(found.start).all()
    (verdict,) = PackagedChecker(tmp_path / "checker").entail([("It rained.", "It rained all day.")])
    assert verdict.supported + verdict.refuted + verdict.neither == pytest.approx(1, abs=1e-5)
