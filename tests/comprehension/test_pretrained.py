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
