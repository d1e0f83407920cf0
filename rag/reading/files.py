"""Finds the files of a corpus and looks at them, without opening any."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import CorpusError
from rag.text.printable import printable
from rag.types import Problem


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
    """
    resolved = []
    for folder in folders:
        if not _may_be_looked_at(folder):
            raise CorpusError(f"the corpus folder {folder} may not be read", "check its permissions")
        if not folder.exists():
            raise CorpusError(
                f"the corpus folder {folder} does not exist",
                "name a folder of articles with --corpus, RAG_CORPUS or `corpus` in rag.toml",
            )
        if not folder.is_dir():
            raise CorpusError(f"the corpus {folder} is a file", "name the folder that it stands in")
        if not os.access(folder, os.R_OK | os.X_OK):
            raise CorpusError(f"the corpus folder {folder} may not be read", "check its permissions")
        resolved.append(folder.resolve())
    unique = sorted(set(resolved))
    return tuple(r for r in unique if not any(o != r and o in r.parents for o in unique))


def list_files(roots: Sequence[Path], suffixes: frozenset[str]) -> Listing:
    """Look at every file below `roots` whose suffix is one of `suffixes`.

    Hidden files and folders are passed over. Folders are followed through links, each once. With
    several roots a path begins with the name of its root.
    """
    files: list[FileEntry] = []
    problems: list[Problem] = []
    other: dict[str, int] = {}
    for root, prefix in zip(roots, _prefixes(roots), strict=True):
        for found, relative in _walk(root, problems, prefix):
            path = printable(prefix + relative)
            suffix = found.suffix.lower()
            if suffix not in suffixes:
                other[suffix or "no suffix"] = other.get(suffix or "no suffix", 0) + 1
                continue
            try:
                info = found.stat()
            except OSError as error:
                is_lost_link = not _is_denied(error) and found.is_symlink()
                why = "a link that leads nowhere" if is_lost_link else _reason(error)
                problems.append(Problem(path, why))
                continue
            if not stat.S_ISREG(info.st_mode):
                problems.append(Problem(path, "not a regular file"))
                continue
            files.append(FileEntry(path, found, info.st_size, info.st_mtime_ns, info.st_ino))
    files.sort(key=lambda entry: entry.path)
    return Listing(tuple(files), tuple(problems), tuple(sorted(other.items())))


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


def _walk(root: Path, problems: list[Problem], prefix: str) -> Iterator[tuple[Path, str]]:
    seen: set[tuple[int, int]] = set()

    def failed(error: OSError) -> None:
        where = Path(error.filename).relative_to(root).as_posix() if error.filename else "."
        problems.append(Problem(printable(prefix + where), f"this folder may not be read: {_reason(error)}"))

    for folder, subfolders, names in os.walk(root, onerror=failed, followlinks=True):
        info = Path(folder).stat()
        if (info.st_dev, info.st_ino) in seen:
            subfolders.clear()
            continue
        seen.add((info.st_dev, info.st_ino))
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                file = Path(folder) / name
                yield file, file.relative_to(root).as_posix()


def _may_be_looked_at(folder: Path) -> bool:
    try:
        folder.stat()
    except OSError as error:
        return not _is_denied(error)
    return True


def _is_denied(error: OSError) -> bool:
    return isinstance(error, PermissionError)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
