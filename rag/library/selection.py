"""Which articles of a catalog a scope lets through."""

import json
import re
import sqlite3

from rag.types import Scope


def select(db: sqlite3.Connection, scope: Scope) -> frozenset[int]:
    """The ids of the articles that `scope` lets through."""
    clauses, values = ["TRUE"], list[str]()
    if scope.has_days:
        clauses.append("published IS NOT NULL")
    if scope.since:
        clauses.append("published >= ?")
        values.append(scope.since.isoformat())
    if scope.latest:
        clauses.append("published <= ?")
        values.append(scope.latest.isoformat())
    if scope.within:
        clauses.append("path IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(scope.within))
    rows = db.execute(f"SELECT id, publisher, reported_by FROM articles WHERE {' AND '.join(clauses)}", values)
    return frozenset(
        number
        for number, *names in rows
        if not scope.publishers or any(is_named(w, name) for w in scope.publishers for name in names if name)
    )


def publishers(db: sqlite3.Connection) -> list[str]:
    """Every publisher, and every publication whose reporting is retold, in order."""
    rows = db.execute("SELECT publisher FROM articles UNION SELECT reported_by FROM articles ORDER BY 1")
    return [name for (name,) in rows if name]


def undated(db: sqlite3.Connection) -> int:
    """How many articles have no known day."""
    return int(db.execute("SELECT count(*) FROM articles WHERE published IS NULL").fetchone()[0])


def is_named(wanted: str, name: str) -> bool:
    """Whether `name` is the publisher that somebody calls `wanted`: the words of `wanted` stand in it, in order.

    So "bbc" is "BBC News" and "cnn" is "www.cnn.com", but "Post" is no "Postimees".
    """
    inside, words = _words(name), _words(wanted)
    return bool(words) and f" {words} " in f" {inside} "


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
