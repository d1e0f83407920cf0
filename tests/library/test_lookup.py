"""Which article somebody means."""

from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.library.lookup import find_article
from rag.types import Article, Metadata, StoredArticle


def article(path: str, title: str | None = None) -> StoredArticle:
    return StoredArticle(1, Article(path, "text", 0, Metadata(title)), Path("/home/me/corpus") / path, "d", "o")


ARTICLES = [
    article("bus.txt", "Springfield buys buses"),
    article("news/bus.txt", "More buses"),
    article("news/rain.md", "It rained in Shelbyville"),
    article("news/2023/Öl.md"),
    article("day:7.txt"),
]


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("bus.txt", "bus.txt"),
        ("news/bus.txt", "news/bus.txt"),
        ("rain.md", "news/rain.md"),
        ("RAIN.MD", "news/rain.md"),
        ("2023/Öl.md", "news/2023/Öl.md"),
        ("/home/me/corpus/bus.txt", "bus.txt"),
        ("/home/me/corpus/news/bus.txt", "news/bus.txt"),
        ("corpus/news/rain.md", "news/rain.md"),
        ("öl", "news/2023/Öl.md"),
        ("shelbyville", "news/rain.md"),
        ("springfield buys", "bus.txt"),
        ("day:7.txt", "day:7.txt"),
        pytest.param("corpus/news/bus.txt", "news/bus.txt"),
    ],
)
def test_the_article_that_is_meant(wanted: str, path: str) -> None:
    found, line = find_article(wanted, ARTICLES)
    assert (found.article.path, line) == (path, None)


@pytest.mark.parametrize(
    ("wanted", "path", "line"),
    [
        ("bus.txt:12", "bus.txt", 12),
        ("rain:3", "news/rain.md", 3),
        ("/home/me/corpus/news/rain.md:1", "news/rain.md", 1),
        ("day:7.txt:5", "day:7.txt", 5),
    ],
)
def test_a_number_after_a_last_colon_is_a_line(wanted: str, path: str, line: int) -> None:
    found, at = find_article(wanted, ARTICLES)
    assert (found.article.path, at) == (path, line)


def test_an_article_may_be_called_like_a_line() -> None:
    odd = article("notes:12")
    assert find_article("notes:12", [*ARTICLES, odd]) == (odd, None)


@pytest.mark.parametrize(
    ("wanted", "listed"), [("buses", "bus.txt, news/bus.txt"), ("news/", "news/bus.txt, news/rain.md, news/2023/Öl.md")]
)
def test_several_are_listed(wanted: str, listed: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_article(wanted, ARTICLES)
    assert caught.value.message == f"{wanted!r} may be {listed}"
    assert caught.value.hint == "give more of the path"


def test_of_many_a_few_are_listed() -> None:
    with pytest.raises(UsageError, match=r"may be 0\.txt, 1\.txt, 2\.txt, 3\.txt, 4\.txt and 7 more$"):
        find_article("txt", [article(f"{n}.txt") for n in range(12)])


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [
        ("new/rian.md", "did you mean news/rain.md?"),
        ("news/rian.md:4", "did you mean news/rain.md?"),
        ("xyzzy", "rag articles lists them all"),
    ],
)
def test_none_is_said_with_the_nearest(wanted: str, hint: str) -> None:
    with pytest.raises(UsageError, match="there is no article") as caught:
        find_article(wanted, ARTICLES)
    assert caught.value.hint == hint


def test_an_empty_library_has_none() -> None:
    with pytest.raises(UsageError, match=r"there is no article 'bus\.txt'"):
        find_article("bus.txt", [])
