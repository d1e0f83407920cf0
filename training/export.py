"""Export trained weights for the tool: `python -m training.export --help`.

Writes `reader.onnx` or `checker.onnx` (matrices and embeddings in 8 bits, per channel), `tokenizer.json` and
`card.json`, whose digests the tool checks.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from safetensors.torch import load_file
from torch import Tensor, nn

from training.model import Checker, PairModel, Reader, layers_of, start_from

KINDS = {"reader": (Reader, ("spans", "relevance")), "checker": (Checker, ("verdict", "fails"))}
"""What can be exported, with the names of its outputs."""
_HEADS = ("/span/", "/relevance/", "/verdict/", "/fails/")


class _Exported(nn.Module):
    def __init__(self, model: PairModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        found = self.model(ids, mask, types)
        if isinstance(self.model, Reader):
            start, end, relevance = found
            return torch.stack([start, end], -1), relevance
        return found[0], found[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--weights",
        type=Path,
        nargs="+",
        required=True,
        help="reader, checker or both, .safetensors; of several the mean",
    )
    parser.add_argument("--kind", choices=sorted(KINDS), help="what to export; default: what the file is named after")
    parser.add_argument("--base", type=Path, required=True, help="folder with config.json and tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--bits", type=int, choices=(8, 32), default=8)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    what = given.kind or given.weights[0].stem
    if what not in KINDS:
        parser.error(f"{given.weights[0]} is neither a reader.safetensors nor a checker.safetensors; give a --kind")
    kind, outputs = KINDS[what]
    model = kind(given.base, layers_of(load_file(given.weights[0])))
    start_from(model, given.base, given.weights)
    export(model.eval(), outputs, given.out / f"{what}.onnx", given.bits)
    (given.out / "tokenizer.json").write_bytes((given.base / "tokenizer.json").read_bytes())
    digests = {name: sha256((given.out / name).read_bytes()).hexdigest() for name in (f"{what}.onnx", "tokenizer.json")}
    card = {"name": f"ask-{what}@{digests[f'{what}.onnx'][:12]}", "sha256": digests}
    (given.out / "card.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def export(model: PairModel, outputs: Sequence[str], file: Path, bits: int) -> None:
    """Write a model as ONNX, with 8-bit weights or as it is; its heads stay as they are."""
    model.encoder.set_attn_implementation("eager")
    ids = torch.ones((2, 12), dtype=torch.long)
    names = ["ids", "mask", "types"]
    with tempfile.TemporaryDirectory() as folder:
        whole, prepared = Path(folder) / "whole.onnx", Path(folder) / "prepared.onnx"
        with torch.inference_mode():
            torch.onnx.export(
                _Exported(model),
                (ids, torch.ones_like(ids), torch.ones_like(ids)),
                str(whole),
                input_names=names,
                output_names=list(outputs),
                dynamic_axes={
                    **{n: {0: "rows", 1: "tokens"} for n in names},
                    **{n: {0: "rows"} for n in outputs},
                    **{n: {0: "rows", 1: "tokens"} for n in outputs if n in {"spans", "fails"}},
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
            if node.op_type in {"MatMul", "Gemm"} and any(head in node.name for head in _HEADS)
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
