"""Weights read back from an exported model, to go on from where only that was kept.

A matrix of 8 bits times the scales of its columns is the trained one to within half a step of that scale.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

_QUANTISED = "_quantized"
_WORDS = "word_embeddings"
"""Embeddings of words are not trained; those of the base are exact."""


def exported_weights(exported: Path) -> dict[str, Tensor]:
    """The weights of a model that `training.export` wrote, by their names before; without embeddings of words."""
    graph = onnx.load(exported).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found: dict[str, np.ndarray] = {}
    for name in stored:
        if name.startswith("model.") and not name.endswith(("_scale", "_zero_point")) and "_Transposed" not in name:
            found[name.removeprefix("model.").removesuffix(_QUANTISED)] = whole_weight(stored, name)
    for node in graph.node:
        if node.op_type in {"MatMul", "MatMulInteger", "Gemm"} and node.input[1] in stored:
            module = node.name.removeprefix("/model/").split("/MatMul")[0].split("/Gemm")[0].replace("/", ".")
            value = whole_weight(stored, node.input[1])
            found[f"{module}.weight"] = value if node.op_type == "Gemm" else value.T
    return {name: torch.from_numpy(np.array(v, np.float32)) for name, v in found.items() if _WORDS not in name}


def whole_weight(stored: dict[str, np.ndarray], name: str) -> np.ndarray:
    if not name.endswith(_QUANTISED):
        return stored[name]
    bare = name.removesuffix(_QUANTISED)
    zero = stored[bare + "_zero_point"].astype(np.float32)
    return np.asarray((stored[name].astype(np.float32) - zero) * stored[bare + "_scale"])
