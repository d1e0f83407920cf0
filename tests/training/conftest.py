"""What the tests of training train on."""

from pathlib import Path

import pytest

from rag.comprehension.model import packaged_folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A model of two layers, 16 wide, with the packaged tokenizer."""
    torch = pytest.importorskip("torch")
    from transformers import BertConfig, BertModel

    folder = tmp_path / "base"
    sizes = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 32}
    torch.manual_seed(0)
    BertModel(BertConfig(**sizes), add_pooling_layer=False).save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes((packaged_folder() / "tokenizer.json").read_bytes())
    return folder
