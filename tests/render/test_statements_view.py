"""A model's statements on a terminal and in a pipe."""

import io
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from rag.render.answer import print_answer
from rag.render.console import out
from rag.render.statements import StatementPrinter
from rag.types import Answer, Citation, Fault, Reason, Span, Statement, Status, Verdict

CITATION = Citation(
    id=1, article="a.md", title="Buses", publisher="The Post", reported_by=None, published=date(2023, 5, 3), url=None,
    start=0, end=9, line=2, page=None, quote="They came", origin="o", file=Path("/corpus/a.md"),
)  # fmt: skip
GOOD = Statement("They bought 17 buses.", (1,), Verdict.SUPPORTED, "the mayor said", marks=(Span(12, 14),))
BAD = Statement(
    "They bought 90 [red]buses\x1b[2J.",
    (1,),
    Verdict.CONTRADICTED,
    faults=(
        Fault("figure", "“90” differs from what is cited: 17", Span(12, 14)),
        Fault("citation", "it cites x, which is no sentence that the model was given"),
    ),
)


def in_pipe(capsys: pytest.CaptureFixture[str], *statements: Statement) -> str:
    printer = StatementPrinter(out())
    for statement in statements:
        printer.print(statement, [CITATION])
    return capsys.readouterr().out


def on_terminal(statement: Statement) -> str:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=200, color_system="standard", highlight=False, markup=False)
    StatementPrinter(console).print(statement, [CITATION])
    return file.getvalue()


def test_in_a_pipe_each_statement_is_a_line_with_its_mark(capsys: pytest.CaptureFixture[str]) -> None:
    assert in_pipe(capsys, GOOD, BAD) == (
        "✓ They bought 17 buses. [1]\n  the mayor said\n\n"
        "✗ They bought 90 [red]buses␛[2J. [1] — contradicted: “90” differs from what is cited: 17; "
        "it cites x, which is no sentence that the model was given\n"
    )


def test_on_a_terminal_what_fails_is_struck_through_and_what_holds_is_not() -> None:
    assert "\x1b[9mThey bought \x1b[0m" in on_terminal(BAD)
    assert "\x1b[9m" not in on_terminal(GOOD)
    assert "\x1b[1m17\x1b[0m" in on_terminal(GOOD)
    assert "\x1b[2J" not in on_terminal(BAD)


def test_an_answer_that_was_shown_already_ends_with_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Answer("?", Status.ANSWERED, (GOOD, BAD), (CITATION,), None, (), 0.9, model="m prompt:1")
    print_answer(out(), answer, is_shown=True)
    assert capsys.readouterr().out.startswith("\nSources\n[1] Buses")
    print_answer(out(), answer)
    assert capsys.readouterr().out.startswith(in_pipe(capsys, GOOD, BAD) + "\nSources\n[1] Buses")


def test_where_nothing_holds_it_is_said_after_what_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    silent = Answer(
        "?", Status.UNANSWERED, (BAD,), (CITATION,), Reason.NO_STATEMENT_SUPPORTED, (CITATION,), 0.1, model="m"
    )
    print_answer(out(), silent)
    shown = capsys.readouterr().out
    assert shown.startswith("✗ They bought 90")
    assert "\n\nNo statement could be supported by the articles.\n\nNearest passages\n[1]" in shown


def test_the_answer_is_what_holds() -> None:
    answer = Answer("?", Status.ANSWERED, (GOOD, BAD), (CITATION,), None, (), 0.9, model="m")
    assert answer.text == "They bought 17 buses. [1]"
