"""An answer for people: what the articles say first, then where they say it."""

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from rag.render.console import file_link, shown_path
from rag.render.safe import safe, safe_line
from rag.types import Answer, Citation, Explanation, Metadata, Reason, Statement, Status

_SNIPPET = 280
_SILENCE = {
    Reason.NOT_IN_CORPUS: "The articles do not answer this.",
    Reason.NOT_IN_DATE_RANGE: "No article in this range of dates answers this.",
    Reason.NO_STATEMENT_SUPPORTED: "No statement could be supported by the articles.",
}


def print_answer(console: Console, answer: Answer) -> None:
    """Statements with what was asked for in bold, then the sources; or that there is no answer, and what is nearest."""
    if answer.status is Status.UNANSWERED:
        console.print(Text(_SILENCE[answer.reason or Reason.NOT_IN_CORPUS], style="bold"))
        if answer.nearest:
            console.print()
            console.print(Text("Nearest passages", style="dim"))
            console.print(_nearest(answer.nearest))
    else:
        for number, statement in enumerate(answer.statements):
            if number:
                console.print()
            console.print(statement_text(statement))
        console.print()
        console.print(Text("Sources", style="dim"))
        console.print(_sources(answer.citations))
    if answer.explanation:
        console.print()
        print_explanation(console, answer.explanation, answer.confidence)


def statement_text(statement: Statement) -> Text:
    """The statement, its marks in bold, followed by its citation numbers."""
    text = Text()
    position = 0
    for mark in sorted(statement.marks, key=lambda m: m.start):
        text.append(safe(statement.text[position : mark.start]))
        text.append(safe(statement.text[mark.start : mark.end]), style="bold")
        position = mark.end
    text.append(safe(statement.text[position:]))
    for number in statement.citations:
        text.append(f" [{number}]", style="cyan")
    return text


def source_text(citation: Citation) -> Text:
    """Title, publisher, day and file:line of a citation; the last is a link."""
    text = Text()
    if citation.title:
        text.append(safe_line(citation.title))
        text.append("\n")
    known = Metadata(
        publisher=citation.publisher, reported_by=citation.reported_by, published=citation.published
    )
    text.append(provenance(known), style="dim")
    text.append(" · ", style="dim")
    where = f"{shown_path(citation.file, citation.article)}:{citation.line}"
    text.append(safe_line(where), style=Style(color="blue", link=file_link(citation.file, citation.line)))
    return text


def provenance(metadata: Metadata) -> str:
    """Who published or reported an article, and when; unknown is said to be so."""
    if metadata.publisher:
        who = safe_line(metadata.publisher)
    elif metadata.reported_by:
        who = f"reported by {safe_line(metadata.reported_by)}"
    else:
        who = "publisher unknown"
    day = metadata.published
    return f"{who} · {day.day} {day:%B %Y}" if day else f"{who} · undated"


def _sources(citations: Sequence[Citation]) -> RenderableType:
    return _numbered([(c.id, source_text(c)) for c in citations])


def _nearest(citations: Sequence[Citation]) -> RenderableType:
    rows = []
    for citation in citations:
        quote = safe_line(citation.quote)
        snippet = quote if len(quote) <= _SNIPPET else quote[:_SNIPPET].rsplit(" ", 1)[0] + " …"
        rows.append((citation.id, Group(Text(snippet), source_text(citation))))
    return _numbered(rows)


def _numbered(rows: Sequence[tuple[int, RenderableType]]) -> RenderableType:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, style="cyan")
    table.add_column(overflow="fold")
    for number, row in rows:
        table.add_row(f"[{number}]", row)
    return Padding(table, (0, 0, 0, 1))


def print_explanation(console: Console, explanation: Explanation, confidence: float) -> None:
    """How the passages were found and what each feature added to each sentence."""
    console.print(Text("How this was found", style="bold"))
    console.print(
        Text(f"looked for: {safe_line(', '.join(explanation.terms)) or 'nothing but meaning'} · "
             f"asks for {explanation.asks_for} · confidence {confidence:.2f}, answers from {explanation.threshold:.2f}")
    )  # fmt: skip
    passages = Table(box=None, pad_edge=False, title="passages", title_justify="left", title_style="dim")
    for name in ("fused", "words (rank)", "meaning (rank)", "passage"):
        passages.add_column(name, style=None if name == "passage" else "cyan", overflow="fold")
    for found in explanation.evidence:
        signals, stored = found.signals, found.stored
        passages.add_row(
            f"{signals.fused:.2f}",
            f"{signals.lexical:.1f} ({signals.lexical_rank or '–'})",
            f"{signals.dense:.2f} ({signals.dense_rank or '–'})",
            Text(f"{safe_line(stored.article.article.path)} {stored.passage.start}–{stored.passage.end}"),
        )
    console.print(passages)
    for sentence in explanation.sentences:
        parts = ", ".join(f"{name} {value:.2f}" for name, value in sentence.features.items())
        console.print()
        console.print(Text(f"{sentence.score:.2f}  {safe_line(sentence.text)}"))
        console.print(Text(f"      confidence {sentence.confidence:.2f}: {parts}", style="dim"))
