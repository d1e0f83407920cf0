"""Paths as people type them, in flags, variables and files of settings."""

import errno
from pathlib import Path

from rag.errors import UsageError, shown


def expanded(name: str, named_by: str) -> Path:
    """The path that `name` means, with `~` and `~user` opened.

    Args:
        named_by: the flag, variable, command or file that names it, for the error.

    Raises:
        UsageError: it can be no path: there is no such user, it holds a NUL, or it is too long.
    """
    try:
        path = Path(name).expanduser()
    except RuntimeError as error:
        raise UsageError(
            f"{named_by} names {shown(name)}, and there is no such user", "write the whole path"
        ) from error
    if why := _impossible(path):
        raise UsageError(f"{named_by} names {shown(name)}, which no path can be: {why}", "write another path")
    return path


def _impossible(path: Path) -> str | None:
    """Why the system would not even look for a path; None where it would."""
    if "\0" in str(path):
        return "it holds a NUL"
    try:
        path.lstat()
    except UnicodeEncodeError:
        return "it holds half a character"
    except OSError as error:
        return "it is too long" if error.errno == errno.ENAMETOOLONG else None
    return None


def is_there(path: Path) -> bool:
    """Whether anything is there; False, too, for what can be no path or may not be looked at."""
    try:
        return path.exists()
    except (OSError, ValueError):  # too long a name is an OSError, a NUL a ValueError
        return False


def is_folder(path: Path) -> bool:
    """Whether there is a folder; else as `is_there`."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False
