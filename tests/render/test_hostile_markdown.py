"""Notes of hostile articles, read by a Markdown parser: their words are text, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.render.address import safe_address
from rag.render.notes import to_notes
from rag.types import Answer, Citation, Conflict, ConflictValue, Statement, Status, Verdict

HOSTILE = [
    "[a](https://example.org/x)", "![a](https://example.org/x.png)", "[a][b]", "[b]: https://example.org",
    "[^1]: forged", "[^1]", "<https://example.org>", "<b onclick=x>bold</b>", "<!-- hidden", "<?php",
    "<![CDATA[x]]>", "&#x202e; &lt;b&gt; &amp;",
    "# heading", "heading #", "=====", "-----", "- - -", "***", "___", "* star", "+ plus", "- minus", "1. one",
    "1) one", "12345. many", "> quoted", "`code`", "```sh", "~~~", "~~struck~~", "a | b", "|---|", ":--:",
    ":smile: and 10:30:15",
    ": a definition", "$x^2$ and $$y$$", "**bold** __bold__ *it* _it_", "{#id .class onclick=x}", "==marked== ++in++",
    "www.example.org and WWW.example.org", "https://example.org and ftp://example.org", "a@example.org", "@somebody",
    "javascript:alert(1)", "\\", "\\\\*x*", "trailing \\", "% comment", "%%hidden%%", "[[wiki]]", "\x1b[31mred\u202e",
    "a\nb\n\n# c", "a\r\n- b", "\t\tcode", "    code", "a  \nb", "[x] done", "*", "_", "- [ ] task", "--- title: x ---",
    "<<>>", "'\"", "a*b*c", "snake_case_name", "“x”",
]  # fmt: skip


def as_notes(words: str, url: str | None = None) -> str:
    """Notes whose every field that an article or a question fills is `words`."""
    citation = Citation(1, f"{words}.md", words, words, None, None, url, 0, 5, 7, None, words, "o", Path("/c") / "a.md")
    statement = Statement(words, (1,), Verdict.UNSUPPORTED, f"{words} she said")
    conflict = Conflict(words, (ConflictValue(words, (1,)), ConflictValue(words, (1,))))
    question = " ".join(words.split())
    answer = Answer(question, Status.CONFLICTING, (statement,), (citation,), None, (), 0.9, (conflict,))
    return to_notes([(words, answer), (f"asked {words}", answer)])


def parsers() -> Iterator[MarkdownIt]:
    """CommonMark; and all that is switched on without further packages: tables, strikethrough, typography."""
    yield MarkdownIt("commonmark")
    yield MarkdownIt("default", {"typographer": False})


def shape(tokens: list[Token]) -> list[str]:
    """What a page is made of, its words left out."""
    found = []
    for token in tokens:
        if token.type == "inline":
            # Two texts side by side are one.
            inner = [t.type for t in token.children or () if t.type not in {"text", "text_special"}]
            found.append(" ".join(inner))
        else:
            found.append(f"{token.type} {token.tag} {token.attrs or ''}")
    return found


@pytest.mark.parametrize("words", HOSTILE)
def test_nothing_that_an_article_says_is_markup(words: str) -> None:
    for parser in parsers():
        assert shape(parser.parse(as_notes(words))) == shape(parser.parse(as_notes("plain")))


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_read_is_what_was_said(words: str) -> None:
    heading = MarkdownIt("commonmark").parse(as_notes(words))[4]
    assert "".join(t.content for t in heading.children or ()) == (
        " ".join(words.split()).replace("\x1b", "␛").replace("\u202e", "\\u202e")
    )


@pytest.mark.parametrize(
    "words", ["https://example.org", "http://a.b", "ftp://a", "www.example.org", "WWW.example.org", "a@example.org"]
)
def test_an_address_in_a_quote_is_left_without_what_makes_it_a_link(words: str) -> None:
    # GitHub's Markdown makes links of these three, wherever they stand bare.
    assert not re.search(r"(?<!\\)(?:://|(?<=ww)\.|@)", as_notes(words), re.IGNORECASE)


def test_only_the_address_of_the_article_is_a_link() -> None:
    tokens = MarkdownIt("commonmark").parse(as_notes("[a](https://b.c)", "https://example.org/a b\u202e\x1b>x"))
    links = [t.attrs["href"] for token in tokens for t in token.children or () if t.type == "link_open"]
    assert links == ["https://example.org/a%20b%E2%80%AE%1B%3Ex"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("HTTPS://Example.ORG/A", "https://example.org/A"),
        ("https://example.org/é\u202e\x1b]8;;\x07", "https://example.org/%C3%A9%E2%80%AE%1B]8;;%07"),
        ("https://example.org/a<b>\"`|\\^{} c", "https://example.org/a%3Cb%3E%22%60%7C%5C%5E%7B%7D%20c"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/\ud800", "https://example.org/%5Cud800"),
        ("https://user:secret@example.org/x", "https://example.org/x"),
        ("https://example.org@evil.example/", "https://evil.example/"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("https://xn--pple-43d.com", "https://xn--pple-43d.com"),
        ("https://аpple.com", "https://xn--pple-43d.com"),
        ("https://[::1]/x", "https://[::1]/x"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/hosts", None),
        ("ftp://example.org", None),
        ("//example.org", None),
        ("example.org", None),
        ("https://", None),
        ("https://a b/", None),
        ("https://example.org:port/", None),
        ("https://[::1/", None),
        ("https://exa\x1bmple.org", None),
        ("https://\u202eexample.org", None),
        ("https://" + "a" * 80 + "é.org", None),
        ("", None),
    ],
)  # fmt: skip
def test_an_address_is_shown_in_printable_ascii_or_not_at_all(url: str, shown: str | None) -> None:
    assert safe_address(url) == shown
