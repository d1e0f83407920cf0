"""The reader and the checker: each one encoder over two texts, with heads.

The reader, over (question, text), is after Devlin et al. 2019 (BERT, section 4.3) for spans and "not here", which is
the span of the first token, and Karpukhin et al. 2020 (DPR, section 6) for the relevance of the whole text beside them.
The checker, over (statement, evidence), tells the three classes of natural language inference (Bowman et al. 2015) and
the tokens that fail.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

from training.attention import NAME
from training.precision import cpu_has_half_precision
from training.resume import exported_weights

_LAYERS = "encoder.encoder.layer."
NEVER = -30.0
"""The logit of a token that cannot be part of an answer; finite, so that half precision holds it."""


class PairModel(nn.Module):
    """What the two have in common: an encoder of two texts, told apart by their types."""

    def __init__(self, config: Path | str, layers: int = 0, dropout: float = 0.0) -> None:
        """An encoder as the configuration has it, but for the number of its layers where `layers` is given."""
        super().__init__()
        known = AutoConfig.from_pretrained(config)
        known.num_hidden_layers = layers or known.num_hidden_layers
        known.hidden_dropout_prob = known.attention_probs_dropout_prob = dropout
        attention = "sdpa" if torch.cuda.is_available() else NAME if cpu_has_half_precision() else "eager"
        # Its annotations are not complete.
        self.encoder = AutoModel.from_config(known, add_pooling_layer=False, attn_implementation=attention)  # type: ignore[no-untyped-call]

    @property
    def width(self) -> int:
        return int(self.encoder.config.hidden_size)

    def encoded(self, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
        """The last hidden state, of shape (rows, tokens, width)."""
        return self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state


M = TypeVar("M", bound=PairModel)


class Reader(PairModel):
    """Ids, attention mask and types, each (rows, tokens), to start and end (rows, tokens) and relevance (rows)."""

    def __init__(self, config: Path | str, layers: int = 0, dropout: float = 0.0) -> None:
        super().__init__(config, layers, dropout)
        self.span = nn.Linear(self.width, 2)
        self.relevance = nn.Linear(self.width, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.encoded(ids, mask, types)
        start, end = self.span(hidden).float().unbind(-1)
        readable = (types * mask).bool()
        readable[:, 0] = True
        never = torch.full_like(start, NEVER)
        return (
            torch.where(readable, start, never),
            torch.where(readable, end, never),
            self.relevance(hidden[:, 0]).float().squeeze(-1),
        )


class Checker(PairModel):
    """Ids, attention mask and types, each (rows, tokens), to verdicts (rows, 3) and failing tokens (rows, tokens)."""

    def __init__(self, config: Path | str, layers: int = 0, dropout: float = 0.0) -> None:
        super().__init__(config, layers, dropout)
        self.verdict = nn.Linear(self.width, 3)
        self.fails = nn.Linear(self.width, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor]:
        hidden = self.encoded(ids, mask, types)
        return self.verdict(hidden[:, 0]).float(), self.fails(hidden).float().squeeze(-1)


class Both(Reader, Checker):  # type: ignore[misc]  # each forward is called by its own name
    """One encoder with the heads of both: it is trained as `Reader.forward` and as `Checker.forward` in turns."""


def start_from(model: PairModel, base: Path, starts: Sequence[Path] = ()) -> None:
    """Give the encoder the weights of a sentence-transformers model, or the mean of those of other trained models.

    The mean of models that were trained from the same start often does better than each (Wortsman et al. 2022). A
    model of more layers than those has each of them as often as it must, one after the other.

    Args:
        starts: files that `save` or `training.export` wrote, of readers or checkers; their heads are taken where the
            model has them.

    Raises:
        ValueError: a weight of the encoder is in none of the files.
    """
    weights = {f"encoder.{k}": v.float() for k, v in load_file(base / "model.safetensors").items()}
    found = [exported_weights(file) if file.suffix == ".onnx" else load_file(file) for file in starts]
    for name in {name for one in found for name in one}:
        weights[name] = torch.stack([one[name].float() for one in found if name in one]).mean(0)
    weights = _deepened(weights, model.encoder.config.num_hidden_layers)
    known = model.state_dict()
    missing, _ = model.load_state_dict({k: v for k, v in weights.items() if k in known}, strict=False)
    if lost := [name for name in missing if name.startswith("encoder.") and "position_ids" not in name]:
        raise ValueError(f"{base} does not hold {lost[0]}")


def _deepened(weights: dict[str, Tensor], layers: int) -> dict[str, Tensor]:
    """The same weights, with each layer repeated until there are so many."""
    there = layers_of(weights)
    found = {name: value for name, value in weights.items() if not name.startswith(_LAYERS)}
    for layer in range(layers):
        source = f"{_LAYERS}{layer * there // layers}."
        for name, value in weights.items():
            if name.startswith(source):
                found[f"{_LAYERS}{layer}.{name.removeprefix(source)}"] = value
    return found


def layers_of(weights: Mapping[str, Tensor]) -> int:
    """How many layers the encoder of a saved model has."""
    return 1 + max(int(name.removeprefix(_LAYERS).split(".")[0]) for name in weights if name.startswith(_LAYERS))


def save(model: PairModel, file: Path) -> None:
    """Write the weights in half precision."""
    save_file({k: v.detach().half().cpu().contiguous() for k, v in model.state_dict().items()}, file)


def load(kind: type[M], config: Path | str, file: Path) -> M:
    """A model of that kind, with the weights that `save` wrote and as many layers as they have."""
    weights = load_file(file)
    model = kind(config, layers_of(weights))
    model.load_state_dict({k: v.float() for k, v in weights.items()})
    return model
