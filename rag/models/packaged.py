"""Model files that come with the tool, read only if they are as packaged."""

import json
import re
from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from rag.errors import ModelError, UsageError

PACKAGED = "packaged"
NONE = "none"
_CARD = "card.json"
_INSTALL_AGAIN = "install ask again: its files were changed"
_EXPORT_AGAIN = "export it again with python -m training.export: its files were changed"
_OURS = Path(__file__).parents[1]

_ON_HUB = re.compile(r"\w[\w.-]*/[\w.-]+")

M = TypeVar("M")


class PackagedFiles:
    """A folder of model files, packaged or exported, and the card that holds their digests.

    `what` is what errors call it: "the reader".
    """

    def __init__(self, folder: Path, what: str) -> None:
        self._folder = folder
        self._what = what
        self._hint = _INSTALL_AGAIN if folder.resolve().is_relative_to(_OURS) else _EXPORT_AGAIN

    @cached_property
    def name(self) -> str:
        """What its card calls it.

        Raises:
            ModelError: there is no card, or it is none.
        """
        return str(self._card["name"])

    def path(self, file: str) -> Path:
        """The path of a file, once its bytes are known to be as packaged.

        Raises:
            ModelError: as `verified`.
        """
        self.verified(file)
        return self._folder / file

    def verified(self, file: str) -> bytes:
        """The bytes of a file.

        Raises:
            ModelError: they are not those that its card was written for.
        """
        try:
            found = (self._folder / file).read_bytes()
        except OSError as error:
            raise ModelError(f"{self._folder / file} cannot be read: {error.strerror}", self._hint) from error
        digests = self._card["sha256"]
        if not isinstance(digests, dict) or sha256(found).hexdigest() != digests.get(file):
            raise ModelError(f"{self._folder / file} is not the one its card was written for", self._hint)
        return found

    @cached_property
    def _card(self) -> dict[str, object]:
        try:
            card = json.loads((self._folder / _CARD).read_text("utf-8"))
            return {"name": card["name"], "sha256": dict(card["sha256"])}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the card of {self._what} in {self._folder} cannot be read", self._hint) from error


def open_by_name(
    name: str, what: str, packaged: Path, exported: Callable[[Path], M], named: Callable[[str], M]
) -> M | None:
    """The packaged model, one that `python -m training` exported, the one of that name, or None for `none`.

    What is no folder is a name on a model hub, and has an owner before its one slash: that tells a misspelt word or a
    folder that is not there apart.

    Args:
        what: what it is to be, for errors: "reader".
        packaged: the folder of the packaged model. One beside whose files a card lies is opened as that one is.

    Raises:
        UsageError: it can be neither.
    """
    if name == NONE:
        return None
    if name == PACKAGED:
        return exported(packaged)
    folder = Path(name).expanduser()
    if (folder / _CARD).is_file():
        return exported(folder)
    if not folder.is_dir() and not _ON_HUB.fullmatch(name):
        hint = f'set [{what}] model to "{PACKAGED}", "{NONE}", a folder or owner/model'
        raise UsageError(f"there is no {what} {name!r}", hint)
    return named(name)
