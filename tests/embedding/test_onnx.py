"""Running an exported model without torch."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from conftest import ROOT
from rag.embedding.model import ModelEmbedder
from rag.embedding.model_files import PACKAGED, export_folder
from rag.embedding.onnx import OnnxRunner, load_tokenizer
from rag.errors import ModelError


@pytest.fixture(scope="module")
def folder(embedder: ModelEmbedder, cache: Path) -> Path:
    return export_folder(PACKAGED, cache / "models")


@pytest.fixture(scope="module")
def runner(folder: Path) -> OnnxRunner:
    return OnnxRunner(folder, 256)


def test_more_texts_than_a_batch_keep_their_order(runner: OnnxRunner) -> None:
    texts = [f"{'very ' * (n * 7 % 40)}long text number {n}" for n in range(40)]
    vectors = runner.embed(texts)
    for number in (0, 13, 17, 39):
        np.testing.assert_allclose(vectors[number], runner.embed([texts[number]])[0], atol=1e-4)
    assert len({vector.tobytes() for vector in vectors}) == 40


def test_the_length_limit_counts_the_marks_around_a_text(folder: Path) -> None:
    short = OnnxRunner(folder, 10)
    same, longer, other = short.embed(["tank " * 8, "tank " * 8 + "rain", "tank " * 7 + "rain"])
    np.testing.assert_allclose(same, longer, atol=1e-5)
    assert np.abs(same - other).max() > 1e-3


def test_the_tokenizer_neither_cuts_nor_pads(folder: Path) -> None:
    tokenizer = load_tokenizer(folder)
    long, short = tokenizer.encode_batch(["tank " * 400, "tank"], add_special_tokens=False)
    assert (len(long.ids), len(short.ids)) == (400, 1)


@pytest.mark.parametrize("lost", ["model.onnx", "tokenizer.json"])
def test_a_part_that_is_missing_is_a_model_error(lost: str, folder: Path, tmp_path: Path) -> None:
    for part in ("model.onnx", "tokenizer.json"):
        if part != lost:
            (tmp_path / part).symlink_to(folder / part)
    with pytest.raises(ModelError, match="is damaged"):
        OnnxRunner(tmp_path, 256)


def test_a_question_is_embedded_without_torch(embedder: ModelEmbedder, cache: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from rag.embedding.model import open_model; "
        f"open_model({PACKAGED!r}, Path({str(cache / 'models')!r}), sys.exit).embed_questions(['x']); "
        "print(sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
