"""What `rag eval` does, once its options are read."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from rag.cli.opening import opened, print_json
from rag.cli.saving import require_outside, save
from rag.errors import UsageError
from rag.evaluation.baseline import compare, load_baseline
from rag.evaluation.figures import all_figures
from rag.evaluation.gates import breaches, load_thresholds
from rag.evaluation.report import to_report
from rag.evaluation.runner import run_suite
from rag.evaluation.suite import dated, load_suite, sampled
from rag.render.console import err, out
from rag.render.evaluation import print_report, print_verdict
from rag.render.html import to_html
from rag.render.json import dumps
from rag.render.junit import to_junit


@dataclass(frozen=True, slots=True)
class Requested:
    """The options of `rag eval`."""

    suite: Path
    limit: int | None
    seed: int
    dated: bool
    thresholds: Path | None
    baseline: Path | None
    report: Path | None
    junit: Path | None


def run_and_show(wanted: Requested, corpus: list[str] | None, *, as_json: bool) -> bool:
    """Run the suite and write everything asked for; whether all gates hold."""
    whole = load_suite(wanted.suite)
    suite = sampled(dated(whole) if wanted.dated else whole, wanted.limit, wanted.seed)
    bars = _bars(wanted)
    before = load_baseline(wanted.baseline) if wanted.baseline else None
    with opened(corpus) as engine:
        for place in filter(None, (wanted.report, wanted.junit)):
            require_outside(place, engine.library.roots)
        run = run_suite(suite, engine, partial(engine.reporter.progress, what="questions"), before)
    figures = all_figures(run.outcomes, run.texts)
    breached = breaches(figures, bars)
    compared = compare(figures, before) if before else []
    report = to_report(run, figures, breached, compared)
    _write(wanted, report)
    if as_json:
        print_json(report)
    else:
        print_report(out(), report)
    print_verdict(err(), report)
    return not any(b.fails for b in breached)


def _bars(wanted: Requested) -> dict[str, float]:
    if wanted.thresholds is not None:
        named = load_thresholds(wanted.thresholds, wanted.suite.stem)
        if not named:
            raise UsageError(
                f"{wanted.thresholds} has no table [{wanted.suite.stem}]", "name it after the suite's file"
            )
        return named
    beside = wanted.suite.parent / "thresholds.toml"
    is_whole = wanted.limit is None and not wanted.dated
    return load_thresholds(beside, wanted.suite.stem) if is_whole and beside.is_file() else {}


def _write(wanted: Requested, report: dict[str, Any]) -> None:
    if wanted.report is not None:
        try:
            wanted.report.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(f"the report cannot be written: {error}", "name another place") from error
        save(wanted.report / "report.html", to_html(report))
        save(wanted.report / "report.json", dumps(report))
    if wanted.junit is not None:
        save(wanted.junit, to_junit(report))
