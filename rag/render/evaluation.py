"""The figures of a suite for people. Takes the report as `rag eval --json` prints it."""

from typing import Any

from rich.console import Console
from rich.text import Text

from rag.render.figures import breach_line, interval, number
from rag.render.rows import print_table
from rag.render.safe import safe_line

_NAMED = 6


def print_report(console: Console, report: dict[str, Any]) -> None:
    """All figures with their intervals, how each tag fares, and what changed since the baseline."""
    print_table(
        console, ("figure", "value", "95% interval", "questions", ""), [_figure_row(f) for f in report["figures"]]
    )
    if report["by_tag"]:
        console.print()
        rows = [
            (safe_line(f["tag"]), f["name"], number(f["value"]), interval(f), str(f["questions"]))
            for f in report["by_tag"]
        ]
        print_table(console, ("tag", "", "value", "95% interval", "questions"), rows)
    if report["compared"]:
        console.print()
        print_table(
            console,
            ("against the baseline", "before", "now", "p", "won", "lost", "tied"),
            [
                (
                    c["figure"], number(c["before"]), number(c["now"]), f"{c['p']:.3f}", _ids(c["won"]),
                    _ids(c["lost"]), str(c["tied"]),
                )
                for c in report["compared"]
            ],
        )  # fmt: skip


def print_verdict(console: Console, report: dict[str, Any]) -> None:
    """One line for each threshold that is not kept, and one for the whole."""
    for breach in report["breaches"]:
        text = breach_line(breach)
        if breach["questions"]:
            text += f"; least in {', '.join(map(safe_line, breach['questions']))}"
        is_failure = breach["fails"]
        console.print(Text(f"{'failed' if is_failure else 'warning'}: {text}", style="red" if is_failure else "yellow"))
    asked = len(report["questions"])
    right = sum(q["right"] for q in report["questions"])
    console.print(Text(f"{safe_line(report['suite'])}: {asked} questions, {right} right", style="bold"))


def _figure_row(figure: dict[str, Any]) -> tuple[str, str, str, str, str]:
    return (
        figure["name"],
        number(figure["value"], timing=figure["timing"]),
        interval(figure),
        str(figure["questions"]),
        figure["about"],
    )


def _ids(ids: list[str]) -> str:
    more = f" +{len(ids) - _NAMED}" if len(ids) > _NAMED else ""
    return f"{len(ids)}" + (f" ({', '.join(map(safe_line, ids[:_NAMED]))}{more})" if ids else "")
