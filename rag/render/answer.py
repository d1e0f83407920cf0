"""An answer for people: what the articles say first, then where they say it."""

import re
from collections.abc import Sequence

from rich.console import Console
from rich.style import Style
from rich.text import Text

from rag.render.console import file_link, shown_path
from rag.render.rows import print_grid, print_table
from rag.render.safe import safe_line
from rag.render.statements import StatementPrinter, print_note, statement_text
from rag.types import Answer, Citation, Conflict, Explanation, Metadata, Reason, Status

_SNIPPET = 280
_SILENCE = {
    Reason.NOT_IN_CORPUS: "The articles do not answer this.",
    Reason.NOT_IN_DATE_RANGE: "No article in this range of dates answers this.",
    Reason.NO_STATEMENT_SUPPORTED: "No statement could be supported by the articles.",
}


def print_answer(console: Console, answer: Answer, *, is_shown: bool = False) -> None:
    """Statements with what was asked for in bold, then the sources; or that there is no answer, and what is nearest.

    Args:
        is_shown: whether the statements stand there already, printed as they came.
    """
    if not is_shown:
        _print_statements(console, answer)
    has_statements = is_shown or bool(answer.statements)
    if answer.status is Status.UNANSWERED:
        if has_statements:
            console.print()
        console.print(Text(_SILENCE[answer.reason or Reason.NOT_IN_CORPUS], style="bold"))
        if answer.nearest:
            console.print()
            console.print(Text("Nearest passages", style="dim"))
            _print_nearest(console, answer.nearest)
    else:
        _print_conflicts(console, answer.conflicts)
        console.print()
        print_sources(console, sources_head(answer.citations), answer.citations)
    if answer.explanation:
        console.print()
        print_explanation(console, answer.explanation, answer.confidence)


def _print_statements(console: Console, answer: Answer) -> None:
    if not answer.is_quotation:
        printer = StatementPrinter(console)
        for statement in answer.statements:
            printer.print(statement, answer.citations)
        return
    for number, statement in enumerate(answer.statements):
        if number:
            console.print()
        console.print(statement_text(statement))
        print_note(console, statement, answer.citations)


def sources_head(citations: Sequence[Citation]) -> str:
    """ "Sources", and how many there really are where some are copies of others."""
    note = origins_note(citations)
    return f"Sources: {note}" if note else "Sources"


def origins_note(citations: Sequence[Citation]) -> str:
    """ "2 articles, 1 origin": how many sources there really are where some are copies of others, else ""."""
    articles, origins = {c.article for c in citations}, {c.origin for c in citations}
    if len(articles) == len(origins):
        return ""
    return f"{len(articles)} articles, {len(origins)} origin{'s' if len(origins) > 1 else ''}"


def _print_conflicts(console: Console, conflicts: Sequence[Conflict]) -> None:
    for conflict in conflicts:
        console.print()
        console.print(Text(f"The articles disagree: {safe_line(conflict.about)}", style="bold yellow"))
        for value in conflict.values:
            marks = "".join(f" [{number}]" for number in value.citations)
            console.print(Text.assemble("  ", safe_line(value.value), (marks, "cyan")))


def print_sources(console: Console, head: str, citations: Sequence[Citation]) -> None:
    """A list of sources by their numbers, under its head."""
    console.print(Text(head, style="dim"))
    _print_numbered(console, [(_number(c), source_text(c)) for c in citations])


def source_text(citation: Citation) -> Text:
    """Title, publisher, day and file:line of a citation; the last is a link."""
    text = Text()
    if citation.title:
        text.append(safe_line(citation.title))
        text.append("\n")
    known = Metadata(publisher=citation.publisher, reported_by=citation.reported_by, published=citation.published)
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


def _print_nearest(console: Console, citations: Sequence[Citation]) -> None:
    rows = []
    for citation in citations:
        quote = safe_line(re.sub(r"^#+\s", "", citation.quote, flags=re.MULTILINE))
        snippet = quote if len(quote) <= _SNIPPET else quote[:_SNIPPET].rsplit(" ", 1)[0] + " …"
        source = source_text(citation)
        source.stylize("dim")
        rows.append((_number(citation), Text.assemble(snippet, "\n", source)))
    _print_numbered(console, rows)


def _print_numbered(console: Console, rows: Sequence[tuple[Text, Text]]) -> None:
    """Numbered texts, indented under their numbers; in a pipe as plain lines."""
    if console.is_terminal:
        print_grid(console, rows, indent="  ")
        return
    for number, text in rows:
        console.print(Text(f"{number.plain} ") + Text(text.plain.replace("\n", "\n    ")))


def _number(citation: Citation) -> Text:
    return Text(f"[{citation.id}]", style="cyan")


def print_explanation(console: Console, explanation: Explanation, confidence: float) -> None:
    """How the passages were found and what each feature added to each sentence."""
    console.print(Text("How this was found", style="bold"))
    console.print(
        Text(f"looked for: {safe_line(', '.join(explanation.terms)) or 'nothing but meaning'} · "
             f"asks for {explanation.asks_for} · confidence {confidence:.2f}, answers from {explanation.threshold:.2f}")
    )  # fmt: skip
    rows = []
    for found in explanation.evidence:
        signals, stored = found.signals, found.stored
        rows.append((
            f"{signals.fused:.2f}",
            f"{signals.lexical:.1f} ({signals.lexical_rank or '–'})",
            f"{signals.dense:.2f} ({signals.dense_rank or '–'})",
            f"{signals.lead:.1f}",
            f"{signals.article:.1f}",
            f"{signals.recency:.2f}",
            "–" if signals.relevance is None else f"{signals.relevance:.2f}",
            Text(f"{safe_line(stored.article.article.path)} {stored.passage.start}–{stored.passage.end}"),
        ))  # fmt: skip
    print_table(
        console, ("fused", "words (rank)", "meaning (rank)", "lead", "article", "recency", "read", "passage"), rows
    )
    for sentence in explanation.sentences:
        parts = ", ".join(f"{name} {value:.2f}" for name, value in sentence.features.items())
        console.print()
        console.print(Text(f"{sentence.score:.2f}  {safe_line(sentence.text)}"))
        console.print(Text(f"      confidence {sentence.confidence:.2f}: {parts}", style="dim"))
