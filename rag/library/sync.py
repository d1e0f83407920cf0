"""Brings the catalog up to date with the files of its corpus."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from rag.embedding.protocol import Embedder
from rag.errors import CorpusError
from rag.library.catalog import Catalog
from rag.library.digests import text_digest
from rag.library.file_table import FileState
from rag.reading.files import FileEntry, Listing, list_files
from rag.reading.formats import SUFFIXES, Reading, read_article, read_bytes
from rag.reading.passages import split_passages
from rag.types import Article, Passage, Problem

READING_VERSION = 1
"""Raise it whenever the same file would be read or divided differently: libraries are then built anew."""

_PASSAGES_A_COMMIT = 128
_BYTES_A_PASSAGE = 900
"""About; only for the guess of how much there is to embed."""
_RACY_NS = 2_000_000_000
"""A file that changed this shortly before it was read may have changed again within one tick of its clock."""

Progress = Callable[[float, int], None]
"""Called with how many articles, of how many, are in the library."""


@dataclass(slots=True)
class SyncReport:
    """What a sync found, in numbers of articles, and every problem there is with the corpus' files."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    passages: int = 0
    embedded: int = 0
    problems: tuple[Problem, ...] = ()
    new_problems: tuple[Problem, ...] = ()
    other: tuple[tuple[str, int], ...] = ()

    @property
    def is_change(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(slots=True)
class _Pending:
    """Articles that are read and not yet in the catalog."""

    articles: list[tuple[FileEntry, str, Article, list[Passage], tuple[Problem, ...]]] = field(default_factory=list)

    @property
    def passages(self) -> int:
        return sum(len(a[3]) for a in self.articles)


def sync(
    catalog: Catalog, roots: Sequence[Path], embedder: Embedder, max_tokens: int, progress: Progress
) -> SyncReport:
    """Read what is new or changed, forget what is gone, leave the rest alone at the cost of a stat each.

    Articles are committed a few hundred passages at a time: an interrupted sync is taken up again.

    Raises:
        CorpusError: there is no article file at all.
    """
    listing = list_files(roots, SUFFIXES)
    if not listing.files:
        raise CorpusError(_nothing_in(roots, listing), f"article files end in {', '.join(sorted(SUFFIXES))}")
    report = SyncReport(other=listing.other)
    known = catalog.files.states()
    had_problems = set(catalog.files.problems()) | _listing_problems(catalog)
    to_read, gone = differences(listing, known)
    _forget(catalog, gone, known, report)
    embedder.expect(sum(entry.size for entry in to_read) // _BYTES_A_PASSAGE)
    pending = _Pending()
    done = 0
    for count, entry in enumerate(to_read, start=1):
        item = _look_at(catalog, entry, known.get(entry.path), report, embedder, max_tokens)
        if item is not None:
            pending.articles.append(item)
        if pending.passages >= _PASSAGES_A_COMMIT or count == len(to_read):
            _commit(catalog, pending, embedder, report, _scaled(progress, done, count, len(to_read)))
            pending, done = _Pending(), count
    embedder.expect(0)
    report.passages = catalog.count("passages")
    report.unchanged = catalog.count("articles") - report.added - report.changed
    report.problems = tuple(sorted({*listing.problems, *catalog.files.problems()}, key=lambda p: p.path))
    report.new_problems = tuple(p for p in report.problems if p not in had_problems)
    _remember(catalog, listing, report)
    return report


def differences(listing: Listing, known: Mapping[str, FileState]) -> tuple[list[FileEntry], list[str]]:
    """The files that must be read, by a stat alone, and the paths that are gone."""
    present = {entry.path for entry in listing.files}
    to_read = [entry for entry in listing.files if not _is_unchanged(entry, known.get(entry.path))]
    return to_read, [path for path in known if path not in present]


def _is_unchanged(entry: FileEntry, state: FileState | None) -> bool:
    if state is None:
        return False
    was, seen_ns, _, _ = state
    return entry == was and entry.mtime_ns < seen_ns - _RACY_NS


def _forget(catalog: Catalog, gone: list[str], known: Mapping[str, FileState], report: SyncReport) -> None:
    if not gone:
        return
    with catalog.writing():
        for path in gone:
            catalog.drop_article(path)
            catalog.files.drop(path)
            report.removed += known[path][3] is not None


def _look_at(
    catalog: Catalog,
    entry: FileEntry,
    state: FileState | None,
    report: SyncReport,
    embedder: Embedder,
    max_tokens: int,
) -> tuple[FileEntry, str, Article, list[Passage], tuple[Problem, ...]] | None:
    """Read one file. What needs embedding is returned; anything else is recorded at once."""
    raw = read_bytes(entry)
    if isinstance(raw, Problem):
        _record_unusable(catalog, entry, "", (raw,), state, report)
        return None
    digest = hashlib.sha256(raw).hexdigest()
    if state is not None and digest == state[2]:
        with catalog.writing():
            catalog.files.touch(entry)
        return None
    reading = _read(entry.path, raw)
    if reading.article is None:
        _record_unusable(catalog, entry, digest, reading.problems, state, report)
        return None
    text = reading.article.text
    passages = split_passages(text, reading.sentences, embedder.token_starts(text), max_tokens)
    if not passages:
        problem = Problem(entry.path, "no prose in it: only headings, bylines or furniture")
        _record_unusable(catalog, entry, digest, (problem,), state, report)
        return None
    is_known = state is not None and state[3] is not None
    report.changed += is_known
    report.added += not is_known
    return entry, digest, reading.article, passages, reading.problems


def _read(path: str, raw: bytes) -> Reading:
    """The article in `raw`. Whatever a file does to our readers, the others are read."""
    try:
        return read_article(path, raw)
    except Exception as error:
        return Reading(None, (), (Problem(path, f"cannot be read: {type(error).__name__}: {str(error)[:80]}"),))


def _record_unusable(
    catalog: Catalog,
    entry: FileEntry,
    digest: str,
    problems: tuple[Problem, ...],
    state: FileState | None,
    report: SyncReport,
) -> None:
    with catalog.writing():
        catalog.drop_article(entry.path)
        catalog.files.put(entry, digest, None, problems)
    report.removed += state is not None and state[3] is not None


def _commit(
    catalog: Catalog, pending: _Pending, embedder: Embedder, report: SyncReport, progress: Callable[[float], None]
) -> None:
    texts = {text_digest(p.text): p.text for item in pending.articles for p in item[3]}
    vectors = catalog.known_vectors(texts)
    missing = [digest for digest in texts if digest not in vectors]
    embedded = embedder.embed_passages([texts[d] for d in missing], lambda done, of: progress(done / of))
    vectors.update(zip(missing, embedded, strict=True))
    report.embedded += len(missing)
    seen = time.time_ns()
    with catalog.writing():
        for entry, digest, article, passages, problems in pending.articles:
            rows = np.stack([vectors[text_digest(p.text)] for p in passages])
            number = catalog.put_article(entry, digest, article, passages, rows)
            catalog.files.put(entry, digest, number, problems, seen)
    progress(1.0)


def _scaled(progress: Progress, done: int, upto: int, total: int) -> Callable[[float], None]:
    return lambda share: progress(done + share * (upto - done), total)


def _remember(catalog: Catalog, listing: Listing, report: SyncReport) -> None:
    notes = json.dumps([[p.path, p.message] for p in listing.problems])
    stale = report.is_change or catalog.meta("fingerprint") is None
    if not stale and notes == (catalog.meta("listing_problems") or "[]"):
        return
    with catalog.writing():
        catalog.set_meta("listing_problems", notes)
        if stale:
            lines = "\n".join(f"{path}\t{digest}" for path, digest in _article_digests(catalog))
            settings = catalog.meta("settings") or ""
            catalog.set_meta("fingerprint", hashlib.sha256(f"{settings}\n{lines}".encode()).hexdigest()[:16])


def _article_digests(catalog: Catalog) -> Iterator[tuple[str, str]]:
    states = catalog.files.states()
    return ((path, states[path][2]) for path in sorted(states) if states[path][3] is not None)


def _listing_problems(catalog: Catalog) -> set[Problem]:
    return {Problem(path, message) for path, message in json.loads(catalog.meta("listing_problems") or "[]")}


def _nothing_in(roots: Sequence[Path], listing: Listing) -> str:
    where = ", ".join(str(root) for root in roots)
    others = ", ".join(f"{count} {suffix}" for suffix, count in listing.other[:5])
    return f"there are no articles in {where}" + (f" (only {others})" if others else "")
