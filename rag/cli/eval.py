"""`rag eval SUITE`: run a suite, print the figures, fail below thresholds."""

from pathlib import Path
from typing import Annotated

import typer

from rag.cli.options import Corpus, Json
from rag.errors import Exit


def evaluate(
    suite: Annotated[Path, typer.Argument(metavar="SUITE", help="A .jsonl file of questions.")],
    corpus: Corpus = None,
    json: Json = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, metavar="N", help="Ask N questions, chosen by the seed.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Chooses the questions of --limit.")] = 0,
    dated: Annotated[
        bool,
        typer.Option("--dated", help="Ask each question as of the day in its “asked”.", show_default=False),
    ] = False,
    thresholds: Annotated[
        Path | None,
        typer.Option(
            "--thresholds", metavar="FILE", help="Default: thresholds.toml beside the suite.", show_default=False
        ),
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option("--baseline", metavar="FILE", help="Compare with what --json printed before.", show_default=False),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option("--report", metavar="DIR", help="Write report.html and report.json there.", show_default=False),
    ] = None,
    junit: Annotated[
        Path | None, typer.Option("--junit", metavar="FILE", help="Write JUnit XML for CI there.", show_default=False)
    ] = None,
) -> int:
    """Run a suite of questions and print the figures; exit with 1 if one is below its threshold.

    Timings never fail a run: they only warn. A sample (--limit) has no thresholds unless you name them.
    """
    from rag.cli.evaluating import Requested, run_and_show

    wanted = Requested(suite, limit, seed, dated, thresholds, baseline, report, junit)
    return Exit.OK if run_and_show(wanted, corpus, as_json=json) else Exit.CHECK_FAILED
