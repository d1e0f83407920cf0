"""The index of one corpus: a catalog (SQLite, the record) and vectors (Chroma, derived from it)."""
