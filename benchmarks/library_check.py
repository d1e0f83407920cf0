"""Whether a library holds what its files hold: each article once, as a library built in peace has it."""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from rag.embedding.model import ModelEmbedder, open_model
from rag.embedding.model_files import PACKAGED
from rag.library.library import Library
from rag.library.vectors import VectorIndex
from rag.reading.files import corpus_roots, list_files
from rag.reading.formats import SUFFIXES

_TOKENS = 200
_SAME = 0.999


@dataclass(slots=True)
class Verdict:
    """What is lost, there twice or more than it should be, or not what it is said to be; each in words."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    mislabelled: list[str] = field(default_factory=list)

    @property
    def words(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.mislabelled]


def library_of(cache: Path, corpus: Path) -> Library:
    """The library of a folder in a cache; it is opened."""
    return Library(cache / "libraries", corpus_roots([corpus]), _embedder(cache / "models"), _TOKENS, lambda _: None)


def prepare(models: Path) -> int:
    """Export the model; the exit code of a process that did."""
    _embedder(models)
    return 0


def _embedder(models: Path) -> ModelEmbedder:
    return open_model(os.environ.get("RAG_EMBEDDING_MODEL", PACKAGED), models, lambda _: None)


def check(cache: Path, corpus: Path) -> Verdict:
    """Compare the library of `corpus` with its files, with itself, and with one that is built beside it now."""
    verdict = Verdict()
    library = library_of(cache, corpus)
    _compare_with_files(library, corpus, verdict)
    _compare_with_itself(library, verdict)
    with tempfile.TemporaryDirectory() as other:
        (Path(other) / "models").symlink_to(cache / "models")
        peaceful = library_of(Path(other), corpus)
        with peaceful.session():
            peaceful.sync(lambda done, total: None)
        mine, theirs = _content(library), _content(peaceful)
        for path in sorted({*mine, *theirs}):
            if path in mine and path in theirs and mine[path] != theirs[path]:
                verdict.mislabelled.append(f"{path} is not as a library built in peace has it")
        if library.fingerprint != peaceful.fingerprint:
            verdict.mislabelled.append("the fingerprint is not that of a library built in peace")
        peaceful.close()
    library.close()
    return verdict


def _compare_with_files(library: Library, corpus: Path, verdict: Verdict) -> None:
    there = {}
    for entry in list_files(corpus_roots([corpus]), SUFFIXES).files:
        if entry.size:
            there[entry.path] = hashlib.sha256(entry.file.read_bytes()).hexdigest()
    found = Counter(a.article.path for a in library.catalog.articles())
    verdict.lost += [f"{path} is not in the library" for path in there if path not in found]
    verdict.doubled += [f"{path} is no file" for path in found if path not in there]
    verdict.doubled += [f"{path} is there {number} times" for path, number in found.items() if number > 1]
    for stored in library.catalog.articles():
        if there.get(stored.article.path, stored.digest) != stored.digest:
            verdict.mislabelled.append(f"{stored.article.path} holds something else")


def _compare_with_itself(library: Library, verdict: Verdict) -> None:
    catalog = library.catalog
    with sqlite3.connect(library.folder / "catalog.sqlite") as db:
        indexed = dict(db.execute("SELECT rowid, body FROM fulltext").fetchall())
        whole = {r[0] for r in db.execute("SELECT rowid FROM whole_articles")}
        fault = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    db.close()
    ids = catalog.passage_ids()
    passages = catalog.passages(ids)
    _same_keys("full text", set(indexed), set(ids), verdict)
    _same_keys("whole articles", whole, {a.id for a in catalog.articles()}, verdict)
    for number, stored in passages.items():
        passage, text = stored.passage, stored.article.article.text
        if not indexed.get(number, "") == passage.text == text[passage.start : passage.end]:
            verdict.mislabelled.append(f"passage {number} is not the text from its start to its end")
    if fault != "ok" or (trouble := catalog.fault()):
        verdict.mislabelled.append(f"the catalog is damaged: {fault}, {trouble}")
    if catalog.origins.count_unsettled() or catalog.origins.untold() or library.is_behind():
        verdict.mislabelled.append("something is still to be done")
    with library.session():
        index = VectorIndex(library.folder / (catalog.meta("vectors_folder") or "vectors-0"))
        ours, theirs = catalog.vectors(ids), index.get(ids) if ids else {}
        _same_keys("vectors", set(theirs), set(ours), verdict)
        if index.count() > len(ids):
            verdict.doubled.append(f"{index.count() - len(ids)} vectors more than passages")
        wrong = [n for n in theirs if float(ours[n] @ theirs[n]) < _SAME]
        verdict.mislabelled += [f"the vector of passage {n} is another's" for n in wrong]
        index.close()


def _same_keys(what: str, found: set[int], wanted: set[int], verdict: Verdict) -> None:
    verdict.lost += [f"{what}: {key} is missing" for key in sorted(wanted - found)]
    verdict.doubled += [f"{what}: {key} is too many" for key in sorted(found - wanted)]


def _content(library: Library) -> dict[str, str]:
    """What is known of each article, besides the numbers that it has here."""
    catalog = library.catalog
    passages: dict[str, list[object]] = {}
    for stored in catalog.passages(catalog.passage_ids()).values():
        spans = [(s.start, s.end, s.kind.value) for s in stored.passage.sentences]
        passages.setdefault(stored.article.article.path, []).append((stored.passage.start, stored.passage.end, spans))
    return {
        a.article.path: json.dumps([a.digest, a.origin, repr(a.article), passages.get(a.article.path)])
        for a in catalog.articles()
    }
