"""What is ours alone: folders and files that only their owner reads, whatever the umask says."""

import errno
import os
import re
import secrets
import stat
from pathlib import Path

FILE_MODE = 0o600
_FOLDER_MODE = 0o700
_MOST_LINKS = 40
_STANDARD = {"/dev/stdout": 1, "/dev/stderr": 2}
_OPEN_ALREADY = re.compile(r"/dev/(?:fd/(\d+)|stdout|stderr)")


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


def write_privately(file: Path, text: str) -> None:
    """Put a file with this text in place, as a whole or not at all; whatever the umask, only its owner may read it.

    What is no regular file, as a pipe, is written to as it is. A link is followed if the user or the system laid it.

    Raises:
        OSError: it cannot be written, or is a link that somebody else laid: it may lead to any file of the user's.
    """
    raw = text.encode("utf-8", "backslashreplace")
    if (stream := _stream(file)) is not None:
        with os.fdopen(stream, "wb") as opened:
            opened.write(raw)
        return
    place = _led_to(file)
    # Its name cannot be guessed, so that nobody can have laid a link there.
    beside = place.with_name(f".{secrets.token_hex(8)}.writing")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(raw)
            opened.flush()
            os.fsync(opened.fileno())
        beside.chmod(FILE_MODE)  # a umask may have taken the owner's right too
        beside.replace(place)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _led_to(file: Path) -> Path:
    """Where a path leads once its links are followed, each laid by the user or the system."""
    for _ in range(_MOST_LINKS):
        if not file.is_symlink():
            return file
        if hasattr(os, "geteuid") and file.lstat().st_uid not in {0, os.geteuid()}:
            raise PermissionError(errno.EPERM, "it is a link that another user laid")
        file = file.parent / file.readlink()
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _stream(file: Path) -> int | None:
    """A descriptor of a pipe, of a device or of what is open already; None where there is a file, or will be."""
    if known := _OPEN_ALREADY.fullmatch(str(file)):
        return os.dup(int(known[1] or _STANDARD[str(file)]))
    try:
        is_file = stat.S_ISREG(file.stat().st_mode)
    except OSError:
        return None
    return None if is_file else os.open(file, os.O_WRONLY)
