"""Files of settings: the user's own `config.toml`, and the `rag.toml` of the working folder or one above it."""

import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from rag.errors import UsageError
from rag.trust import TrustStore, config_folder

FILE = "rag.toml"
_OWN_FILE = "config.toml"
_LARGEST = 1_000_000

Known = Mapping[str, Collection[str]]
"""The tables of a file and the keys of each; `corpus`, which is no table, has none."""


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A file of settings as it was read: once, so that what is trusted is what counts."""

    path: Path
    content: bytes
    table: Mapping[str, object]
    is_trusted: bool

    def value(self, section: str, key: str) -> object:
        """What a key of a table holds; None where it is not there."""
        table = self.table.get(section)
        return table.get(key) if isinstance(table, dict) else None


def own_file(environ: Mapping[str, str], known: Known) -> SettingsFile | None:
    """The user's own settings, all of which count.

    Raises:
        UsageError: it cannot be read, or holds what is no setting.
    """
    path = config_folder(environ) / _OWN_FILE
    try:
        content = _read(path)
    except FileNotFoundError:
        return None
    return SettingsFile(path, content, _parsed(path, content, known), is_trusted=True)


def folder_file(
    cwd: Path, environ: Mapping[str, str], known: Known, *, of_anyone: bool = False
) -> tuple[SettingsFile | None, list[str]]:
    """The nearest `rag.toml` in the working folder or above it, and what is to be said of others.

    One above the working folder that another user owns, and that is not trusted, is passed over: on a shared machine
    anybody may lay one at the top.

    Args:
        of_anyone: take that one, too: somebody is about to look at it.

    Raises:
        UsageError: it cannot be read, or holds what is no setting.
    """
    store, notes = TrustStore(config_folder(environ)), []
    for folder in (cwd, *cwd.parents):
        path = folder / FILE
        try:
            if not path.is_file():
                continue
            content = _read(path)
        except (PermissionError, FileNotFoundError):
            if folder == cwd:
                raise UsageError(f"{path} cannot be read", "check its permissions, or move it away") from None
            continue
        is_trusted = store.trusts(path, content)
        if not of_anyone and folder != cwd and not is_trusted and not _is_ours(path):
            notes.append(f"{path} belongs to another user and is passed over; rag trust {folder} lets it count")
            continue
        return SettingsFile(path, content, _parsed(path, content, known), is_trusted), notes
    return None, notes


def _is_ours(path: Path) -> bool:
    return not hasattr(os, "getuid") or path.stat().st_uid in {0, os.getuid()}


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except (FileNotFoundError, PermissionError):
        raise
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}", "correct it, or move it away") from error
    if len(content) > _LARGEST:
        raise UsageError(f"{path} is too large for settings: {_LARGEST:,} bytes are the most", "move it away")
    return content


def _parsed(path: Path, content: bytes, known: Known) -> dict[str, object]:
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a plain ValueError
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise UsageError(f"{path} cannot be read: {why}", "correct it, or move it away") from error
    for section, value in table.items():
        _must_be_known(section, known, path)
        if section == "corpus":
            continue
        if not isinstance(value, dict):
            raise UsageError(f"{section} in {path} is not a table", f"write [{section}] and its keys below it")
        for key in value:
            _must_be_known(key, known[section], path, f"{section}.")
    return table


def _must_be_known(name: str, known: Collection[str], path: Path, prefix: str = "") -> None:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {prefix}{near[0]}?" if near else f"known: {', '.join(sorted(known))}"
        raise UsageError(f"{prefix}{name} in {path} is not a setting", hint)
