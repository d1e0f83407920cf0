"""The reader: one encoder over (question, text) with three heads.

After Devlin et al. 2019 (BERT, section 4.3) for spans and "not here", which is the span of the first token, and
Karpukhin et al. 2020 (DPR, section 6) for the relevance of the whole text beside them.
"""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from transformers import AutoConfig, AutoModel

NEVER = -30.0
"""The logit of a token that cannot be part of an answer; finite, so that half precision holds it."""


class Reader(nn.Module):
    """Ids, attention mask and types, each (rows, tokens), to start and end (rows, tokens) and relevance (rows)."""

    def __init__(self, config: Path | str) -> None:
        super().__init__()
        known = AutoConfig.from_pretrained(config)
        known.hidden_dropout_prob = known.attention_probs_dropout_prob = 0.0
        attention = "sdpa" if torch.cuda.is_available() else "eager"  # eager learns a sixth faster on a CPU
        self.encoder = AutoModel.from_config(known, add_pooling_layer=False, attn_implementation=attention)
        width = self.encoder.config.hidden_size
        self.span = nn.Linear(width, 2)
        self.relevance = nn.Linear(width, 1)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        start, end = self.span(hidden).float().unbind(-1)
        readable = (types * mask).bool()
        readable[:, 0] = True
        never = torch.full_like(start, NEVER)
        return (
            torch.where(readable, start, never),
            torch.where(readable, end, never),
            self.relevance(hidden[:, 0]).float().squeeze(-1),
        )


def from_sentence_transformer(folder: Path) -> Reader:
    """A reader whose encoder has the weights of a sentence-transformers model, and whose heads are new."""
    reader = Reader(folder)
    weights = {k: v.float() for k, v in load_file(folder / "model.safetensors").items()}
    missing, _ = reader.encoder.load_state_dict(weights, strict=False)
    assert not [name for name in missing if "position_ids" not in name], missing
    return reader


def save(reader: Reader, file: Path) -> None:
    """Write the weights in half precision."""
    save_file({k: v.detach().half().cpu().contiguous() for k, v in reader.state_dict().items()}, file)


def load(file: Path, config: Path | str) -> Reader:
    reader = Reader(config)
    reader.load_state_dict({k: v.float() for k, v in load_file(file).items()})
    return reader
