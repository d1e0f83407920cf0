"""What `rag index` did, for people and for programs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from rich.console import Console
from rich.text import Text

from rag.render.safe import safe_line
from rag.text.printable import printable
from rag.types import Problem


class Report(Protocol):
    """A sync report, as far as it is shown."""

    added: int
    changed: int
    removed: int
    unchanged: int
    passages: int
    embedded: int
    problems: tuple[Problem, ...]
    other: tuple[tuple[str, int], ...]


def print_report(console: Console, report: Report, roots: Sequence[Path], folder: Path, seconds: float) -> None:
    """What changed, what is there now, and where."""
    skipped = sum(p.skipped for p in report.problems)
    numbers = [
        f"{value:,} {name}"
        for name, value in (
            ("new", report.added),
            ("changed", report.changed),
            ("removed", report.removed),
            ("unchanged", report.unchanged),
            ("skipped", skipped),
        )
        if value > 0
    ]
    console.print(Text(f"articles: {', '.join(numbers) or 'none'}"))
    console.print(Text(f"passages: {report.passages:,} ({report.embedded:,} embedded, {seconds:.1f} s)"))
    if report.other:
        listed = ", ".join(f"{count:,} {safe_line(suffix)}" for suffix, count in report.other)
        console.print(Text(f"formats that are not read: {listed}"))
    for root in roots:
        console.print(Text(f"corpus: {safe_line(printable(str(root)))}", style="dim"))
    console.print(Text(f"library: {safe_line(printable(str(folder)))}", style="dim"))


def report_to_dict(report: Report, roots: Sequence[Path], folder: Path, seconds: float) -> dict[str, Any]:
    return {
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "passages": report.passages,
        "embedded": report.embedded,
        "problems": [{"article": p.path, "message": p.message, "skipped": p.skipped} for p in report.problems],
        "formats_not_read": dict(report.other),
        "corpus": [printable(str(root)) for root in roots],
        "library": printable(str(folder)),
        "seconds": round(seconds, 2),
    }
