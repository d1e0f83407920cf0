"""Statements for people: quoted ones as they stand; a model's with what came of checking them."""

import re
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from rag.render.safe import safe, safe_line
from rag.types import BORNE_OUT, Citation, Fault, Statement

BY_JUDGE = "by the judge's word alone"
"""What is said of a statement that holds because a language model said so."""


class StatementPrinter:
    """Prints a model's statements one by one, each at once. `any` says whether there were some."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.any = False

    def print(self, statement: Statement, citations: Sequence[Citation]) -> None:
        if self.any:
            self._console.print()
        self.any = True
        print_checked_statement(self._console, statement, citations)
        self._console.file.flush()


def print_checked_statement(console: Console, statement: Statement, citations: Sequence[Citation]) -> None:
    """What holds with a tick, who says so and as of when; what does not struck through, and why."""
    if statement.verdict in BORNE_OUT:
        console.print(Text.assemble(("✓ ", "green"), statement_text(statement)))
        print_note(console, statement, citations)
        return
    console.print(Text.assemble(("✗ ", "red"), _struck(statement)))


def print_note(console: Console, statement: Statement, citations: Sequence[Citation]) -> None:
    if known := statement_note(statement, citations):
        console.print(Text(f"  {known}", style="dim"))


def statement_text(statement: Statement) -> Text:
    """The statement, its marks in bold, followed by its citation numbers."""
    text = Text()
    position = 0
    for mark in sorted(statement.marks, key=lambda m: m.start):
        text.append(safe(statement.text[position : mark.start]))
        text.append(safe(statement.text[mark.start : mark.end]), style="bold")
        position = mark.end
    text.append(safe(statement.text[position:]))
    return text + _numbers(statement)


def statement_note(statement: Statement, citations: Sequence[Citation]) -> str:
    """Who says so, where the sentence does not tell, whether only a judge bears it out, and the day it speaks of.

    "" where there is nothing of these.
    """
    parts = []
    if statement.attribution and statement.attribution.casefold() not in statement.text.casefold():
        parts.append(safe_line(statement.attribution))
    if statement.ruling and statement.ruling.changed:
        parts.append(BY_JUDGE)
    published = {c.published for c in citations if c.id in statement.citations}
    if statement.as_of and statement.as_of not in published:
        parts.append(f"as of {statement.as_of.day} {statement.as_of:%B %Y}")
    return " · ".join(parts)


def _struck(statement: Statement) -> Text:
    """The statement struck through, the offending words besides underlined, then its verdict and the reasons."""
    offending = {at for f in statement.faults if f.span for at in range(f.span.start, f.span.end)}
    text = Text()
    for stretch in re.finditer("x+|-+", "".join("x" if at in offending else "-" for at in range(len(statement.text)))):
        piece = safe(statement.text[stretch.start() : stretch.end()])
        text.append(piece, style="strike underline red" if stretch.start() in offending else "strike")
    why = "; ".join(_reason(statement, fault) for fault in statement.faults)
    return text + _numbers(statement) + Text(f" — {statement.verdict}{f': {why}' if why else ''}", style="red")


def _reason(statement: Statement, fault: Fault) -> str:
    written = statement.text[fault.span.start : fault.span.end].strip('“”"') if fault.span else ""
    return safe_line(fault.message if written in fault.message else f"“{written}”: {fault.message}")


def _numbers(statement: Statement) -> Text:
    return Text("".join(f" [{number}]" for number in statement.citations), style="cyan")
