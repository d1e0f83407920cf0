"""The two consoles: data goes to stdout, all else to stderr. No colour where it is not wanted."""

import sys
from pathlib import Path

from rich.console import Console


class _Console(Console):
    """A console that leaves a broken pipe to the command's error boundary."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def out() -> Console:
    """Standard output. Lines are wrapped only for a terminal, so that a pipe gets them whole."""
    return _Console(file=sys.stdout, highlight=False, markup=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def err() -> Console:
    return _Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=not sys.stderr.isatty())


def shown_path(file: Path, path: str) -> str:
    """Where an article lies, as a reader can type it: from the working folder if below it, else in the corpus."""
    try:
        return file.relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path


def file_link(file: Path, line: int) -> str:
    """A URI for the file, which terminals and editors open; many go to the line."""
    return f"{file.as_uri()}#L{line}"
