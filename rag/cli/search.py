"""`rag search "…"`: passages only."""

from typing import Annotated

import typer

from rag.cli.options import Corpus, Json
from rag.cli.scoping import AsOf, Publisher, Since, Until, scope


def search(
    text: Annotated[list[str], typer.Argument(help="What to look for: a question or words.", metavar="TEXT...")],
    corpus: Corpus = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    publisher: Publisher = None,
    json: Json = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, metavar="N", help="The most passages.")] = 5,
) -> None:
    """Show the passages nearest to a question or to words, best first, without answering."""
    from rag.cli.opening import opened, print_json
    from rag.render.console import out
    from rag.render.json import evidence_to_dict
    from rag.render.library import print_passages

    wanted = scope(since, until, as_of, publisher)
    with opened(corpus, joined := " ".join(text)) as engine:
        evidence = engine.search(joined, limit, wanted)
    if json:
        print_json([evidence_to_dict(e) for e in evidence])
    else:
        print_passages(out(), evidence)
