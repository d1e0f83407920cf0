"""The checker that is used: the packaged one, one by name, or none."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rag.entailment.protocol import Checker, Entailment
from rag.models.hub import Notify, once
from rag.models.packaged import PackagedFiles, open_by_name

if TYPE_CHECKING:
    from rag.entailment.onnx import OnnxChecker
    from rag.entailment.pretrained import PretrainedChecker


def open_checker(name: str, notify: Notify = lambda line: None) -> Checker | None:
    """The checker of that name; None for `none`. Nothing is loaded before it checks.

    Args:
        name: `packaged`, `none`, or a model of natural language inference: its folder, or its name on a model hub. A
            folder may also be one that `training.export` wrote.
        notify: told, in a line, where it is downloaded from before it is.

    Raises:
        UsageError: it can be neither.
    """

    def named(name: str) -> Checker:
        return NamedChecker(name, notify)

    return open_by_name(name, "checker", packaged_folder(), PackagedChecker, named)


def packaged_folder() -> Path:
    """Where the checker lies that comes with the tool."""
    return Path(__file__).parent / "packaged"


class PackagedChecker:
    """The checker that comes with the tool, loaded when it is first used and only if its files are as packaged."""

    def __init__(self, folder: Path) -> None:
        self._files = PackagedFiles(folder, "the checker")

    @property
    def name(self) -> str:
        return self._files.name

    def entail(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """See `Checker`.

        Raises:
            ModelError: its files are not the packaged ones.
        """
        return self._onnx.entail(pairs) if pairs else []

    def warm_up(self) -> None:
        """See `Checker`."""
        _ = self._onnx

    @cached_property
    def _onnx(self) -> "OnnxChecker":
        from rag.entailment.onnx import OnnxChecker  # noqa: PLC0415  (imports onnxruntime)

        return OnnxChecker(self._files.verified("checker.onnx"), self._files.path("tokenizer.json"))


class NamedChecker:
    """A checker that somebody else made, loaded when it is first used."""

    def __init__(self, name: str, notify: Notify) -> None:
        self.name, self._notify = name, once(notify)

    def entail(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """See `Checker`.

        Raises:
            ModelError: it cannot be loaded, or is no model of natural language inference.
        """
        return self._model.entail(pairs) if pairs else []

    def warm_up(self) -> None:
        """See `Checker`."""
        _ = self._model

    @cached_property
    def _model(self) -> "PretrainedChecker":
        from rag.entailment.pretrained import PretrainedChecker  # noqa: PLC0415  (imports torch)

        return PretrainedChecker(self.name, self._notify)
