"""Finds the files of a corpus and looks at them, without opening any."""

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import CorpusError, UsageError
from rag.text.printable import printable
from rag.types import Problem

_NAME_IT = "name a folder of articles with --corpus, RAG_CORPUS or `corpus` in rag.toml"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file as a stat shows it. `path` is relative to the corpus and always printable as UTF-8."""

    path: str
    file: Path
    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a corpus in path order, and what stood in the way."""

    files: tuple[FileEntry, ...]
    problems: tuple[Problem, ...]
    other: tuple[tuple[str, int], ...]
    """Suffixes of files in formats that are not read, and how many of each."""


def corpus_roots(folders: Sequence[Path]) -> tuple[Path, ...]:
    """The folders made absolute, sorted, without doubles and without folders inside others.

    Raises:
        CorpusError: one of them is missing, is no folder or may not be read.
        UsageError: one of them is no name that a folder can have.
    """
    unique = sorted({_root(folder) for folder in folders})
    return tuple(r for r in unique if not any(o != r and o in r.parents for o in unique))


def _root(folder: Path) -> Path:
    shown = printable(str(folder))
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
        resolved = folder.resolve()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _missing(shown) from error
    except PermissionError as error:
        raise CorpusError(f"the corpus folder {shown} may not be read", "check its permissions") from error
    except (OSError, ValueError, RuntimeError) as error:  # ValueError: a NUL; RuntimeError: pathlib, of links in a ring
        if getattr(error, "errno", None) == errno.ELOOP or isinstance(error, RuntimeError):
            raise _missing(shown) from error
        why = _reason(error)
        if isinstance(error, ValueError) or error.errno == errno.ENAMETOOLONG:
            raise UsageError(f"no folder can be called {shown}: {why}", _NAME_IT) from error
        raise CorpusError(f"the corpus folder {shown} cannot be read: {why}", "check the disk that it is on") from error
    if not is_folder:
        raise CorpusError(f"the corpus {shown} is a file", "name the folder that it stands in")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise CorpusError(f"the corpus folder {shown} may not be read", "check its permissions")
    return resolved


def _missing(shown: str) -> CorpusError:
    return CorpusError(f"the corpus folder {shown} does not exist", _NAME_IT)


def list_files(roots: Sequence[Path], suffixes: frozenset[str]) -> Listing:
    """Look at every file below `roots` whose suffix is one of `suffixes`.

    Hidden files and folders are passed over. Folders are followed through links, each once. With
    several roots a path begins with the name of its root.
    """
    files: dict[str, FileEntry] = {}
    problems: list[Problem] = []
    other: dict[str, int] = {}
    for root, prefix in zip(roots, _prefixes(roots), strict=True):
        for found, relative in _walk(str(root), problems, prefix):
            path = printable(prefix + relative)
            suffix = Path(found).suffix.lower()
            if suffix not in suffixes:
                other[suffix or "no suffix"] = other.get(suffix or "no suffix", 0) + 1
                continue
            looked_at = _look_at(path, found)
            if isinstance(looked_at, FileEntry) and path in files:
                looked_at = Problem(path, "another file's name is shown like this one's; rename one of them")
            if isinstance(looked_at, Problem):
                problems.append(looked_at)
            else:
                files[path] = looked_at
    entries = tuple(files[path] for path in sorted(files))
    return Listing(entries, tuple(problems), tuple(sorted(other.items())))


def _look_at(path: str, found: str) -> FileEntry | Problem:
    try:
        info = os.stat(found)  # noqa: PTH116  (pathlib's own tests raise where a name is too long)
    except OSError as error:
        is_lost_link = not _is_denied(error) and os.path.islink(found)  # noqa: PTH114  (as above)
        return Problem(path, "a link that leads nowhere" if is_lost_link else _reason(error))
    if not stat.S_ISREG(info.st_mode):
        return Problem(path, "not a regular file")
    return FileEntry(path, Path(found), info.st_size, info.st_mtime_ns, info.st_ino)


def _prefixes(roots: Sequence[Path]) -> list[str]:
    """What the paths of each root begin with: nothing for one root, else its name, made unique."""
    if len(roots) == 1:
        return [""]
    prefixes: list[str] = []
    for root in roots:
        name, number = root.name or "root", 2
        candidate = name
        while f"{candidate}/" in prefixes:
            candidate, number = f"{name}-{number}", number + 1
        prefixes.append(f"{candidate}/")
    return prefixes


def _walk(root: str, problems: list[Problem], prefix: str) -> Iterator[tuple[str, str]]:
    """Every file that is not hidden, and its path below `root`: a folder's files in order, then its folders.

    With a stack of our own: folders may lie deeper in one another than Python calls itself.
    """
    seen: set[tuple[int, int]] = set()
    to_do = [""]
    while to_do:
        inside = to_do.pop()
        try:
            folder = os.path.join(root, inside) if inside else root  # noqa: PTH118  (paths of thousands of parts)
            info = os.stat(folder)  # noqa: PTH116
            if (info.st_dev, info.st_ino) in seen:
                continue
            folders, names = _inside(folder)
        except OSError as error:
            why = f"this folder may not be read: {_reason(error)}"
            problems.append(Problem(printable(prefix + (inside or ".")), why))
            continue
        seen.add((info.st_dev, info.st_ino))
        below = f"{inside}/" if inside else ""
        yield from ((os.path.join(folder, name), below + name) for name in names)  # noqa: PTH118
        to_do += [below + name for name in reversed(folders)]


def _inside(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the other things in a folder that are not hidden, each in order."""
    folders, names = list[str](), list[str]()
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                (folders if _is_folder(entry) else names).append(entry.name)
    return sorted(folders), sorted(names)


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_denied(error: OSError) -> bool:
    return isinstance(error, PermissionError)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
