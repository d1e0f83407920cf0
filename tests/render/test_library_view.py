"""Articles, passages and problems for people."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from rag.render.console import err, out
from rag.render.library import print_article, print_articles, print_passages, print_problems
from rag.types import Article, Evidence, Metadata, Passage, Problem, Signals, StoredArticle, StoredPassage

LINES = [
    "---",
    "title: Buses",
    "---",
    "",
    "Springfield [b]bought[/b] 17 buses.",
    "It rained.\x1b[2J",
    "Nobody minded.",
]
TEXT = "\n".join(LINES)


def article(path: str = "news/a.md", origin: str = "abcdef123456", **known: object) -> StoredArticle:
    metadata = Metadata(**{"title": "Buses", "publisher": "The Post", "published": date(2023, 5, 3), **known})  # type: ignore[arg-type]
    body = TEXT.index("Springfield")
    return StoredArticle(1, Article(path, TEXT, body, metadata), Path("/corpus") / path, "digest", origin)


def evidence(start: str, end: str) -> Evidence:
    first, last = TEXT.index(start), TEXT.index(end) + len(end)
    passage = Passage(first, last, TEXT[first:last], ())
    return Evidence(StoredPassage(1, article(), passage), Signals(3.14159, 1, 0.25, 2, 0.5))


def on_terminal(show: Callable[[Console], None], width: int = 100) -> str:
    file = io.StringIO()
    show(Console(file=file, force_terminal=True, width=width, color_system="standard", markup=False, highlight=False))
    return file.getvalue()


def test_articles_one_a_line_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    unknown = article("b.txt", "000000", title=None, publisher=None, published=None)
    print_articles(out(), [article(), unknown])
    assert capsys.readouterr().out == (
        "news/a.md\tBuses\tThe Post · 3 May 2023\t8\nb.txt\t–\tpublisher unknown · undated\t8\n"
    )


def test_copies_say_so(capsys: pytest.CaptureFixture[str]) -> None:
    print_articles(out(), [article(), article("copy.md"), article("other.md", "000000")])
    first, copy, other = capsys.readouterr().out.splitlines()
    assert "copy or rewrite of others: origin abcdef" in first
    assert "copy or rewrite of others: origin abcdef" in copy
    assert "copy or rewrite" not in other


def test_articles_on_a_terminal_have_heads_and_links() -> None:
    shown = on_terminal(lambda console: print_articles(console, [article()]))
    head, row = shown.splitlines()
    assert re.sub(r"\x1b\[[\d;]*m", "", head).split() == ["article", "title", "from", "words"]
    assert "file:///corpus/news/a.md#L1\x1b\\" in row


def test_passages_say_where_they_stand_and_how_they_were_found(capsys: pytest.CaptureFixture[str]) -> None:
    print_passages(out(), [evidence("Springfield", "buses."), evidence("It", "minded.")])
    assert capsys.readouterr().out == (
        "1. news/a.md:5  0.50 = words 3.1, meaning 0.25\nSpringfield [b]bought[/b] 17 buses.\n\n"
        "2. news/a.md:6  0.50 = words 3.1, meaning 0.25\nIt rained.␛[2J\nNobody minded.\n\n"
    )
    shown = on_terminal(lambda console: print_passages(console, [evidence("It", "minded.")]))
    assert "file:///corpus/news/a.md#L6\x1b\\" in shown


def test_a_long_passage_is_not_wrapped_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    found = evidence("Springfield", "buses.")
    long = Passage(0, 2000, "word " * 400, ())
    print_passages(out(), [replace(found, stored=replace(found.stored, passage=long))])
    assert "word " * 400 in capsys.readouterr().out


def test_an_article_with_its_line_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    print_article(out(), article(), None)
    heading, known, blank, *rows = capsys.readouterr().out.splitlines()
    assert (heading, known, blank) == ("Buses", "The Post · 3 May 2023 · news/a.md", "")
    shown = [line.replace("\x1b", "␛") for line in LINES]
    assert rows == [f"{number}\t{line}" for number, line in enumerate(shown, start=1)]


@pytest.mark.parametrize(("line", "numbers"), [(6, "5 → 6 7"), (1, "→ 1 2"), (7, "6 → 7"), (99, "")])
def test_only_the_lines_about_a_line(line: int, numbers: str, capsys: pytest.CaptureFixture[str]) -> None:
    print_article(out(), article(), line, around=1)
    rows = capsys.readouterr().out.splitlines()[3:]
    assert " ".join(row.split("\t")[0] for row in rows) == numbers


def test_the_line_looked_for_is_bold_on_a_terminal() -> None:
    shown = on_terminal(lambda console: print_article(console, article(), 7))
    assert re.search(r"\x1b\[1m\s?Nobody minded\.", shown)
    assert not re.search(r"\x1b\[1m\s?Springfield", shown)
    assert "→ 7" in shown


def test_an_article_without_a_title_goes_by_its_path(capsys: pytest.CaptureFixture[str]) -> None:
    print_article(out(), article(title=None), 1)
    assert capsys.readouterr().out.startswith("news/a.md\n")


def test_windows_line_ends_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    stored = article()
    windows = replace(stored, article=replace(stored.article, text="One.\r\nTwo.\r\n"))
    print_article(out(), windows, None)
    assert capsys.readouterr().out.splitlines()[3:] == ["1\tOne.", "2\tTwo.", "3\t"]


def test_problems_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_problems(err(), [Problem("a\nb.txt", "empty \x1b[2J [red]"), Problem("c.txt", "a guess", skipped=False)])
    assert capsys.readouterr().err == "skipped: a b.txt: empty ␛[2J [red]\nnote: c.txt: a guess\n"
