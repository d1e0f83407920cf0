"""Full-text search: what is asked of FTS5, and how telling a word is."""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

import pytest

from rag.embedding.model import ModelEmbedder
from rag.library.catalog import Catalog
from rag.library.sync import sync
from rag.retrieval.lexical import MAX_TERMS, TITLE_WEIGHT, inverse_document_frequencies, search, search_articles
from rag.text.terms import content_terms


class Counts:
    """A `FullText` that knows in how many passages each expression matches, and what it was asked for."""

    def __init__(self, total: int, found: Mapping[str, int]) -> None:
        self.total, self.found = total, found
        self.asked: list[tuple[str, int, float]] = []

    def search(
        self, expression: str, limit: int, title_weight: float, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        self.asked.append((expression, limit, title_weight))
        return [(7, 2.5)]

    def search_articles(
        self, column: str, expression: str, limit: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        raise AssertionError("passages are looked for")

    def document_frequency(self, expression: str) -> int:
        return self.found[expression]

    def count(self, table: str) -> int:
        assert table == "passages"
        return self.total


@pytest.fixture
def catalog(tmp_path: Path, corpus: Callable[..., Path], embedder: ModelEmbedder) -> Iterator[Catalog]:
    """Three real passages: two about tanks, one of them by its title alone."""
    folder = corpus(
        **{
            "a.txt": "The tanks of the army rolled through Minsk, and the army’s cooks followed them.",
            "b.md": "---\ntitle: Tanks for Minsk\n---\n\nNobody knew in the morning what the evening would bring.",
            "c.txt": 'A café in Springfield sells naïve art, "tea" and C3PO dolls on Sundays.',
        }
    )
    catalog = Catalog(tmp_path / "catalog.sqlite")
    sync(catalog, [folder], embedder, 200, lambda done, total: None)
    yield catalog
    catalog.close()


def paths(catalog: Catalog, found: list[tuple[int, float]]) -> list[str]:
    stored = catalog.passages([i for i, _ in found])
    return [stored[i].article.article.path for i, _ in found]


def looked_for(catalog: Catalog, text: str, limit: int = 10) -> list[str]:
    terms = content_terms(text)
    return paths(catalog, search(terms, inverse_document_frequencies(terms, catalog), catalog, limit))


def test_rarer_words_tell_more() -> None:
    counts = Counts(9, {'"Rain"': 9, '"tanks"': 4, '"Öre"': 1, '"none"': 0})
    idf = inverse_document_frequencies({"rain": "Rain", "tank": "tanks", "öre": "Öre", "none": "none"}, counts)
    # By hand: ln(1 + (9 - n + .5) / (n + .5)) = ln(10 / (n + .5)); what nobody holds counts as held once.
    assert idf == pytest.approx(
        {"rain": math.log(10 / 9.5), "tank": math.log(10 / 4.5), "öre": math.log(10 / 1.5), "none": math.log(10 / 1.5)}
    )
    assert all(value > 0 for value in idf.values())


def test_an_empty_library_makes_no_trouble() -> None:
    assert inverse_document_frequencies({"a": "a"}, Counts(0, {'"a"': 0})) == pytest.approx({"a": math.log(2 / 1.5)})
    assert inverse_document_frequencies({}, Counts(0, {})) == {}


def test_words_are_quoted_and_any_of_them_will_do() -> None:
    counts = Counts(1, {})
    terms = {"near": "NEAR", "quot": 'say "x"', "tank": "tanks*"}
    assert search(terms, dict.fromkeys(terms, 1.0), counts, 5) == [(7, 2.5)]
    assert counts.asked == [('"NEAR" OR "say ""x""" OR "tanks*"', 5, TITLE_WEIGHT)]


def test_no_words_find_nothing_and_are_not_looked_for() -> None:
    counts = Counts(1, {})
    assert search({}, {}, counts, 5) == []
    assert counts.asked == []


def test_a_long_question_is_searched_by_its_rarest_words() -> None:
    counts = Counts(1, {})
    terms = {f"t{n}": f"w{n}" for n in range(MAX_TERMS + 10)}
    search(terms, {f"t{n}": float(n) for n in range(MAX_TERMS + 10)}, counts, 5)
    asked = counts.asked[0][0].split(" OR ")
    assert len(asked) == MAX_TERMS
    assert asked[0] == f'"w{MAX_TERMS + 9}"'
    assert '"w9"' not in asked


def test_other_forms_titles_and_accents_are_found(catalog: Catalog) -> None:
    assert set(looked_for(catalog, "TANK")) == {"a.txt", "b.md"}
    assert looked_for(catalog, "armies") == ["a.txt"]
    assert looked_for(catalog, "cafe naive") == ["c.txt"]
    assert looked_for(catalog, "tank", limit=1) == [looked_for(catalog, "tank")[0]]
    assert looked_for(catalog, "zeppelin") == []


def test_a_word_in_the_title_counts_in_the_lead(catalog: Catalog) -> None:
    terms = content_terms("tanks in Minsk")
    idf = inverse_document_frequencies(terms, catalog)
    assert set(paths(catalog, search(terms, idf, catalog, 10))) == {"a.txt", "b.md"}
    of_path = {a.article.path: a.id for a in catalog.articles()}
    leads = search_articles("lead", terms, idf, catalog, 10)
    assert [number for number, _ in leads] == [of_path["b.md"], of_path["a.txt"]]
    assert leads[0][1] > leads[1][1] > 0
    assert search_articles("lead", terms, idf, catalog, 10, {of_path["a.txt"]}) == leads[1:]
    assert search_articles("body", {}, {}, catalog, 10) == []


def test_the_counts_are_those_of_the_catalog(catalog: Catalog) -> None:
    idf = inverse_document_frequencies(content_terms("tanks cafe zeppelins"), catalog)
    assert list(idf.values()) == pytest.approx([math.log(4 / n) for n in (2.5, 1.5, 1.5)])


@pytest.mark.parametrize("word", ['"', '""', "NEAR/2", "a* OR b", "title:tanks", "(", "-", "^tanks", "'; DROP TABLE"])
def test_no_word_is_taken_for_syntax(word: str, catalog: Catalog) -> None:
    terms = {"odd": word, "tank": "tanks"}
    found = search(terms, inverse_document_frequencies(terms, catalog), catalog, 10)
    assert set(paths(catalog, found)) == {"a.txt", "b.md"}
