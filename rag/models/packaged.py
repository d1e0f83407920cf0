"""Model files that come with the tool, read only if they are as packaged."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from rag.errors import ModelError, UsageError
from rag.installed import AGAIN

PACKAGED = "packaged"
NONE = "none"
_CARD = "card.json"
_INSTALL_AGAIN = f"{AGAIN}: its files were changed"
_EXPORT_AGAIN = "export it again with python -m training.export: its files were changed"
_NAME_ANOTHER = f'name the folder of one, or "{PACKAGED}"'
_OURS = Path(__file__).parents[1]

_ON_HUB = re.compile(r"\A\w[\w.-]*/[\w.-]+")

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class _Card:
    name: str
    sha256: Mapping[str, str]


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
        return self._card.name

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
        digests = self._card.sha256
        if file not in digests:
            raise ModelError(f"{self._folder} is not the folder of {self._what}: its card has no {file}", _NAME_ANOTHER)
        try:
            found = (self._folder / file).read_bytes()
        except OSError as error:
            raise ModelError(f"{self._folder / file} cannot be read: {error.strerror}", self._hint) from error
        if sha256(found).hexdigest() != digests[file]:
            raise ModelError(f"{self._folder / file} is not the one its card was written for", self._hint)
        return found

    @cached_property
    def _card(self) -> "_Card":
        try:
            card = json.loads((self._folder / _CARD).read_text("utf-8"))
            return _Card(str(card["name"]), {str(file): str(digest) for file, digest in card["sha256"].items()})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
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
    try:
        folder = Path(name).expanduser()
        is_exported, is_folder = (folder / _CARD).is_file(), folder.is_dir()
    except (OSError, RuntimeError, ValueError):  # no such user, too long a name, a folder that may not be entered
        is_exported = is_folder = False
    if is_exported:
        return exported(folder)
    if not is_folder and not _ON_HUB.fullmatch(name):
        hint = f'set [{what}] model to "{PACKAGED}", "{NONE}", a folder or owner/model'
        raise UsageError(f"there is no {what} {name!r}", hint)
    return named(name)
