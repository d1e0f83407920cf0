"""`ask "QUESTION"`: answer it."""

import sys
from typing import Annotated

import typer

from rag.cli.options import CONTEXT, EPILOG, Corpus, Json
from rag.cli.scoping import AsOf, Publisher, Since, Until, scope
from rag.errors import Exit, UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command(context_settings=CONTEXT, epilog=EPILOG)
def ask(
    question: Annotated[
        list[str] | None, typer.Argument(metavar="QUESTION", help="Standard input when left out.")
    ] = None,
    corpus: Corpus = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    publisher: Publisher = None,
    json: Json = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show how each passage was found and scored.", show_default=False)
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", min=1, max=10, metavar="N", help="The most statements. Default: 3.", show_default=False
        ),
    ] = None,
) -> int:
    """Answer a question from a folder of articles, in quotation, with citations.

    Exits with 3, and shows the nearest passages, when the articles do not answer it.
    """
    from rag.cli.opening import opened, print_json
    from rag.render.answer import print_answer
    from rag.render.console import out
    from rag.render.json import answer_to_dict
    from rag.types import Status

    text = _question(question)
    wanted = scope(since, until, as_of, publisher)
    with opened(corpus, text) as engine:
        answer = engine.ask(text, limit=limit, explain=explain, scope=wanted)
    if json:
        print_json(answer_to_dict(answer))
    else:
        print_answer(out(), answer)
    return Exit.UNANSWERED if answer.status is Status.UNANSWERED else Exit.OK


def _question(words: list[str] | None) -> str:
    if words and words != ["-"]:
        return " ".join(words)
    if sys.stdin is None or (not words and sys.stdin.isatty()):
        raise UsageError("there is no question", 'ask one: ask "how many Russian troops are in Belarus?"')
    return sys.stdin.buffer.read(1_000_000).decode("utf-8", "replace")
