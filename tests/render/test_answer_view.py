"""An answer on a terminal and in a pipe."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from rag.errors import UsageError
from rag.render.answer import print_answer
from rag.render.console import err, out
from rag.render.error import print_error
from rag.types import (
    Answer,
    Article,
    Citation,
    Evidence,
    Explanation,
    Kind,
    Metadata,
    Passage,
    Reason,
    ScoredSentence,
    Sentence,
    Signals,
    Span,
    Statement,
    Status,
    StoredArticle,
    StoredPassage,
    Verdict,
)

TEXT = "Springfield [bold]bought[/bold] 17 buses :smile: on Monday."
FILE = Path("/corpus/a b.md")
CITATION = Citation(
    id=1, article="a b.md", title="Buses [red]now", publisher="The Post", reported_by=None,
    published=date(2023, 5, 3), url=None, start=0, end=len(TEXT), line=12, page=None, quote=TEXT, origin="o", file=FILE,
)  # fmt: skip
MARK = Span(TEXT.index("17"), TEXT.index("17") + 2)
STATEMENT = Statement(TEXT, (1, 2), Verdict.QUOTED, marks=(MARK,))
ANSWER = Answer("how many?", Status.ANSWERED, (STATEMENT,), (CITATION,), None, (), 0.9)
SILENT = Answer("how many?", Status.UNANSWERED, (), (), Reason.NOT_IN_CORPUS, (CITATION,), 0.2)


def on_terminal(answer: Answer, width: int = 60) -> str:
    """What a terminal of this width is sent."""
    file = io.StringIO()
    options = {"highlight": False, "markup": False, "emoji": False, "legacy_windows": False}
    print_answer(Console(file=file, force_terminal=True, width=width, color_system="standard", **options), answer)
    return file.getvalue()


def in_pipe(answer: Answer, capsys: pytest.CaptureFixture[str]) -> str:
    print_answer(out(), answer)
    return capsys.readouterr().out


def plain(shown: str) -> str:
    """Without escapes for colour and links."""
    return re.sub(r"\x1b\[[\d;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", shown)


def test_what_was_asked_for_is_bold_and_nothing_else_of_the_statement() -> None:
    line = on_terminal(ANSWER, 100).splitlines()[0]
    assert line.startswith("Springfield [bold]bought[/bold] \x1b[1m17\x1b[0m buses :smile: on Monday.")
    assert plain(line) == f"{TEXT} [1] [2]"
    two = Statement("From 9 to 17.", (1,), Verdict.QUOTED, marks=(Span(10, 12), Span(5, 6)))
    assert "From \x1b[1m9\x1b[0m to \x1b[1m17\x1b[0m." in on_terminal(replace(ANSWER, statements=(two,)))


def test_a_source_links_to_its_line() -> None:
    shown = on_terminal(ANSWER, 100)
    assert re.search(r"\x1b\]8;[^;]*;file:///corpus/a%20b\.md#L12\x1b\\[^\n]*a b\.md:12[^\n]*\x1b\]8;;\x1b\\", shown)
    assert re.search(r"^  \[1\] Buses \[red\]now +\n      The Post · 3 May 2023 · a b\.md:12$", plain(shown), re.M)


def test_a_terminal_wraps_at_its_width_under_the_number() -> None:
    long = replace(CITATION, title="A headline of many words that does not fit in a single line of it")
    shown = plain(on_terminal(replace(ANSWER, citations=(long,)), 40))
    assert max(map(len, shown.splitlines())) <= 40
    _, _, sources = shown.partition("Sources\n")
    assert all(line.startswith("      ") for line in sources.splitlines()[1:])


def test_a_pipe_gets_whole_lines_without_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    long = replace(STATEMENT, text=f"{TEXT} " + "very " * 100 + "long.")
    shown = in_pipe(replace(ANSWER, statements=(long, STATEMENT)), capsys)
    assert shown == (
        f"{long.text} [1] [2]\n\n{TEXT} [1] [2]\n\nSources\n[1] Buses [red]now\n    The Post · 3 May 2023 · a b.md:12\n"
    )


def test_what_an_article_holds_cannot_command_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "It\x1b[2J bought\x9b 17\u202e."
    mark = Span(evil.index("17"), evil.index("17") + 2)
    citation = replace(CITATION, title="\x1b]0;owned\x07", publisher="\x1b[31m", article="a\x1bb.md", quote=evil)
    statement = Statement(evil, (1,), Verdict.QUOTED, marks=(mark,))
    for answer in (
        replace(ANSWER, statements=(statement,), citations=(citation,)),
        replace(SILENT, nearest=(citation,)),
    ):
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(in_pipe(answer, capsys))
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(plain(on_terminal(answer)))
    assert "\x1b[1m17\x1b[0m" in on_terminal(replace(ANSWER, statements=(statement,)))


@pytest.mark.parametrize(
    ("known", "says"),
    [
        ({"publisher": "The Post", "reported_by": "Others"}, "The Post · 3 May 2023 · "),
        ({"publisher": None, "reported_by": "The Post"}, "reported by The Post · 3 May 2023 · "),
        ({"publisher": None, "published": None}, "publisher unknown · undated · "),
    ],
)
def test_who_says_it_and_when(known: dict[str, object], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"    {says}" in in_pipe(replace(ANSWER, citations=(replace(CITATION, **known),)), capsys)


def test_a_source_without_a_title_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    shown = in_pipe(replace(ANSWER, citations=(replace(CITATION, title=None),)), capsys)
    assert shown.endswith("Sources\n[1] The Post · 3 May 2023 · a b.md:12\n")


def test_a_file_below_the_working_folder_is_named_from_there(capsys: pytest.CaptureFixture[str]) -> None:
    below = replace(CITATION, file=Path.cwd() / "articles" / "a b.md")
    assert "· articles/a b.md:12\n" in in_pipe(replace(ANSWER, citations=(below,)), capsys)


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        (None, "The articles do not answer this."),
        (Reason.NOT_IN_CORPUS, "The articles do not answer this."),
        (Reason.NOT_IN_DATE_RANGE, "No article in this range of dates answers this."),
        (Reason.NO_STATEMENT_SUPPORTED, "No statement could be supported by the articles."),
    ],
)
def test_silence_gives_its_reason(reason: Reason | None, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert in_pipe(replace(SILENT, reason=reason, nearest=()), capsys) == f"{says}\n"
    assert on_terminal(replace(SILENT, reason=reason)).startswith(f"\x1b[1m{says}\x1b[0m\n")


def test_the_nearest_passages_are_shown_in_short(capsys: pytest.CaptureFixture[str]) -> None:
    quote = "# A heading\n\n" + "many words " * 60
    shown = in_pipe(replace(SILENT, nearest=(replace(CITATION, quote=quote), CITATION)), capsys)
    first, second = re.findall(r"^\[1\] (.*)$", shown, re.MULTILINE)
    assert 200 < len(first) <= 282
    assert first.endswith(" …")
    assert second == TEXT


def test_the_explanation_has_every_signal_and_feature(capsys: pytest.CaptureFixture[str]) -> None:
    stored = StoredArticle(1, Article("a b.md", TEXT, 0, Metadata()), FILE, "d", "o")
    sentence = Sentence(0, len(TEXT), Kind.BODY, 0)
    found = Evidence(
        StoredPassage(1, stored, Passage(0, len(TEXT), TEXT, (sentence,))),
        Signals(3.14, 1, 0.25, None, 0.5, 6.5, 7.25, 0.125),
    )
    scored = ScoredSentence(found, sentence, TEXT, {"coverage": 0.125, "offer": 1.0}, 2.0, 0.75)
    answer = replace(ANSWER, explanation=Explanation(("bus", "buy"), "a figure", (found,), (scored,), 0.5))
    _, _, shown = in_pipe(answer, capsys).partition("How this was found\n")
    assert "looked for: bus, buy · asks for a figure · confidence 0.90, answers from 0.50\n" in shown
    assert f"0.50\t3.1 (1)\t0.25 (–)\t6.5\t7.2\t0.12\t–\ta b.md 0–{len(TEXT)}\n" in shown
    assert f"2.00  {TEXT}\n      confidence 0.75: coverage 0.12, offer 1.00\n" in shown
    assert "meaning (rank)" in plain(on_terminal(answer, 100))


def test_an_error_says_what_happened_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(err(), "ask", UsageError("there is no \x1b[31mquestion [bold]", "ask one"))
    print_error(err(), "rag", UsageError("no hint"))
    assert capsys.readouterr().err == "ask: there is no ␛[31mquestion [bold]\n  ask one\nrag: no hint\n"
