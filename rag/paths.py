"""Paths as people type them, in flags, variables and files of settings."""

from pathlib import Path

from rag.errors import UsageError


def expanded(name: str, named_by: str) -> Path:
    """The path that `name` means, with `~` and `~user` opened.

    Args:
        named_by: the flag, variable, command or file that names it, for the error.

    Raises:
        UsageError: it can be no path: there is no such user, or it holds a NUL.
    """
    try:
        path = Path(name).expanduser()
    except RuntimeError as error:
        raise UsageError(f"{named_by} names {name!r}, and there is no such user", "write the whole path") from error
    if "\0" in name:
        raise UsageError(f"{named_by} names {name!r}, which no path can be: it holds a NUL", "write another path")
    return path


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
