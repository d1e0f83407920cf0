"""Loads models of the transformers library by name. Imports torch: import this only to use such a model."""

import os
from pathlib import Path
from typing import Any

from rag.errors import ModelError

# The library reads these when it is imported.
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def load_pretrained(name: str, what: str, setting: str) -> tuple[Any, Any]:
    """The tokenizer and the model of a name, or of a folder; the model is of the class that its configuration names.

    Args:
        what: what it is to be, for errors: "reader".
        setting: where it was named, for errors: "[reader] model".

    Raises:
        ModelError: it cannot be found or loaded.
    """
    import transformers  # noqa: PLC0415  (slow to import)

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    folder = Path(name).expanduser()
    source = str(folder.resolve()) if folder.is_dir() else name
    try:
        config = transformers.AutoConfig.from_pretrained(source)
        kind = getattr(transformers, (config.architectures or ["AutoModel"])[0])
        tokenizer = transformers.AutoTokenizer.from_pretrained(source, use_fast=True)
        return tokenizer, kind.from_pretrained(source).eval()
    except (OSError, ValueError, AttributeError, ImportError) as error:
        reason = " ".join(str(error).split())[:200]
        hint = f'name a folder with a model, or set {setting} to "packaged" or "none"'
        raise ModelError(f"the {what} {name} cannot be loaded: {reason}", hint) from error


def longest_input(tokenizer: Any, model: Any) -> int:
    """Tokens that a model takes in at most, special ones counted."""
    known = getattr(model.config, "max_position_embeddings", None) or tokenizer.model_max_length
    return int(min(tokenizer.model_max_length, known, 512))
