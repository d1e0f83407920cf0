"""The reader that is used: the packaged one, or none."""

import json
from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from rag.comprehension.protocol import Reader, Reading
from rag.errors import ModelError, UsageError

if TYPE_CHECKING:
    from rag.comprehension.onnx import OnnxReader

PACKAGED = "packaged"
NONE = "none"
_AGAIN = "install ask again: its files were changed"


def open_reader(name: str) -> Reader | None:
    """The reader of that name; None for `none`. Nothing is loaded before it reads.

    Raises:
        UsageError: there is no reader of that name.
    """
    if name not in {PACKAGED, NONE}:
        raise UsageError(f"there is no reader {name!r}", f'set [reader] model to "{PACKAGED}" or "{NONE}"')
    return None if name == NONE else PackagedReader(packaged_folder())


def packaged_folder() -> Path:
    """Where the reader lies that comes with the tool."""
    return Path(__file__).parent / "packaged"


class PackagedReader:
    """The reader that comes with the tool, loaded when it is first used and only if its files are as packaged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def name(self) -> str:
        return str(self._card["name"])

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """See `Reader`.

        Raises:
            ModelError: its files are not the packaged ones.
        """
        return self._onnx.read(question, texts) if texts else []

    def warm_up(self) -> None:
        """See `Reader`."""
        _ = self._onnx

    @cached_property
    def _card(self) -> dict[str, object]:
        try:
            card = json.loads((self._folder / "card.json").read_text("utf-8"))
            return {"name": card["name"], "sha256": dict(card["sha256"])}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the card of the reader in {self._folder} cannot be read", _AGAIN) from error

    @cached_property
    def _onnx(self) -> "OnnxReader":
        from rag.comprehension.onnx import OnnxReader  # noqa: PLC0415  (imports onnxruntime)

        self._verified("tokenizer.json")
        return OnnxReader(self.name, self._verified("reader.onnx"), self._folder / "tokenizer.json")

    def _verified(self, file: str) -> bytes:
        """The bytes of a file.

        Raises:
            ModelError: they are not those that the card was written for.
        """
        try:
            found = (self._folder / file).read_bytes()
        except OSError as error:
            raise ModelError(f"{self._folder / file} cannot be read: {error.strerror}", _AGAIN) from error
        digests = self._card["sha256"]
        if not isinstance(digests, dict) or sha256(found).hexdigest() != digests.get(file):
            raise ModelError(f"{self._folder / file} is not the packaged one", _AGAIN)
        return found
