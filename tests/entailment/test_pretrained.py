"""Checkers by name: models of natural language inference, on tiny ones."""

from pathlib import Path

import pytest

from rag.entailment.model import open_checker
from rag.entailment.protocol import Checker, Entailment
from rag.errors import ModelError, UsageError
from tiny_models import build

pytest.importorskip("transformers")

PAIR = ("Springfield bought buses.", "The council of Springfield bought 17 buses on Monday.")


def opened(folder: Path) -> Checker:
    checker = open_checker(str(folder))
    assert checker is not None
    return checker


def model(folder: Path, *labels: str) -> Checker:
    return opened(build(folder, "BertForSequenceClassification", id2label=dict(enumerate(labels))))


def test_labels_are_told_by_their_names_in_any_order(tmp_path: Path) -> None:
    one = model(tmp_path / "one", "CONTRADICTION", "NEUTRAL", "ENTAILMENT").entail([PAIR])[0]
    other = model(tmp_path / "other", "entailment", "neutral", "contradiction").entail([PAIR])[0]
    assert one.supported == pytest.approx(other.refuted)
    assert one.refuted == pytest.approx(other.supported)
    assert sum((one.supported, one.refuted, one.neither)) == pytest.approx(1)
    assert one.fails is None


def test_pairs_are_checked_by_themselves_and_cut_where_too_long(tmp_path: Path) -> None:
    checker = model(tmp_path / "m", "entailment", "neutral", "contradiction")
    long = (PAIR[0], PAIR[1] * 60)
    together = checker.entail([PAIR, long, ("", "")] + [PAIR] * 20)
    alone: Entailment = checker.entail([PAIR])[0]
    assert together[0].supported == pytest.approx(alone.supported, abs=1e-5)
    assert together[-1].supported == pytest.approx(alone.supported, abs=1e-5)
    assert len(together) == 23
    assert checker.entail([]) == []


@pytest.mark.parametrize("labels", [("good", "bad"), ("not_entailment", "entailment")])
def test_a_model_whose_labels_do_not_tell_contradiction_is_refused(tmp_path: Path, labels: tuple[str, ...]) -> None:
    with pytest.raises(ModelError, match=f"is no checker: its labels \\({labels[0]}, {labels[1]}\\)"):
        model(tmp_path / "mood", *labels).warm_up()


def test_a_folder_without_a_model_is_refused_when_it_is_used(tmp_path: Path) -> None:
    checker = opened(tmp_path)
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        checker.warm_up()
    assert "[checker] model" in caught.value.hint


def test_none_is_no_checker_and_a_misspelt_word_is_none_either() -> None:
    assert open_checker("none") is None
    with pytest.raises(UsageError, match="no checker 'pakaged'"):
        open_checker("pakaged")
