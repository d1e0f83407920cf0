"""Brings the catalog up to date with the files of its corpus."""

import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.embedding.protocol import Embedder
from rag.errors import CorpusError
from rag.library.catalog import Catalog
from rag.library.digests import text_digest
from rag.library.faults import has_lost_its_model, in_a_line, is_the_machines
from rag.library.file_table import FileState
from rag.library.intake import Intake, take_in
from rag.reading.files import FileEntry, Listing, list_files
from rag.reading.formats import SUFFIXES, is_worth_opening
from rag.types import Problem

READING_VERSION = 2
"""Raise it whenever the same file would be read or divided differently: libraries are then built anew."""

_PASSAGES_A_COMMIT = 128
_FILES_A_COMMIT = 512
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


def sync(
    catalog: Catalog, roots: Sequence[Path], embedder: Embedder, max_tokens: int, progress: Progress
) -> SyncReport:
    """Read what is new or changed, forget what is gone, leave the rest alone at the cost of a stat each.

    Articles are committed a few hundred passages at a time: an interrupted sync is taken up again. A file that
    cannot be read, embedded or stored is passed over and noted; trouble of the machine's ends the sync.

    Raises:
        CorpusError: there is no article file at all.
    """
    seen_ns = time.time_ns()  # before anything is looked at: what changes from here on may be missed
    listing = list_files(roots, SUFFIXES)
    if not listing.files:
        raise CorpusError(_nothing_in(roots, listing), f"article files end in {', '.join(sorted(SUFFIXES))}")
    report = SyncReport(other=listing.other)
    known = catalog.files.states()
    had_problems = set(catalog.files.problems()) | _listing_problems(catalog)
    to_read, gone = differences(listing, known)
    _forget(catalog, gone, known, report)
    embedder.expect(sum(entry.size for entry in to_read) // _BYTES_A_PASSAGE)
    batch = _Batch(catalog, embedder, known, seen_ns, report)
    pending: list[Intake] = []
    done = 0
    for count, entry in enumerate(to_read, start=1):
        intake = take_in(entry, known.get(entry.path), embedder, max_tokens)
        if not _is_noted(intake, known.get(entry.path), had_problems):
            pending.append(intake)
        is_full = len(pending) >= _FILES_A_COMMIT or sum(len(i.passages) for i in pending) >= _PASSAGES_A_COMMIT
        if pending and (is_full or count == len(to_read)):
            batch.commit(pending, _scaled(progress, done, count, len(to_read)))
            pending, done = [], count
    embedder.expect(0)
    report.passages = catalog.count("passages")
    report.unchanged = catalog.count("articles") - report.added - report.changed
    report.problems = tuple(sorted({*listing.problems, *catalog.files.problems()}, key=lambda p: p.path))
    report.new_problems = tuple(p for p in report.problems if p not in had_problems)
    _remember(catalog, listing)
    return report


def differences(listing: Listing, known: Mapping[str, FileState]) -> tuple[list[FileEntry], list[str]]:
    """The files that must be read, by a stat alone, and the paths that are gone."""
    present = {entry.path for entry in listing.files}
    to_read = [entry for entry in listing.files if not _is_unchanged(entry, known.get(entry.path))]
    return to_read, [path for path in known if path not in present]


def _is_unchanged(entry: FileEntry, state: FileState | None) -> bool:
    if state is None:
        return False
    was, seen_ns, digest, _ = state
    if not digest and is_worth_opening(entry):
        return False  # it could not be read; no stat tells whether it can be now
    return entry == was and entry.mtime_ns < seen_ns - _RACY_NS


def _is_noted(intake: Intake, state: FileState | None, problems: Collection[Problem]) -> bool:
    """Whether a file could not be read, and this is known."""
    if state is None or intake.digest or not is_worth_opening(intake.entry):
        return False
    return (intake.entry, None, "") == (state[0], state[3], state[2]) and set(intake.problems) <= set(problems)


def _forget(catalog: Catalog, gone: list[str], known: Mapping[str, FileState], report: SyncReport) -> None:
    if not gone:
        return
    with catalog.writing():
        for path in gone:
            catalog.drop_article(path)
            catalog.files.drop(path)
    report.removed += sum(known[path][3] is not None for path in gone)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Records what was read, several files in one transaction."""

    catalog: Catalog
    embedder: Embedder
    known: Mapping[str, FileState]
    seen_ns: int
    report: SyncReport

    def commit(self, intakes: Sequence[Intake], progress: Callable[[float], None] = lambda share: None) -> None:
        """Embed and record these files; where that fails, each by itself, without the one that is to blame."""
        try:
            embedded = self._put(intakes, progress)
        except Exception as error:
            if is_the_machines(error) or has_lost_its_model(self.embedder):
                raise
            for intake in intakes:
                self._put_alone(intake)
        else:
            self._count(intakes, embedded)
        progress(1.0)

    def _put_alone(self, intake: Intake) -> None:
        try:
            embedded = self._put([intake])
        except Exception as error:
            if is_the_machines(error) or has_lost_its_model(self.embedder):
                raise
            intake = intake.without_article(f"cannot be taken in: {in_a_line(error)}", digest=intake.digest)
            embedded = self._put([intake])
        self._count([intake], embedded)

    def _put(self, intakes: Sequence[Intake], progress: Callable[[float], None] = lambda share: None) -> int:
        """One transaction; returns how many passages were embedded."""
        texts = {text_digest(p.text): p.text for intake in intakes for p in intake.passages}
        vectors = self.catalog.known_vectors(texts)
        missing = [digest for digest in texts if digest not in vectors]
        embedded = self.embedder.embed_passages([texts[d] for d in missing], lambda done, of: progress(done / of))
        if not np.isfinite(embedded).all():
            raise ValueError("the model gives no numbers for it")
        vectors.update(zip(missing, embedded, strict=True))
        files = self.catalog.files
        with self.catalog.writing():
            for intake in intakes:
                entry, number = intake.entry, None
                if intake.is_known:
                    files.touch(entry, self.seen_ns)
                    continue
                if intake.article is None:
                    self.catalog.drop_article(entry.path)
                else:
                    rows = np.stack([vectors[text_digest(p.text)] for p in intake.passages])
                    number = self.catalog.put_article(entry, intake.digest, intake.article, intake.passages, rows)
                files.put(entry, intake.digest, number, intake.problems, self.seen_ns)
        return len(missing)

    def _count(self, intakes: Sequence[Intake], embedded: int) -> None:
        self.report.embedded += embedded
        for intake in intakes:
            state = self.known.get(intake.entry.path)
            was_there = state is not None and state[3] is not None
            if intake.article is not None:
                self.report.changed += was_there
                self.report.added += not was_there
            elif not intake.is_known:
                self.report.removed += was_there


def _scaled(progress: Progress, done: int, upto: int, total: int) -> Callable[[float], None]:
    return lambda share: progress(done + share * (upto - done), total)


def _remember(catalog: Catalog, listing: Listing) -> None:
    notes = json.dumps([[p.path, p.message] for p in listing.problems])
    if notes != (catalog.meta("listing_problems") or "[]"):
        with catalog.writing():
            catalog.set_meta("listing_problems", notes)


def _listing_problems(catalog: Catalog) -> set[Problem]:
    return {Problem(path, message) for path, message in json.loads(catalog.meta("listing_problems") or "[]")}


def _nothing_in(roots: Sequence[Path], listing: Listing) -> str:
    where = ", ".join(str(root) for root in roots)
    others = ", ".join(f"{count} {suffix}" for suffix, count in listing.other[:5])
    return f"there are no articles in {where}" + (f" (only {others})" if others else "")
