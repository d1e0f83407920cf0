"""The reader that is used: the packaged one, one by name, or none."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rag.comprehension.protocol import Reader, Reading
from rag.models.hub import Notify, once
from rag.models.packaged import PackagedFiles, open_by_name

if TYPE_CHECKING:
    from rag.comprehension.onnx import OnnxReader
    from rag.comprehension.pretrained import PretrainedReader


def open_reader(name: str, notify: Notify = lambda line: None) -> Reader | None:
    """The reader of that name; None for `none`. Nothing is loaded before it reads.

    Args:
        name: `packaged`, `none`, or a model for question answering or a cross-encoder: its folder, or its name on a
            model hub. A folder may also be one that `training.export` wrote.
        notify: told, in a line, where it is downloaded from before it is.

    Raises:
        UsageError: it can be neither.
    """

    def named(name: str) -> Reader:
        return NamedReader(name, notify)

    return open_by_name(name, "reader", packaged_folder(), PackagedReader, named)


def packaged_folder() -> Path:
    """Where the reader lies that comes with the tool."""
    return Path(__file__).parent / "packaged"


class PackagedReader:
    """The reader that comes with the tool, loaded when it is first used and only if its files are as packaged."""

    def __init__(self, folder: Path) -> None:
        self._files = PackagedFiles(folder, "the reader")

    @property
    def name(self) -> str:
        return self._files.name

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
    def _onnx(self) -> "OnnxReader":
        from rag.comprehension.onnx import OnnxReader  # noqa: PLC0415  (imports onnxruntime)

        return OnnxReader(self.name, self._files.verified("reader.onnx"), self._files.path("tokenizer.json"))


class NamedReader:
    """A reader that somebody else made, loaded when it is first used."""

    def __init__(self, name: str, notify: Notify) -> None:
        self.name, self._notify = name, once(notify)

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """See `Reader`.

        Raises:
            ModelError: it cannot be loaded, or neither finds answers nor rates texts.
        """
        return self._model.read(question, texts) if texts else []

    def warm_up(self) -> None:
        """See `Reader`."""
        _ = self._model

    @cached_property
    def _model(self) -> "PretrainedReader":
        from rag.comprehension.pretrained import open_pretrained_reader  # noqa: PLC0415  (imports torch)

        return open_pretrained_reader(self.name, self._notify)
