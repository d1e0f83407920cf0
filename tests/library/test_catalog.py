"""A catalog of an older version is brought up to date in place."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from rag.embedding.model import ModelEmbedder
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
