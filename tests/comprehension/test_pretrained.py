"""Readers by name: models for question answering and cross-encoders, on tiny ones."""

from pathlib import Path

import numpy as np
import pytest

from rag.comprehension.model import open_reader
from rag.comprehension.protocol import Reader
from rag.errors import ModelError
from tiny_models import build

pytest.importorskip("transformers")

STORY = "The council of Springfield bought 17 buses on Monday. Mayor Quimby called it a good day."
QUESTION = "How many buses did Springfield buy?"


def opened(folder: Path) -> Reader:
    reader = open_reader(str(folder))
    assert reader is not None
    return reader


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return opened(build(tmp_path_factory.mktemp("models") / "qa", "BertForQuestionAnswering"))


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return opened(build(tmp_path_factory.mktemp("models") / "cross", "BertForSequenceClassification", num_labels=1))


def test_a_model_for_question_answering_marks_tokens_of_the_text(spans: Reader) -> None:
    first, second = spans.read(QUESTION, [STORY, "It rained."])
    words = {STORY[a:b] for a, b in first.places.tolist()}
    assert {"Springfield", "17", "buses"} <= words
    assert "How" not in words
    best = first.best(0, len(STORY))
    assert best is not None
    assert best[0] == pytest.approx(first.relevance)
    assert len(second.places) == 3


def test_it_reads_all_of_a_text_longer_than_it_takes_in(spans: Reader) -> None:
    text = " ".join([STORY] * 12)
    (reading,) = spans.read(QUESTION, [text])
    assert reading.places[-1].tolist() == [len(text) - 1, len(text)]
    assert (np.diff(reading.places[:, 0]) > 0).all()
    assert np.isfinite(reading.start).all()


def test_a_question_longer_than_it_takes_in_is_cut(spans: Reader) -> None:
    assert len(spans.read(QUESTION * 40, [STORY])[0].places) > 10


def test_a_cross_encoder_rates_each_sentence_and_the_whole(cross_encoder: Reader) -> None:
    reading, alone = cross_encoder.read(QUESTION, [STORY, "Mayor Quimby called it a good day."])
    assert [STORY[a:b] for a, b in reading.places.tolist()] == [
        "The council of Springfield bought 17 buses on Monday.",
        "Mayor Quimby called it a good day.",
    ]
    at = STORY.index("Mayor")
    best = reading.best(at, len(STORY))
    assert best is not None
    assert best[0] == pytest.approx(alone.relevance, abs=1e-5)
    assert reading.relevance != alone.relevance


@pytest.mark.parametrize("reader", ["spans", "cross_encoder"])
def test_an_empty_text_and_no_text(reader: str, request: pytest.FixtureRequest) -> None:
    model = request.getfixturevalue(reader)
    assert model.read(QUESTION, []) == []
    assert model.read(QUESTION, [""])[0].best(0, 10) is None


def test_a_classifier_of_three_labels_is_no_reader(tmp_path: Path) -> None:
    reader = opened(build(tmp_path / "nli", "BertForSequenceClassification", num_labels=3))
    with pytest.raises(ModelError, match="is no reader"):
        reader.warm_up()


def test_a_folder_without_a_model_is_refused_when_it_is_used(tmp_path: Path) -> None:
    reader = opened(tmp_path)
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        reader.read(QUESTION, [STORY])
    assert "[reader] model" in caught.value.hint


def test_a_cross_encoder_rates_a_heading_and_the_sentence_after_it_each(cross_encoder: Reader) -> None:
    text = "Buses for Springfield\nThe council bought 17 buses. It rained."
    (reading,) = cross_encoder.read(QUESTION, [text])
    told = [text[a:b] for a, b in reading.places.tolist()]
    assert told == ["Buses for Springfield", "The council bought 17 buses.", "It rained."]


def test_tokens_with_the_space_before_them_are_of_their_sentence(tmp_path: Path) -> None:
    import tokenizers
    import transformers

    folder = build(tmp_path / "qa", "BertForQuestionAnswering")
    words = {word: n for n, word in enumerate(["[PAD]", "[CLS]", "[SEP]", "[UNK]", "▁They", "▁came", "▁buses"])}
    backend = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, unk_token="[UNK]"))
    backend.pre_tokenizer = tokenizers.pre_tokenizers.Metaspace()
    pair = "[CLS] $A [SEP] $B:1 [SEP]:1"
    backend.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair=pair, special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    transformers.PreTrainedTokenizerFast(tokenizer_object=backend, **marks).save_pretrained(folder)
    text = "They came. They came."
    (reading,) = opened(folder).read(QUESTION, [text])
    assert [text[a:b] for a, b in reading.places.tolist()] == ["They", "came.", "They", "came."]


def test_a_model_without_all_its_weights_is_refused(tmp_path: Path) -> None:
    import transformers

    folder = build(tmp_path / "qa", "BertForQuestionAnswering")
    transformers.BertModel.from_pretrained(folder).save_pretrained(tmp_path / "bare")
    (tmp_path / "bare" / "model.safetensors").replace(folder / "model.safetensors")
    with pytest.raises(ModelError, match="is not whole"):
        opened(folder).warm_up()


def test_damaged_weights_are_told(tmp_path: Path) -> None:
    folder = build(tmp_path / "qa", "BertForQuestionAnswering")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelError, match="cannot be loaded"):
        opened(folder).warm_up()
