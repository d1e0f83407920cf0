"""Articles, passages, problems and checks for people."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.style import Style
from rich.text import Text

from rag.render.answer import provenance
from rag.render.console import file_link, shown_path
from rag.render.rows import print_grid, print_table
from rag.render.safe import safe, safe_line
from rag.text.spans import line_of
from rag.types import Evidence, Problem, StoredArticle


def print_articles(console: Console, articles: Sequence[StoredArticle]) -> None:
    """One article a row: where it lies, its title, who and when, how long, and whether it is a copy."""
    copies = {origin for origin, number in Counter(a.origin for a in articles).items() if number > 1}
    rows = []
    for stored in articles:
        article, metadata = stored.article, stored.article.metadata
        path = Text(safe_line(article.path), style=Style(color="blue", link=file_link(stored.file, 1)))
        title = Text(safe_line(metadata.title) if metadata.title else "–")
        if stored.origin in copies:
            title.append(f"  (copy or rewrite of others: origin {stored.origin[:6]})", style="yellow")
        words = len(article.text[article.body :].split())
        rows.append((path, title, Text(provenance(metadata)), f"{words:,}"))
    print_table(console, ("article", "title", "from", "words"), rows)


def print_passages(console: Console, evidence: Sequence[Evidence]) -> None:
    """Passages in order, each with its scores and where it stands."""
    for rank, found in enumerate(evidence, start=1):
        stored, signals = found.stored, found.signals
        article = stored.article.article
        line = line_of(article.text, stored.passage.start)
        where = f"{shown_path(stored.article.file, article.path)}:{line}"
        head = Text(f"{rank}. ", style="cyan")
        head.append(safe_line(where), style=Style(color="blue", link=file_link(stored.article.file, line)))
        head.append(f"  {signals.fused:.2f} = words {signals.lexical:.1f}, meaning {signals.dense:.2f}", style="dim")
        console.print(head)
        console.print(Text(safe(stored.passage.text)))
        console.print()


def print_article(console: Console, stored: StoredArticle, line: int | None, around: int = 3) -> None:
    """An article with its line numbers; with `line`, only the lines about it, and that one marked."""
    article = stored.article
    heading = Text(safe_line(article.metadata.title or article.path), style="bold")
    console.print(heading)
    console.print(
        Text(f"{provenance(article.metadata)} · {safe_line(shown_path(stored.file, article.path))}", style="dim")
    )
    console.print()
    rows = []
    for number, content in enumerate(article.text.split("\n"), start=1):
        if line is None or abs(number - line) <= around:
            text = Text(safe(content.removesuffix("\r")), style="bold" if number == line else "")
            rows.append((Text(f"{'→ ' if number == line else ''}{number}", style="dim"), text))
    print_grid(console, rows, right=True)


def print_problems(console: Console, problems: Sequence[Problem]) -> None:
    """One line for each file that is not used as it is."""
    for problem in problems:
        what = "skipped" if problem.skipped else "note"
        console.print(Text(f"{what}: {safe_line(problem.path)}: {safe_line(problem.message)}", style="yellow"))
