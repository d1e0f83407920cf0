"""Exporting a model of the user's: a tiny BERT of this file, whole in every other way."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from conftest import Outcome
from rag.embedding import model_files
from rag.embedding.model import ModelEmbedder, open_model
from rag.embedding.model_files import PACKAGED, ModelCard, export_folder, model_source, read_card
from rag.errors import ModelError

WINDOW = 46
"""48 positions less the two marks that the tokenizer adds."""
TEXTS = ["A short one.", "how many Russian troops, in 2022?", "tanks and troops " * 90, "?"]


def build_model(folder: Path, seed: int = 0, *, safe: bool = True, **options: Any) -> Path:
    """A sentence-transformers model of one layer and 32 dimensions that reads letters, with random weights."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    signs = [*"abcdefghijklmnopqrstuvwxyz0123456789.,?:"]
    vocabulary = {piece: n for n, piece in enumerate([*marks.values(), *signs, *(f"##{s}" for s in signs)])}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))  # type: ignore[call-arg]
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(m, vocabulary[m]) for m in ("[CLS]", "[SEP]")]
    )
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 37}
    bert = folder.with_name(f"{folder.name}-bert")
    BertModel(BertConfig(vocab_size=len(vocabulary), max_position_embeddings=64, **shape)).save_pretrained(bert)
    PreTrainedTokenizerFast(tokenizer_object=tokenizer, **marks).save_pretrained(bert)
    modules = [Transformer(str(bert), max_seq_length=WINDOW + 2), Pooling(32)]
    model = SentenceTransformer(modules=modules, device="cpu", **options)
    model.save(str(folder))
    if not safe:
        torch.save(model[0].auto_model.state_dict(), folder / "pytorch_model.bin")
        (folder / "model.safetensors").unlink()
    shutil.rmtree(bert)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_model(tmp_path_factory.mktemp("tiny") / "tiny")


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same model, told to put words before questions and passages."""
    prompts = {"query": "query: ", "document": "passage: "}
    return build_model(tmp_path_factory.mktemp("prompted") / "prompted", prompts=prompts)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def opened(model: Path | str, models: Path) -> ModelEmbedder:
    """The embedder that later processes get: it runs the export, without torch."""
    open_model(str(model), models, lambda _: None)
    return open_model(str(model), models, pytest.fail)


def card_of(model: Path, models: Path) -> ModelCard:
    card = read_card(export_folder(str(model), models))
    assert card is not None
    return card


def own_vectors(model: Path, texts: list[str], **options: Any) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    vectors = SentenceTransformer(str(model), device="cpu").encode(texts, normalize_embeddings=True, **options)
    return np.asarray(vectors)


def test_the_export_gives_the_vectors_of_the_model_itself(tiny: Path, models: Path) -> None:
    said: list[str] = []
    fresh = open_model(str(tiny), models, said.append)
    assert said == [f"preparing the embedding model {tiny}, this once"]
    own = own_vectors(tiny, TEXTS)
    # Right after the export torch is loaded, and may run in bfloat16 where that is fast.
    assert (fresh.embed_passages(TEXTS) * own).sum(axis=1).min() >= 0.999
    exported = opened(tiny, models)
    np.testing.assert_allclose(exported.embed_passages(TEXTS), own, atol=1e-5)
    np.testing.assert_allclose(exported.embed_questions(TEXTS), own, atol=1e-5)
    assert (exported.dimension, exported.window) == (32, WINDOW)


def test_prompts_of_the_model_go_before_questions_and_passages(prompted: Path, models: Path) -> None:
    embedder = opened(prompted, models)
    questions, passages = (own_vectors(prompted, TEXTS, prompt_name=name) for name in ("query", "document"))
    np.testing.assert_allclose(embedder.embed_questions(TEXTS), questions, atol=1e-5)
    np.testing.assert_allclose(embedder.embed_passages(TEXTS), passages, atol=1e-5)
    assert np.abs(questions - passages).max() > 0.01


def test_the_card_names_the_model_by_its_weights(tiny: Path, models: Path) -> None:
    embedder = opened(tiny, models)
    card = card_of(tiny, models)
    assert card.onnx
    assert card.weights_sha256 == model_files.sha256_of(tiny / "model.safetensors")
    assert embedder.name == card.name == f"{tiny}@{card.weights_sha256[:12]}"
    assert (card.dimension, card.window, card.question_prefix, card.passage_prefix) == (32, WINDOW, "", "")


def test_a_model_in_shards_is_named_by_all_of_them(models: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file
    from transformers import BertModel

    model = build_model(tmp_path / "mine")
    whole = BertModel.from_pretrained(model)
    (model / "model.safetensors").unlink()
    whole.save_pretrained(model, max_shard_size="20KB")
    *_, last = shards = sorted(model.glob("*.safetensors"))
    assert len(shards) > 1
    before = opened(model, models).name
    save_file({name: torch.zeros_like(t) for name, t in load_file(last).items()}, last, metadata={"format": "pt"})
    assert opened(model, models).name != before


def test_changed_weights_are_another_model(models: Path, tmp_path: Path) -> None:
    model = build_model(tmp_path / "mine", seed=1)
    before, folder = opened(model, models), export_folder(str(model), models)
    shutil.rmtree(model)
    build_model(model, seed=2)
    assert export_folder(str(model), models) != folder
    after = opened(model, models)
    assert after.name != before.name
    assert (after.embed_questions(TEXTS) * before.embed_questions(TEXTS)).sum(axis=1).max() < 0.999


def test_changed_weights_in_the_older_format_are_another_model(models: Path, tmp_path: Path) -> None:
    model = build_model(tmp_path / "mine", seed=1, safe=False)
    before = opened(model, models)
    shutil.rmtree(model)
    build_model(model, seed=2, safe=False)
    assert opened(model, models).name != before.name


def test_an_export_finds_its_model_from_any_folder(
    tiny: Path, models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny.parent)
    open_model("./tiny", models, lambda _: None)
    monkeypatch.chdir(tmp_path)
    assert model_source(card_of(tiny, models).model) == (str(tiny.resolve()), True)


def test_the_window_leaves_room_for_the_prompt(prompted: Path, models: Path) -> None:
    embedder = opened(prompted, models)
    full = " ".join("a" * embedder.window)
    assert len(embedder.token_starts(full)) == embedder.window
    one, other = embedder.embed_passages([full, full[:-1] + "z"])
    assert np.abs(one - other).max() > 1e-3


def test_a_default_prompt_is_not_put_before_ours(models: Path, tmp_path: Path) -> None:
    prompts = {"query": "query: ", "document": "passage: "}
    model = build_model(tmp_path / "mine", prompts=prompts, default_prompt_name="query")
    opened(model, models)
    assert card_of(model, models).onnx


@pytest.mark.parametrize("name", ["/no/such/model", "./no-such-model/at-all/here"])
def test_a_model_that_is_not_there(name: str, models: Path) -> None:
    with pytest.raises(ModelError, match=r"no.such.model.* cannot be loaded") as caught:
        open_model(name, models, lambda _: None)
    assert "rag.toml" in caught.value.hint
    assert [f for f in models.iterdir() if f.is_dir()] == []


def test_weights_that_are_not_the_published_ones_are_refused(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_files, "PACKAGED_SHA256", "0" * 64)
    with pytest.raises(ModelError, match="not the published ones") as caught:
        open_model(PACKAGED, models, lambda _: None)
    assert "--force-reinstall" in caught.value.hint
    assert [f for f in models.iterdir() if f.is_dir()] == []


@pytest.mark.parametrize("part", ["card.json", "model.onnx", "tokenizer.json"])
def test_an_unfinished_export_is_made_again(part: str, tiny: Path, models: Path) -> None:
    opened(tiny, models)
    file = export_folder(str(tiny), models) / part
    if part == "card.json":
        file.write_bytes(file.read_bytes()[:40])
    else:
        file.unlink()
    said: list[str] = []
    open_model(str(tiny), models, said.append)
    assert len(said) == 1
    np.testing.assert_allclose(opened(tiny, models).embed_questions(TEXTS), own_vectors(tiny, TEXTS), atol=1e-5)
    assert sorted(f.name for f in file.parent.iterdir()) == ["card.json", "model.onnx", "tokenizer.json"]


def test_a_corpus_is_asked_with_a_model_of_ones_own(
    tiny: Path, cli: Callable[..., Outcome], corpus: Callable[..., Path], cache: Path
) -> None:
    Path("rag.toml").write_text(f'[embedding]\nmodel = "{tiny}"\n', "utf-8")
    assert cli("rag", "trust").code == 0
    folder = corpus(buses="The council of Springfield bought 17 buses on Monday.", rain="It rained in Shelbyville.")
    outcome = cli("ask", "how many buses did Springfield buy?", "--corpus", folder, "--json")
    answer = json.loads(outcome.out)
    assert outcome.code == (3 if answer["status"] == "unanswered" else 0)
    assert f"preparing the embedding model {tiny}" in outcome.err.replace("\n", "")
    again = cli("rag", "search", "buses", "--corpus", folder, "--json")
    assert (again.code, again.err) == (0, "")
    assert card_of(tiny, cache / "models").onnx
