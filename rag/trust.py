"""Which files of settings the user trusts, each by where it lies and what it holds.

A `rag.toml` may come with a folder that somebody sent. What in it sends, loads or runs something counts once its user
has said so (`rag trust`), and no longer when it says anything else: the way of direnv.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from rag.errors import UsageError
from rag.paths import expanded
from rag.private import make_private, write_privately


def config_folder(environ: Mapping[str, str]) -> Path:
    """The folder of the user's own `config.toml` and of what they trust: RAG_CONFIG, else the system's place for it."""
    if environ.get("RAG_CONFIG"):
        return expanded(environ["RAG_CONFIG"], "RAG_CONFIG").absolute()
    from platformdirs import user_config_path  # noqa: PLC0415  (not needed where RAG_CONFIG is set)

    return user_config_path("ask", appauthor=False)


class TrustStore:
    """A folder with a note for each trusted file: named by the file's place, holding its digest."""

    def __init__(self, config: Path) -> None:
        self._folder = config / "trusted"

    def trusts(self, file: Path, content: bytes) -> bool:
        """Whether the user has trusted this file with this content."""
        try:
            return self._note(file).read_text("utf-8").split("\n")[0] == _digest(content)
        except (OSError, UnicodeDecodeError):
            return False

    def trust(self, file: Path, content: bytes) -> None:
        """Trust this file from now on, as long as it holds this.

        Raises:
            UsageError: it cannot be noted down.
        """
        try:
            make_private(self._folder)
            write_privately(self._note(file), f"{_digest(content)}\n{file.resolve()}\n")
        except OSError as error:
            raise self._unwritable(error) from error

    def revoke(self, file: Path) -> bool:
        """Trust this file no longer; False where it was not trusted.

        Raises:
            UsageError: it cannot be noted down.
        """
        try:
            self._note(file).unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self._unwritable(error) from error
        return True

    def _note(self, file: Path) -> Path:
        return self._folder / hashlib.sha256(os.fsencode(file.resolve())).hexdigest()

    def _unwritable(self, error: OSError) -> UsageError:
        why = (error.strerror or str(error)).lower()
        return UsageError(f"{self._folder} cannot be written: {why}", "set RAG_CONFIG to a folder of your own")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
