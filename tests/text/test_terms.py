import sqlite3

import pytest

from rag.text.terms import content_terms, stem, stems, words


class FullText:
    """A text in FTS5, tokenized as the catalog does it."""

    def __init__(self, text: str) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.execute('CREATE VIRTUAL TABLE f USING fts5 (body, tokenize = "porter unicode61 remove_diacritics 2")')
        self.db.execute("CREATE VIRTUAL TABLE v USING fts5vocab (f, instance)")
        self.db.execute("INSERT INTO f VALUES (?)", (text,))

    def terms(self) -> list[str]:
        return [term for (term,) in self.db.execute("SELECT term FROM v ORDER BY offset")]

    def holds(self, word: str) -> bool:
        return bool(self.db.execute("SELECT 1 FROM f WHERE f MATCH ?", (f'"{word}"',)).fetchall())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine’s 30,000 soldiers", ["Ukraine’s", "30,000", "soldiers"]),
        ("don't, aren’t", ["don't", "aren’t"]),
        ("up 3.5 percent. 4.", ["up", "3.5", "percent", "4"]),
        ("a T-72 and an e-mail_box", ["a", "T", "72", "and", "an", "e", "mail", "box"]),
        ("naïve café in Москва", ["naïve", "café", "in", "Москва"]),
        ("“Why?” — ‘because’", ["Why", "because"]),
        (" …!\n", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Soldiers", "soldier"),
        ("Ukraine’s", "Ukraine"),
        ("Ukraine's", "UKRAINE"),
        ("ministers’", "minister"),
        ("flooding", "flooded"),
        ("ferries", "ferry"),
    ],
)
def test_words_with_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("Russia", "rush"), ("port", "porter"), ("30,000", "30")])
def test_words_with_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_stems_keep_the_order_and_the_stopwords() -> None:
    assert stems("The ferries and the Ferry") == [stem("the"), stem("ferry"), stem("and"), stem("the"), stem("ferry")]


@pytest.mark.parametrize(
    "word",
    [
        *"ferries flooding evacuation Kyiv ministers said happily relational agreed dying electricity 2022 EU".split(),
        pytest.param("US"),
    ],
)
def test_stems_are_those_of_the_full_text_index(word: str) -> None:
    assert [stem(word)] == FullText(word).terms()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many ferries left the port?", ["ferries", "left", "port"]),
        ("Did the ferry leave, and did other ferries?", ["ferry", "leave"]),
        ("Isn’t it what they said?", []),
        ("Who wouldn't pay 30,000 euros?", ["pay", "30,000", "euros"]),
        ("", []),
        pytest.param("How many US troops are there?", ["US", "troops"]),
    ],
)
def test_content_terms_are_distinct_and_in_order(question: str, expected: list[str]) -> None:
    terms = content_terms(question)
    assert list(terms.values()) == expected
    assert list(terms) == [stem(word) for word in expected]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("ferries flooded", "The flooding stopped one ferry."),
        ("30,000 homes", "Power failed in 30,000 homes."),
        ("naïve Café", "a naive cafe"),
        pytest.param("Portugal’s ferries", "Ferries in Portugal"),
    ],
)
def test_every_content_term_finds_its_word_in_the_full_text(question: str, text: str) -> None:
    fulltext = FullText(text)
    assert [word for word in content_terms(question).values() if not fulltext.holds(word)] == []
