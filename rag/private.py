"""What is ours alone: folders and files that only their owner reads, whatever the umask says."""

import os
from pathlib import Path

FILE_MODE = 0o600
_FOLDER_MODE = 0o700


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may enter, and those above it that are missing; one that is there is left.

    Raises:
        OSError: it cannot be made, or something else lies there.
    """
    missing = [folder]
    while not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for place in reversed(missing):
        try:
            place.mkdir(_FOLDER_MODE)
        except FileExistsError:
            if not place.is_dir():
                raise
            continue
        place.chmod(_FOLDER_MODE)  # the umask may have taken from us what is ours


def make_private_file(file: Path) -> None:
    """Make an empty file that only its owner may read, or take it from the others if it is there."""
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), FILE_MODE))
    file.chmod(FILE_MODE)
