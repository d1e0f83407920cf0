"""The packaged reader, as it is: what it finds in a text, where, and when it is not loaded."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from rag.comprehension.model import PackagedReader, open_reader, packaged_folder
from rag.comprehension.protocol import LONGEST_ANSWER, Reading
from rag.errors import ModelError, UsageError

STORY = (
    "The council of Springfield bought 17 buses on Monday. Mayor Joan Quimby, who had promised them, called it a good "
    "day. Shelbyville, its neighbour, has had electric trams since 1998."
)
OTHER = "It rained in Capital City for a week, and the river rose by two meters. Nobody was hurt, the police said."


@pytest.fixture(scope="module")
def reader() -> PackagedReader:
    return PackagedReader(packaged_folder())


def answer(reader: PackagedReader, question: str, text: str) -> str:
    (reading,) = reader.read(question, [text])
    best = reading.best(0, len(text))
    assert best is not None
    return text[best[1].start : best[1].end]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many buses did Springfield buy?", "17"),
        ("Who is the mayor of Springfield?", "Joan Quimby"),
        ("Since when has Shelbyville had trams?", "1998"),
    ],
)
def test_the_words_that_answer_are_found(reader: PackagedReader, question: str, expected: str) -> None:
    assert expected in answer(reader, question, STORY)
    assert len(answer(reader, question, STORY)) < len(expected) + 20


def test_a_text_that_answers_is_told_from_one_that_does_not(reader: PackagedReader) -> None:
    here, away = reader.read("How many buses did Springfield buy?", [STORY, OTHER])
    assert here.relevance > away.relevance
    found, missing = here.best(0, len(STORY)), away.best(0, len(OTHER))
    assert found is not None
    assert missing is not None
    assert found[0] > missing[0]


def test_texts_are_read_by_themselves(reader: PackagedReader) -> None:
    question = "How many buses did Springfield buy?"
    together = reader.read(question, [OTHER, STORY, "Short.", STORY])
    (alone,) = reader.read(question, [STORY])
    for reading in (together[1], together[3]):
        assert reading.best(0, len(STORY))[1] == alone.best(0, len(STORY))[1]  # type: ignore[index]
    assert reader.read(question, []) == []


def test_an_empty_text_answers_nothing(reader: PackagedReader) -> None:
    empty, _ = reader.read("How many buses?", ["", STORY])
    assert empty.best(0, 10) is None


def test_what_stands_deep_in_a_long_text_is_found(reader: PackagedReader) -> None:
    text = " ".join([OTHER] * 25 + [STORY] + [OTHER] * 25)
    (reading,) = reader.read("How many buses did Springfield buy?", [text])
    assert len(reading.places) == len(reading.start) == len(reading.end) > 1000
    assert np.isfinite(reading.start).all()
    at = text.index(STORY)
    best = reading.best(at, at + len(STORY))
    assert best is not None
    assert "17" in text[best[1].start : best[1].end]


def test_a_question_of_hundreds_of_words_is_cut_and_read(reader: PackagedReader) -> None:
    assert len(reader.read("How many buses did Springfield buy " * 100, [STORY])[0].places) > 10


def reading(start: list[float], end: list[float]) -> Reading:
    places = np.array([(3 * i, 3 * i + 2) for i in range(len(start))])
    return Reading(places, np.array(start, dtype=np.float32), np.array(end, dtype=np.float32), 0.0)


def test_a_span_ends_after_it_starts_and_lies_inside() -> None:
    found = reading([0, 1, 5, 0], [9, 0, 1, 2])
    score, span = found.best(0, 100)  # type: ignore[misc]
    assert (score, span.start, span.end) == (9, 0, 2)
    score, span = found.best(3, 100)  # type: ignore[misc]
    assert (score, span.start, span.end) == (7, 6, 11)
    score, span = found.best(3, 8)  # type: ignore[misc]
    assert (score, span.start, span.end) == (6, 6, 8)
    assert found.best(12, 100) is None


def test_a_span_is_no_longer_than_an_answer() -> None:
    tokens = LONGEST_ANSWER + 5
    found = reading([9.0] + [0.0] * (tokens - 1), [0.0] * (tokens - 1) + [9.0])
    score, span = found.best(0, 1000)  # type: ignore[misc]
    assert score == 9
    assert span.end - span.start <= 3 * LONGEST_ANSWER


def test_none_is_no_reader() -> None:
    assert open_reader("none") is None


@pytest.mark.parametrize(
    "name", ["nome", "./models/reader", "/models/reader", "~/reader", "models/old/reader", "~/a/b"]
)
def test_a_misspelt_word_and_a_folder_that_is_not_there_are_no_names_on_a_hub(name: str) -> None:
    with pytest.raises(UsageError, match=f"no reader '{name}'"):
        open_reader(name)


def test_a_folder_that_training_exported_is_a_reader(tmp_path: Path, reader: PackagedReader) -> None:
    shutil.copytree(packaged_folder(), tmp_path / "reader")
    exported = open_reader(str(tmp_path / "reader"))
    assert exported is not None
    assert exported.name == reader.name
    assert [r.relevance for r in exported.read("How many buses?", [STORY])] == [
        r.relevance for r in reader.read("How many buses?", [STORY])
    ]


@pytest.mark.parametrize("file", ["reader.onnx", "tokenizer.json", "card.json"])
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_files_that_are_not_as_packaged_are_refused(tmp_path: Path, file: str, harm: str) -> None:
    shutil.copytree(packaged_folder(), tmp_path / "packaged")
    damaged = tmp_path / "packaged" / file
    if harm == "gone":
        damaged.unlink()
    else:
        damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(ModelError) as told:
        PackagedReader(tmp_path / "packaged").read("How many buses?", [STORY])
    assert "export it again" in told.value.hint


def test_nothing_is_loaded_before_it_reads(tmp_path: Path) -> None:
    PackagedReader(tmp_path / "nowhere")
