"""Loads models of the transformers library by name. Imports torch: import this only to use such a model."""

from pathlib import Path
from typing import Any

from rag.errors import ModelError
from rag.models.hub import Notify, fetching, hub, must_be_fetched
from rag.quiet import importing


def load_pretrained(name: str, what: str, setting: str, notify: Notify) -> tuple[Any, Any]:
    """The tokenizer and the model of a name, or of a folder; the model is of the class that its configuration names.

    Args:
        what: what it is to be, for errors: "reader".
        setting: where it was named, for errors: "[reader] model".
        notify: told, in a line, where it is downloaded from before it is.

    Raises:
        ModelError: it cannot be found or loaded, or lacks weights.
    """
    with importing():
        import transformers  # noqa: PLC0415  (slow to import)

    transformers.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    folder = Path(name).expanduser()
    source = str(folder.resolve()) if folder.is_dir() else name
    hint = f'name a folder with a model, or set {setting} to "packaged" or "none"'
    offline = not must_be_fetched(name)
    if not offline:
        notify(fetching(name, what))
    try:
        with hub(offline=offline):
            config = transformers.AutoConfig.from_pretrained(source, local_files_only=offline)
            kind = getattr(transformers, (config.architectures or ["AutoModel"])[0])
            tokenizer = transformers.AutoTokenizer.from_pretrained(source, use_fast=True, local_files_only=offline)
            model, loaded = kind.from_pretrained(source, output_loading_info=True, local_files_only=offline)
    except Exception as error:  # damaged files fail in as many ways as there are formats of weights
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"the {what} {name} cannot be loaded: {reason}", hint) from error
    # The library would fill what is missing with chance, and answers with it.
    if missing := sorted(loaded["missing_keys"]):
        raise ModelError(f"the {what} {name} is not whole: it has no weights for {', '.join(missing[:3])}", hint)
    return tokenizer, model.eval()


def longest_input(tokenizer: Any, model: Any) -> int:
    """Tokens that a model takes in at most, special ones counted."""
    known = getattr(model.config, "max_position_embeddings", None) or tokenizer.model_max_length
    return int(min(tokenizer.model_max_length, known, 512))
