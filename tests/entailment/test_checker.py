"""The packaged checker, as it is: what it says of a statement, where it fails, and when it is not loaded."""

import shutil
from pathlib import Path

import pytest

from rag.entailment.model import PackagedChecker, open_checker, packaged_folder
from rag.errors import ModelError

EVIDENCE = (
    "The council of Springfield bought 17 buses on Monday. Mayor Joan Quimby, who had promised them, called it a good "
    "day for the town."
)


@pytest.fixture(scope="module")
def checker() -> PackagedChecker:
    return PackagedChecker(packaged_folder())


@pytest.mark.parametrize(
    ("true", "false", "fails"),
    [
        ("Mayor Quimby had promised the buses.", "Mayor Quimby had never promised the buses.", "never"),
        ("Joan Quimby is the mayor.", "Joan Quimby is the sheriff.", "sheriff"),
        ("Joan Quimby had promised them.", "The council of Springfield bought 17 trams on Monday.", "trams"),
    ],
)
def test_a_true_statement_is_told_from_one_with_an_edit(
    checker: PackagedChecker, true: str, false: str, fails: str
) -> None:
    well, wrong = checker.entail([(true, EVIDENCE), (false, EVIDENCE)])
    assert well.supported > 0.5 > wrong.supported
    assert wrong.fails is not None
    assert fails in false[wrong.fails.start : wrong.fails.end]
    for one in (well, wrong):
        assert one.supported + one.refuted + one.neither == pytest.approx(1, abs=1e-5)


def test_what_the_evidence_does_not_speak_of_is_not_supported(checker: PackagedChecker) -> None:
    (found,) = checker.entail([("Shelbyville has had electric trams since 1998.", EVIDENCE)])
    assert found.supported < 0.3


def test_pairs_are_checked_by_themselves(checker: PackagedChecker) -> None:
    pair = ("Springfield bought 17 buses.", EVIDENCE)
    together = checker.entail([("", ""), pair, ("It rained.", "It rained. " * 300), ("word " * 300, EVIDENCE), pair])
    (alone,) = checker.entail([pair])
    assert len(together) == 5
    for one in (together[1], together[4]):
        assert one == alone
    assert checker.entail([]) == []


def test_the_failing_stretch_is_of_whole_words(checker: PackagedChecker) -> None:
    statement = "Mayor Wolfeschlegelstein called it a good day for the town."
    (found,) = checker.entail([(statement, EVIDENCE)])
    assert found.fails is not None
    said = statement[found.fails.start : found.fails.end]
    assert "Wolfeschlegelstein" in said
    assert said == said.strip()


def test_a_folder_that_training_exported_is_a_checker(tmp_path: Path, checker: PackagedChecker) -> None:
    shutil.copytree(packaged_folder(), tmp_path / "checker")
    exported = open_checker(str(tmp_path / "checker"))
    assert exported is not None
    assert exported.entail([("A bus.", EVIDENCE)]) == checker.entail([("A bus.", EVIDENCE)])


@pytest.mark.parametrize("file", ["checker.onnx", "tokenizer.json", "card.json"])
@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_files_that_are_not_as_packaged_are_refused(tmp_path: Path, file: str, harm: str) -> None:
    shutil.copytree(packaged_folder(), tmp_path / "packaged")
    damaged = tmp_path / "packaged" / file
    if harm == "gone":
        damaged.unlink()
    else:
        damaged.write_bytes(damaged.read_bytes()[:-20])
    with pytest.raises(ModelError) as caught:
        PackagedChecker(tmp_path / "packaged").entail([("A.", "B.")])
    assert caught.value.hint == "export it again with python -m training.export: its files were changed"


def test_who_installed_a_damaged_model_installs_again() -> None:
    with pytest.raises(ModelError) as caught:
        PackagedChecker(packaged_folder() / "gone").entail([("A.", "B.")])
    assert caught.value.hint == "install askcite again: its files were changed"


def test_it_is_small_and_named_by_its_digest() -> None:
    assert (packaged_folder() / "checker.onnx").stat().st_size < 45_000_000
    assert PackagedChecker(packaged_folder()).name.startswith("ask-checker@")


def test_nothing_is_loaded_before_it_checks(tmp_path: Path) -> None:
    PackagedChecker(tmp_path / "nowhere")
