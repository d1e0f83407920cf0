"""The tables of the catalog, and how a row becomes an article or a passage."""

import json
import os
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from rag.library.content_sum import EMPTY, KEY, ContentSum
from rag.types import Article, Kind, Metadata, Passage, Sentence, StoredArticle, StoredPassage

SCHEMA_VERSION = 3

_WHOLE_ARTICLES = """
CREATE VIRTUAL TABLE whole_articles  -- rowid = article id; the lead is the title and the text of the first passage
USING fts5 (lead, body, tokenize = "porter unicode61 remove_diacritics 2");
"""
TABLES = f"""
{_WHOLE_ARTICLES}
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('{KEY}', '{EMPTY}');
CREATE TABLE files (           -- every file of the corpus, usable or not, so that a stat tells what changed
  path TEXT PRIMARY KEY, file BLOB NOT NULL, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL, seen_ns INTEGER NOT NULL, digest TEXT NOT NULL, article INTEGER,
  notes TEXT NOT NULL          -- JSON: [[message, skipped], ...]
);
CREATE TABLE articles (
  id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL, file BLOB NOT NULL, digest TEXT NOT NULL,
  origin TEXT NOT NULL, text TEXT NOT NULL, body INTEGER NOT NULL, title TEXT, publisher TEXT,
  reported_by TEXT, authors TEXT NOT NULL, published TEXT, url TEXT
);
CREATE TABLE passages (        -- id = article id * 2^20 + its number in the article: stable, so vectors are upserted
  id INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES articles, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  sentences TEXT NOT NULL, text_digest BLOB NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_article ON passages (article);
CREATE INDEX passages_digest ON passages (text_digest);
CREATE VIRTUAL TABLE fulltext USING fts5 (title, body, tokenize = "porter unicode61 remove_diacritics 2");
CREATE TABLE outbox (passage INTEGER PRIMARY KEY);  -- passages whose vectors Chroma has not yet been told of
"""

PASSAGES_PER_ARTICLE = 1 << 20

UPGRADES = {
    1: f"""
{_WHOLE_ARTICLES}
INSERT INTO whole_articles (rowid, lead, body)
SELECT a.id, coalesce(a.title, '') || ' ' || coalesce(substr(a.text, p.start + 1, p."end" - p.start), ''),
       substr(a.text, a.body + 1)
FROM articles a LEFT JOIN passages p ON p.id = a.id * {PASSAGES_PER_ARTICLE};
""",
    2: f"""
INSERT OR REPLACE INTO meta SELECT '{KEY}', coalesce(content_sum(path, digest), '{EMPTY}') FROM articles;
DELETE FROM meta WHERE key = 'fingerprint';  -- it was computed after the articles were committed, if at all
""",
}
"""From each older version to the next, without reading or embedding anything again."""


def bring_up_to_date(db: sqlite3.Connection) -> bool:
    """Make the tables, or bring those of an older version up to date, in one transaction.

    Returns:
        False, and nothing is changed, where they are of a version that is not known.
    """
    if db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
        return True
    db.create_aggregate("content_sum", 2, ContentSum)  # type: ignore[arg-type]  # the stubs know of numbers only
    db.execute("BEGIN IMMEDIATE")
    version = db.execute("PRAGMA user_version").fetchone()[0]  # another process may have been before us
    if version in {0, SCHEMA_VERSION, *UPGRADES}:
        script = TABLES if version == 0 else "".join(UPGRADES[v] for v in range(version, SCHEMA_VERSION))
        for statement in _statements(script):
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    db.execute("COMMIT")
    return version in {0, SCHEMA_VERSION, *UPGRADES}


def _statements(script: str) -> Iterator[str]:
    """One at a time: `executescript` would end the transaction that it is called in."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


ARTICLE_COLUMNS = (
    "a.id, a.path, a.text, a.body, a.title, a.publisher, a.reported_by, a.authors, a.published, a.url, "
    "a.file, a.digest, a.origin"
)


def to_article(row: sqlite3.Row | tuple[object, ...]) -> StoredArticle:
    """From a row of `ARTICLE_COLUMNS`."""
    number, path, text, body, title, publisher, reported_by, authors, published, url, file, digest, origin = row
    metadata = Metadata(
        title=title,  # type: ignore[arg-type]
        publisher=publisher,  # type: ignore[arg-type]
        reported_by=reported_by,  # type: ignore[arg-type]
        authors=tuple(json.loads(str(authors))),
        published=date.fromisoformat(str(published)) if published else None,
        url=url,  # type: ignore[arg-type]
    )
    article = Article(str(path), str(text), int(str(body)), metadata)
    lies_at = Path(os.fsdecode(file))  # type: ignore[arg-type]
    return StoredArticle(int(str(number)), article, lies_at, str(digest), str(origin))


def to_passage(article: StoredArticle, number: int, start: int, end: int, sentences: str) -> StoredPassage:
    parts = tuple(Sentence(s, e, Kind(kind), block) for s, e, kind, block in json.loads(sentences))
    return StoredPassage(number, article, Passage(start, end, article.article.text[start:end], parts))


def dump_sentences(passage: Passage) -> str:
    return json.dumps([[s.start, s.end, s.kind.value, s.block] for s in passage.sentences], separators=(",", ":"))
