"""A catalog of an older version is brought up to date in place."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.embedding.model import ModelEmbedder
from rag.errors import LibraryError
from rag.library.catalog import Catalog
from rag.library.schema import SCHEMA_VERSION
from rag.library.sync import sync

ARTICLES = {"a.md": "---\ntitle: Söme buses\n---\n\nThe council bought 17 buses.\n", "b.txt": "It rained for a week.\n"}


def rows(file: Path) -> list[tuple[int, str, str]]:
    with sqlite3.connect(file) as db:
        return db.execute("SELECT rowid, lead, body FROM whole_articles ORDER BY rowid").fetchall()


def test_version_1_gets_whole_articles_and_loses_nothing(
    tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder
) -> None:
    file = tmp_path / "catalog.sqlite"
    catalog = Catalog(file)
    sync(catalog, [corpus(**ARTICLES)], embedder, 200, lambda done, total: None)
    catalog.close()
    made = rows(file)
    assert [(lead.strip(), body.strip()) for _, lead, body in made] == [
        ("Söme buses The council bought 17 buses.", "The council bought 17 buses."),
        ("It rained for a week.", "It rained for a week."),
    ]
    with sqlite3.connect(file) as db:
        db.execute("DROP TABLE whole_articles")
        db.execute("DELETE FROM meta WHERE key = 'articles_sum'")
        db.execute("PRAGMA user_version = 1")
    opened = Catalog(file)
    assert [a.article.path for a in opened.articles()] == list(ARTICLES)
    opened.close()
    assert rows(file) == made
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_an_article_that_changes_or_goes_is_not_found_as_it_was(
    tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder
) -> None:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    folder = corpus(**ARTICLES)
    sync(catalog, [folder], embedder, 200, lambda done, total: None)
    (folder / "a.md").write_text("The council sold its trams.\n")
    (folder / "b.txt").unlink()
    sync(catalog, [folder], embedder, 200, lambda done, total: None)
    assert [body.strip() for _, _, body in rows(tmp_path / "catalog.sqlite")] == ["The council sold its trams."]
    catalog.close()


def synced(file: Path, folder: Path, embedder: ModelEmbedder) -> str:
    catalog = Catalog(file)
    sync(catalog, [folder], embedder, 200, lambda done, total: None)
    fingerprint = catalog.fingerprint
    catalog.close()
    return fingerprint


def test_the_fingerprint_depends_on_the_content_and_not_on_the_way_to_it(
    tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder
) -> None:
    folder = corpus(**ARTICLES)
    at_once = synced(tmp_path / "at-once.sqlite", folder, embedder)
    corpus(**{"b.txt": "It snowed.\n", "c.txt": "Nothing came of it in the end.\n"})
    (folder / "a.md").unlink()
    seen = [synced(tmp_path / "by-and-by.sqlite", folder, embedder)]
    corpus(**{"b.txt": ARTICLES["b.txt"]})
    seen.append(synced(tmp_path / "by-and-by.sqlite", folder, embedder))
    corpus(**{"a.md": ARTICLES["a.md"]})
    seen.append(synced(tmp_path / "by-and-by.sqlite", folder, embedder))
    (folder / "c.txt").unlink()
    assert synced(tmp_path / "by-and-by.sqlite", folder, embedder) == at_once
    assert len({*seen, at_once}) == 4
    (folder / "b.txt").rename(folder / "d.txt")
    assert synced(tmp_path / "by-and-by.sqlite", folder, embedder) != at_once


def test_a_library_from_before_gets_the_fingerprint_of_its_content(
    tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder
) -> None:
    file = tmp_path / "catalog.sqlite"
    fingerprint = synced(file, corpus(**ARTICLES), embedder)
    with sqlite3.connect(file) as db:
        db.execute("DELETE FROM meta WHERE key = 'articles_sum'")
        db.execute("INSERT INTO meta VALUES ('fingerprint', 'of other articles')")
        db.execute("PRAGMA user_version = 2")
    db.close()
    opened = Catalog(file)
    assert opened.fingerprint == fingerprint
    assert opened.meta("fingerprint") is None
    opened.close()


def test_an_upgrade_that_fails_changes_nothing(
    tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder
) -> None:
    file = tmp_path / "catalog.sqlite"
    synced(file, corpus(**ARTICLES), embedder)
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 1")  # which has no whole_articles; here they are in the way
        db.execute("DELETE FROM meta WHERE key = 'articles_sum'")
    db.close()
    with pytest.raises(LibraryError):
        Catalog(file)
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM meta WHERE key = 'articles_sum'").fetchone() == (0,)
    db.close()


@pytest.mark.parametrize("kept", [100, 4096, 9000])
def test_a_catalog_that_was_cut_short_is_named(
    tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder, kept: int
) -> None:
    file = tmp_path / "catalog.sqlite"
    synced(file, corpus(**ARTICLES), embedder)
    short = tmp_path / "short.sqlite"
    shutil.copy(file, short)
    with short.open("r+b") as opened:
        opened.truncate(kept)
    with pytest.raises(LibraryError, match="cannot be opened"):
        Catalog(short)


def test_a_catalog_that_lost_its_end_is_refused_also_where_sqlite_reads_on(tmp_path: Path) -> None:
    """SQLite takes the missing bytes for zeros: it counts the same rows, and some come back empty."""
    file = tmp_path / "catalog.sqlite"
    catalog = Catalog(file)
    with catalog.writing():
        for number in range(500):
            catalog.set_meta(f"key {number}", "value " * 20)
    catalog.close()
    assert not (tmp_path / "catalog.sqlite-wal").exists()
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size - 1000)
    with pytest.raises(LibraryError, match="is cut short by 1,000 bytes") as raised:
        Catalog(file)
    assert "--rebuild" in raised.value.hint
