"""The packaged model, as the rest of the tool sees it."""

from pathlib import Path

import numpy as np
import pytest

from rag.embedding.model import ModelEmbedder, open_model
from rag.embedding.model_files import PACKAGED, PACKAGED_SHA256, ModelCard, export_folder, write_card
from rag.errors import ModelError

SENTENCE = "Russia now keeps 10,000 to 15,000 troops in Belarus, military analysts say."
WORDS = " ".join(f"word{n}" for n in range(400))


def damaged(models: Path) -> ModelEmbedder:
    """The packaged model, its export whole to the eye and both its files broken."""
    folder = export_folder(PACKAGED, models)
    folder.mkdir(parents=True)
    (folder / "model.onnx").write_bytes(b"no protobuf at all")
    (folder / "tokenizer.json").write_text('{"version": ', "utf-8")
    size = (folder / "model.onnx").stat().st_size
    card = ModelCard("broken@1", PACKAGED, 384, 254, "", "", PACKAGED_SHA256, onnx=True, bulk="", onnx_bytes=size)
    write_card(folder, card)
    return open_model(PACKAGED, models, pytest.fail)


def test_what_the_model_says_of_itself(embedder: ModelEmbedder) -> None:
    assert embedder.name == f"{PACKAGED}@{PACKAGED_SHA256[:12]}"
    assert (embedder.dimension, embedder.window) == (384, 254)


def test_vectors_are_unit_vectors_in_the_order_of_the_texts(embedder: ModelEmbedder) -> None:
    texts = [SENTENCE, "No.", "Rain " * 300, "戦車は何台?", "The mayor resigned on Monday.", "?"]
    together = embedder.embed_passages(texts)
    assert together.shape == (6, 384)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([embedder.embed_passages([text]) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-4)
    np.testing.assert_allclose(embedder.embed_questions(texts), together, atol=1e-4)


def test_a_question_is_nearest_to_what_answers_it(embedder: ModelEmbedder) -> None:
    passages = ["The mayor opened a bakery in Springfield.", SENTENCE, "Belarus is known for its potatoes and lakes."]
    nearness = embedder.embed_passages(passages) @ embedder.embed_questions(["how many soldiers are in Belarus?"])[0]
    assert nearness.argmax() == 1


def test_what_is_beyond_the_window_changes_nothing(embedder: ModelEmbedder) -> None:
    vectors = embedder.embed_passages(["tank " * 254, "tank " * 254 + "rain " * 500, "tank " * 253 + "rain"])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-5)
    assert np.abs(vectors[0] - vectors[2]).max() > 1e-3


def test_progress_tells_how_many_are_done(embedder: ModelEmbedder) -> None:
    seen: list[tuple[int, int]] = []
    embedder.embed_passages([f"Text {n}." for n in range(20)], lambda done, of: seen.append((done, of)))
    assert seen[-1] == (20, 20)
    assert [done for done, _ in seen] == sorted({done for done, _ in seen})


def test_tokens_begin_where_it_says(embedder: ModelEmbedder) -> None:
    text = "Mr. Öztürk’s  T-72s\r\n\tcost €5 🙂 in Zaporizhzhia."
    starts = embedder.token_starts(text)
    assert starts == sorted(starts)
    assert {text[s] for s in starts} >= {"M", ".", "Ö", "’", "T", "-", "c", "€", "5", "🙂", "i", "Z"}
    assert not any(text[s].isspace() for s in starts)
    assert {text.index(word) for word in ("Mr", "cost", "in ", "Zapo")} <= set(starts)


def test_no_token_is_left_out_of_a_long_text(embedder: ModelEmbedder) -> None:
    embedder.embed_passages([WORDS])  # which cuts at the window, and must not teach the tokenizer to
    starts = embedder.token_starts(WORDS)
    assert len(starts) >= 400
    assert {WORDS.index(f"word{n}") for n in range(400)} <= set(starts)
    assert embedder.token_starts("") == []


def test_an_export_that_is_damaged_is_named(tmp_path: Path) -> None:
    embedder = damaged(tmp_path)
    for use in (embedder.warm_up, lambda: embedder.embed_questions(["x"]), lambda: embedder.embed_passages(["x"])):
        with pytest.raises(ModelError, match="is damaged") as caught:
            use()
        assert str(export_folder(PACKAGED, tmp_path)) in caught.value.message
        assert "delete that folder" in caught.value.hint


def test_a_damaged_tokenizer_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is damaged"):
        damaged(tmp_path).token_starts("x")


def test_no_text_gives_no_vector_of_the_same_dimension(embedder: ModelEmbedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)


def test_a_model_without_an_export_is_run_by_sentence_transformers(embedder: ModelEmbedder, tmp_path: Path) -> None:
    folder = export_folder(PACKAGED, tmp_path)
    folder.mkdir(parents=True)
    write_card(folder, ModelCard(embedder.name, PACKAGED, 384, 254, "", "", PACKAGED_SHA256, onnx=False, bulk=""))
    slow = open_model(PACKAGED, tmp_path, pytest.fail)
    texts = [SENTENCE, "Rain " * 300, "No."]
    np.testing.assert_allclose(slow.embed_passages(texts), embedder.embed_passages(texts), atol=1e-4)
    np.testing.assert_allclose(slow.embed_questions(texts), embedder.embed_questions(texts), atol=1e-4)
    assert slow.token_starts(WORDS) == embedder.token_starts(WORDS)
