"""The commands that train and export a reader, on a tiny one: what comes out is what the tool loads."""

import json
import random
import sys
from pathlib import Path

import numpy as np
import pytest

from rag.comprehension.model import PackagedReader, packaged_folder
from rag.entailment.model import PackagedChecker
from training.rows import Row, Rows, is_held_out, read_rows, write_rows

torch = pytest.importorskip("torch")


def some_rows() -> Rows:
    towns = ("Springfield", "Shelbyville", "Ogdenville", "Brockway")
    paragraphs = [f"The council of {town} bought {n} buses." for n, town in enumerate(towns * 4, start=10)]
    rows = []
    for n, paragraph in enumerate(paragraphs):
        at = paragraph.index(str(n + 10))
        rows.append(Row("given", "How many buses?", [(n, 0, len(paragraph))], [(at, at + 2)]))
        rows.append(Row("renamed", "How many trams?", [(n, 0, len(paragraph))]))
    return Rows(paragraphs, rows[:24], rows[24:])


def run(main: object, *arguments: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["training", *map(str, arguments)])
    main()  # type: ignore[operator]


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    write_rows(some_rows(), tmp_path / "rows.json.gz")
    assert read_rows(tmp_path / "rows.json.gz") == some_rows()


def test_one_paragraph_in_twenty_is_held_out_and_always_the_same() -> None:
    held = [is_held_out(f"paragraph {n}") for n in range(4000)]
    assert 150 < sum(held) < 250
    assert held == [is_held_out(f"paragraph {n}") for n in range(4000)]


def test_a_trained_reader_is_one_that_the_tool_reads_with(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from training import export, reader

    rows, out, packaged = tmp_path / "rows.json.gz", tmp_path / "out", tmp_path / "packaged"
    write_rows(some_rows(), rows)
    few = ("--teachers", 1, "--epochs", 1, "--batch", 8)
    run(reader.main, "--rows", rows, "--base", base, "--out", out, *few, monkeypatch=monkeypatch)
    assert "kept: f1" in capsys.readouterr().err
    run(
        export.main, "--weights", out / "reader.safetensors", "--base", base, "--out", packaged, monkeypatch=monkeypatch
    )
    text = "The council of Springfield bought 17 buses."
    found, other = PackagedReader(packaged).read("How many buses?", [text, "It rained."])
    assert np.isfinite(found.start).all()
    assert found.best(0, len(text)) is not None
    assert len(other.places) < len(found.places)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with the three files that training takes."""
    folder = tmp_path / "data"
    folder.mkdir()
    towns = ("Springfield", "Shelbyville", "Ogdenville", "Brockway") * 15
    contexts = [
        f"The council of {town} bought {n} buses. Mayor Joan Quimby liked them a lot, people in {town} said on Monday."
        for n, town in enumerate(towns, start=10)
    ]
    files = {
        "spans": [
            {"question": "Who was mayor of it?", "context": c, "answers": [{"text": "Joan", "start": c.index("Joan")}]}
            for c in contexts
        ],
        "ranking": [{"question": "Who bought buses?", "sentences": contexts[:3], "right": [0]}],
        "claims": [{"source": "x", "claim": "It rained.", "evidence": c, "label": "neutral"} for c in contexts],
    }
    for name, rows in files.items():
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return folder


def test_one_command_trains_and_exports_both(
    base: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from training import __main__ as both

    out = tmp_path / "trained"
    run(both.main, "--data", data, "--base", base, "--out", out, monkeypatch=monkeypatch)
    (found,) = PackagedReader(out / "reader").read("Who was mayor?", ["Joan Quimby was mayor."])
    assert np.isfinite(found.start).all()
    first, second = PackagedChecker(out / "checker").entail([("It rained.", "It rained."), ("It rained.", "")])
    assert first.supported + first.refuted + first.neither == pytest.approx(1, abs=1e-5)
    assert first.supported != second.supported


def test_weights_are_read_back_from_an_export(base: Path, tmp_path: Path) -> None:
    from training.export import KINDS, export
    from training.model import Checker, save, start_from

    checker, again = Checker(base), Checker(base)
    start_from(checker, base)
    export(checker.eval(), KINDS["checker"][1], tmp_path / "checker.onnx", 8)
    start_from(again, base, [tmp_path / "checker.onnx"])
    for name, weight in checker.named_parameters():
        read_back = again.get_parameter(name)
        assert torch.allclose(weight, read_back, atol=0.01 * float(weight.abs().max()) + 1e-6), name
    save(checker, tmp_path / "checker.safetensors")
    start_from(again, base, [tmp_path / "checker.safetensors"])
    assert torch.allclose(checker.verdict.weight, again.verdict.weight, atol=1e-3)


def test_of_several_starts_the_mean_is_taken_of_what_they_share(base: Path, tmp_path: Path) -> None:
    from training.model import Checker, Reader, save, start_from

    reader, checker, made = Reader(base), Checker(base), Reader(base)
    files = [tmp_path / "reader.safetensors", tmp_path / "checker.safetensors"]
    for model, file in zip((reader, checker), files, strict=True):
        save(model, file)
    start_from(made, base, files)
    name = "encoder.encoder.layer.0.output.dense.weight"
    mean = (reader.get_parameter(name) + checker.get_parameter(name)) / 2
    assert torch.allclose(made.get_parameter(name), mean, atol=1e-3)
    assert torch.allclose(made.span.weight, reader.span.weight, atol=1e-3)


def test_held_out_rows_become_a_suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rag.evaluation.suite import load_suite
    from training import suite

    write_rows(some_rows(), tmp_path / "rows.json.gz")
    run(suite.main, "--rows", tmp_path / "rows.json.gz", "--out", tmp_path / "held", monkeypatch=monkeypatch)
    items = load_suite(tmp_path / "held" / "heldout.jsonl").items
    assert [bool(i.answer) for i in items] == [True, False] * 4
    assert items[0].answer == ("22",)
    for item in items:
        assert (tmp_path / "held" / "articles" / item.within[0]).read_text("utf-8").startswith("The council")


def test_where_an_answer_starts_and_ends_in_tokens() -> None:
    from tokenizers import Tokenizer

    from training.tokens import batches, encode

    rows = some_rows()
    made = encode(Tokenizer.from_file(str(packaged_folder() / "tokenizer.json")), rows, rows.train)
    assert json.dumps(made.targets[1].nonzero().tolist()) == "[[0]]"  # "not here" is the first token
    (at,) = made.targets[0].nonzero()[:, 0].tolist()
    begin, stop = made.offsets[0, at]
    assert rows.text(rows.train[0])[begin:stop] == "10"
    seen = sorted(i for indices, _ in batches(made, range(24), 5, random.Random(0)) for i in indices.tolist())
    assert seen == list(range(24))
