"""`rag index`: bring the library up to date."""

import time
from typing import Annotated

import typer

from rag.cli.options import Corpus, Json


def index(
    corpus: Corpus = None,
    json: Json = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Throw the library away and build it anew.", show_default=False)
    ] = False,
) -> None:
    """Bring the library up to date with its articles (ask does it by itself), and list every problem."""
    from rag.cli.opening import opened, print_json
    from rag.render.console import err, out
    from rag.render.index import print_report, report_to_dict
    from rag.render.library import print_problems

    started = time.perf_counter()
    with opened(corpus, list_known_problems=True, rebuild=rebuild) as engine:
        report = engine.refresh(thorough=True)
        folder, roots = engine.library.folder, engine.library.roots
    seconds = time.perf_counter() - started
    if json:
        print_json(report_to_dict(report, roots, folder, seconds))
    else:
        print_problems(err(), report.problems)
        print_report(out(), report, roots, folder, seconds)
