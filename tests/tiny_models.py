"""Models of one layer with random weights, as people name them in rag.toml."""

from pathlib import Path
from typing import Any

from rag.comprehension.model import packaged_folder


def build(folder: Path, kind: str, **config: Any) -> Path:
    """A BERT of that class of the transformers library, with the packaged vocabulary; `config` may name its labels."""
    import torch
    import transformers

    torch.manual_seed(0)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    model = getattr(transformers, kind)(transformers.BertConfig(**sizes, max_position_embeddings=96, **config))
    model.save_pretrained(folder)
    marks = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    tokenizer = str(packaged_folder() / "tokenizer.json")
    transformers.BertTokenizerFast(tokenizer_file=tokenizer, **marks).save_pretrained(folder)
    return folder
