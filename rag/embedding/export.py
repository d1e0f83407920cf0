"""Turns a sentence-transformers model into an ONNX file, once, so that questions need no torch.

This module imports torch and sentence-transformers; import it only to export or to embed in bulk.
"""

import hashlib
import os
import shutil
import warnings
from pathlib import Path
from threading import RLock
from typing import Any

from rag.embedding.model_files import (
    PACKAGED,
    ModelCard,
    model_source,
    sha256_of,
    verify_packaged,
    weight_files,
    write_card,
)
from rag.errors import ModelError
from rag.models.hub import Notify, fetching, hub
from rag.private import make_private, make_private_file
from rag.quiet import importing

_PROBES = (
    "A short one.",
    "Figures for October disagree: one source counts 98 tanks, another at least 94, and neither says how it knows.",
    "word " * 180,
)
_SPECIAL_TOKENS = 2
_LEAST_PARITY = 0.999


def export_model(
    name: str, folder: Path, *, device: str | None = None, notify: Notify = lambda line: None
) -> ModelCard:
    """Write `model.onnx`, `tokenizer.json` and the card of model `name` into `folder`.

    A model that cannot be exported, or whose export gives other vectors, gets a card that says so.

    Args:
        notify: told, in a line, where the model is downloaded from before it is.

    Raises:
        ModelError: the model cannot be found, loaded or verified.
    """
    source, here = model_source(name)
    weights = verify_packaged(Path(source)) if name == PACKAGED else _digest(source)
    if not here:
        notify(fetching(name, "embedding model"))
    model = load_model(source, offline=here, device=device)
    building = folder.with_name(f"{folder.name}.building-{os.getpid()}")
    shutil.rmtree(building, ignore_errors=True)
    make_private(building)
    try:
        exported = _write_onnx(model, building)
        card = ModelCard(
            name=f"{name}@{weights[:12]}",
            model=source if Path(source).is_dir() and name != PACKAGED else name,
            dimension=int(model.get_embedding_dimension() or 0),
            window=int(model.max_seq_length or 512) - _SPECIAL_TOKENS - _prompt_tokens(model),
            max_length=int(model.max_seq_length or 512),
            question_prefix=model.prompts.get("query") or "",
            passage_prefix=model.prompts.get("document") or "",
            weights_sha256=weights,
            onnx=exported,
            onnx_sha256=sha256_of(building / "model.onnx") if exported else "",
            onnx_bytes=(building / "model.onnx").stat().st_size if exported else 0,
            bulk=_bulk(model),
        )
        write_card(building, card)
        for file in building.iterdir():
            make_private_file(file)
        shutil.rmtree(folder, ignore_errors=True)
        building.replace(folder)
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return card


def load_model(source: str, *, offline: bool, device: str | None = None) -> Any:
    """The sentence-transformers model at a path or of a name.

    Raises:
        ModelError: it cannot be loaded.
    """
    with importing():
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (slow)
    _quiet()

    how = {"attn_implementation": "eager"}
    try:
        with hub(offline=offline):
            model = SentenceTransformer(source, device=device, model_kwargs=how, local_files_only=offline).eval()
    except Exception as error:  # whatever a hub, a file or a model class raises
        raise ModelError(
            f"the embedding model {source} cannot be loaded: {str(error).splitlines()[0][:200]}",
            "set [embedding] model in rag.toml to a folder with a sentence-transformers model, "
            f"to a model on the hub, or leave it out to use {PACKAGED}",
        ) from error

    # We put prompts before texts ourselves.
    model.default_prompt_name = None
    return model


def _prompt_tokens(model: Any) -> int:
    """How much of its window the longer of the model's prompts takes."""
    prompts = [model.prompts.get(name) or "" for name in ("query", "document")]
    return max(len(model.tokenizer(p, add_special_tokens=False)["input_ids"]) if p else 0 for p in prompts)


def _quiet() -> None:
    import logging  # noqa: PLC0415

    warnings.filterwarnings("ignore", module=r"(torch|transformers|sentence_transformers).*")
    for noisy in ("transformers", "sentence_transformers", "torch.onnx"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    from transformers.utils import logging as transformers_logging  # noqa: PLC0415

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    from tqdm import tqdm  # noqa: PLC0415

    tqdm.set_lock(RLock())  # its own is a semaphore of the system's, also where no bar is shown


def _write_onnx(model: Any, folder: Path) -> bool:
    import torch  # noqa: PLC0415

    try:
        features = {k: v for k, v in model.preprocess(list(_PROBES[:2])).items() if torch.is_tensor(v)}
        names = list(features)
        wrapped = _normalising(model, names)
        axes = {n: {0: "batch", 1: "tokens"} for n in names}
        with warnings.catch_warnings(), torch.inference_mode():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                wrapped,
                tuple(v.to("cpu") for v in features.values()),
                str(folder / "model.onnx"),
                input_names=names,
                output_names=["embedding"],
                dynamic_axes={**axes, "embedding": {0: "batch"}},
                opset_version=17,
                dynamo=False,
            )
        model.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
        return _parity(model, folder) >= _LEAST_PARITY
    except Exception:  # an exporter can raise anything; the model still runs without an export
        return False


def _normalising(model: Any, names: list[str]) -> Any:
    import torch  # noqa: PLC0415

    class Normalising(torch.nn.Module):  # type: ignore[misc]  # torch is untyped here
        def __init__(self) -> None:
            super().__init__()
            self.model = model.to("cpu")

        def forward(self, *inputs: Any) -> Any:
            pooled = self.model(dict(zip(names, inputs, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(pooled, dim=-1)

    return Normalising()


def _parity(model: Any, folder: Path) -> float:
    """The least cosine similarity between the export's vectors and the model's own, over the probes."""
    import numpy as np  # noqa: PLC0415

    from rag.embedding.onnx import OnnxRunner  # noqa: PLC0415  (needs the file that was just written)

    mine = OnnxRunner(folder, int(model.max_seq_length or 512)).embed(list(_PROBES))
    theirs = np.asarray(model.encode(list(_PROBES), normalize_embeddings=True), dtype=np.float32)
    return float((mine * theirs).sum(axis=1).min())


def _digest(source: str) -> str:
    weights = weight_files(Path(source))
    if not weights:
        return "unknown-weights"
    if len(weights) == 1:
        return sha256_of(weights[0])
    listed = "\n".join(f"{sha256_of(file)}  {file.name}" for file in weights)  # a model in shards
    return hashlib.sha256(listed.encode()).hexdigest()


def _bulk(model: Any) -> str:
    import torch  # noqa: PLC0415

    if torch.cuda.is_available():
        return "cuda"
    if torch.backends.mps.is_available():
        return "mps"
    has_amx = getattr(torch.cpu, "_is_amx_tile_supported", lambda: False)
    return "cpu-bf16" if has_amx() else ""
