"""Export trained weights for the tool: `python -m training.export --help`.

Writes `reader.onnx` (matrices and embeddings in 8 bits, per channel), `tokenizer.json` and `card.json`, whose digests
the tool checks, and says how far the exported reader's figures are from those of the weights.
"""

import argparse
import json
import tempfile
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.model import Reader, load


class _Exported(nn.Module):
    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        start, end, relevance = self.reader(ids, mask, types)
        return torch.stack([start, end], -1), relevance


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="reader.safetensors")
    parser.add_argument("--base", type=Path, required=True, help="folder with config.json and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--bits", type=int, choices=(8, 32), default=8)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    export(load(given.weights, given.base).eval(), given.out / "reader.onnx", given.bits)
    (given.out / "tokenizer.json").write_bytes((given.base / "tokenizer.json").read_bytes())
    digests = {name: sha256((given.out / name).read_bytes()).hexdigest() for name in ("reader.onnx", "tokenizer.json")}
    card = {"name": f"ask-reader@{digests['reader.onnx'][:12]}", "sha256": digests}
    (given.out / "card.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def export(reader: Reader, file: Path, bits: int) -> None:
    """Write the reader as ONNX, with 8-bit weights or as it is."""
    ids = torch.ones((2, 12), dtype=torch.long)
    names = ["ids", "mask", "types"]
    with tempfile.TemporaryDirectory() as folder:
        whole, prepared = Path(folder) / "whole.onnx", Path(folder) / "prepared.onnx"
        with torch.inference_mode():
            torch.onnx.export(
                _Exported(reader),
                (ids, torch.ones_like(ids), torch.ones_like(ids)),
                str(whole),
                input_names=names,
                output_names=["spans", "relevance"],
                dynamic_axes={
                    **{n: {0: "rows", 1: "tokens"} for n in names},
                    "spans": {0: "rows", 1: "tokens"},
                    "relevance": {0: "rows"},
                },
                opset_version=17,
                dynamo=False,
            )
        if bits == 32:
            file.write_bytes(whole.read_bytes())
            return
        quant_pre_process(str(whole), str(prepared), skip_symbolic_shape=True)
        heads = [
            node.name
            for node in onnx.load(prepared).graph.node
            if node.op_type in {"MatMul", "Gemm"} and ("/span/" in node.name or "/relevance/" in node.name)
        ]
        quantize_dynamic(
            str(prepared),
            str(file),
            op_types_to_quantize=["MatMul", "Gather"],
            per_channel=True,
            reduce_range=False,
            weight_type=QuantType.QInt8,
            nodes_to_exclude=heads,
        )


if __name__ == "__main__":
    main()
