"""What a chat shows besides answers: what was understood, what changed, where a statement comes from, the commands."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.text import Text

from rag.render.answer import print_explanation, source_text
from rag.render.rows import print_grid
from rag.render.safe import safe_line
from rag.types import Answer, Citation, ScoredSentence


def print_dim(console: Console, text: str) -> None:
    """A line in grey."""
    console.print(Text(safe_line(text), style="bright_black"))


def print_head(console: Console, text: str) -> None:
    """A line in bold."""
    console.print(Text(safe_line(text), style="bold"))


def print_cited(console: Console, citations: Sequence[Citation]) -> None:
    """Each passage with its number, its words, and where it stands."""
    rows = [
        (Text(f"[{c.id}]", style="cyan"), Text.assemble(f"“{safe_line(c.quote)}”", "\n", source_text(c)))
        for c in citations
    ]
    if console.is_terminal:
        print_grid(console, rows, indent="  ")
        return
    for number, text in rows:
        console.print(Text(f"{number.plain} ") + Text(text.plain.replace("\n", "\n    ")))


def print_why(console: Console, answer: Answer, number: int | None) -> None:
    """How statement `number` was found and scored; without a number, all that was considered."""
    if answer.explanation is None:
        print_dim(console, "nothing is known of how this came about")
        return
    if number is None:
        print_explanation(console, answer.explanation, answer.confidence)
        return
    statement = answer.statements[number - 1]
    cited = [c for c in answer.citations if c.id in statement.citations]
    console.print(Text(f"{number}. {safe_line(statement.text)}"))
    found = [s for c in cited for s in answer.explanation.sentences if _is_in(s, c)]
    for scored in found:
        _print_scored(console, scored, answer.explanation.threshold)
    if not found:
        print_dim(console, "it was read in its article, and is not among the sentences that were scored")


def print_help(console: Console, commands: Mapping[str, tuple[str, str]]) -> None:
    """Each command with what it is given, and what it does."""
    print_grid(console, [(Text(f"/{n} {a}".strip(), style="cyan"), Text(about)) for n, (a, about) in commands.items()])


def _print_scored(console: Console, scored: ScoredSentence, threshold: float) -> None:
    signals, stored = scored.evidence.signals, scored.evidence.stored
    lexical, dense = signals.lexical_rank or "–", signals.dense_rank or "–"
    read = "" if signals.relevance is None else f", read {signals.relevance:.2f}"
    print_dim(
        console,
        f"found in {stored.article.article.path} {stored.passage.start}–{stored.passage.end}: {signals.fused:.2f} = "
        f"words {signals.lexical:.1f} (rank {lexical}), meaning {signals.dense:.2f} (rank {dense}){read}",
    )
    print_dim(console, f"scored {scored.score:.2f}, confidence {scored.confidence:.2f}; answers from {threshold:.2f}")
    print_dim(console, ", ".join(f"{name} {value:.2f}" for name, value in scored.features.items()))


def _is_in(scored: ScoredSentence, citation: Citation) -> bool:
    is_article = scored.evidence.stored.article.article.path == citation.article
    return is_article and citation.start <= scored.sentence.start and scored.sentence.end <= citation.end
