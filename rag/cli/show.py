"""`rag show ARTICLE[:LINE]`: the article, there."""

import sys
from typing import Annotated

import typer

from rag.cli.options import Corpus, Json
from rag.errors import UsageError


def show(
    article: Annotated[
        str, typer.Argument(metavar="ARTICLE[:LINE]", help="Its path in the corpus, or a part that only it has.")
    ],
    corpus: Corpus = None,
    json: Json = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="The text alone, exactly as citations count it.", show_default=False)
    ] = False,
) -> None:
    """Show an article with line numbers, or only the lines about LINE."""
    from rag.cli.opening import opened, print_json
    from rag.library.lookup import find_article
    from rag.render.console import out
    from rag.render.json import articles_to_list
    from rag.render.library import print_article
    from rag.render.safe import safe

    with opened(corpus) as engine:
        engine.refresh()
        stored, line = find_article(article, engine.articles())
    text = stored.article.text
    lines = text.count("\n") + 1
    if line is not None and not 1 <= line <= lines:
        raise UsageError(f"{stored.article.path} has no line {line}", f"its lines are 1 to {lines}")
    if json:
        print_json({**articles_to_list([stored])[0], "text": text})
    elif not plain:
        print_article(out(), stored, line)
    elif sys.stdout.isatty():
        sys.stdout.write(safe(text))
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
