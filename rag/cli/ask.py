"""`ask "QUESTION"`: answer it."""

import sys
from typing import Annotated

import typer

from rag.cli.options import CONTEXT, EPILOG, Corpus, Fallback, Json, Judge, Model, Strict
from rag.cli.scoping import AsOf, Publisher, Since, Until, scope
from rag.errors import Exit, UsageError

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command(context_settings=CONTEXT, epilog=EPILOG)
def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(metavar="QUESTION", help="Left out: the chat on a terminal, else standard input."),
    ] = None,
    corpus: Corpus = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    publisher: Publisher = None,
    model: Model = None,
    judge: Judge = None,
    strict: Strict = False,
    fallback: Fallback = False,
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
    """Answer a question from a folder of articles, with citations: in quotation, or in a model's words, each sentence
    checked against what it cites.

    Exits with 3, and shows the nearest passages, when the articles do not answer it.
    """
    if question is None and not json and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
        from rag.cli.chat import chat

        return chat(corpus, since, until, as_of, publisher, model, judge, strict, fallback)

    from rag.cli.opening import opened, print_json
    from rag.render.answer import print_answer
    from rag.render.console import out
    from rag.render.json import answer_to_dict
    from rag.render.statements import StatementPrinter
    from rag.types import Status

    text = _question(question)
    wanted = scope(since, until, as_of, publisher)
    console = out()
    shown = StatementPrinter(console)
    # What a model wrote before it failed must not stand before a quotation in a pipe.
    is_streamed = not json and (console.is_terminal or not fallback)
    watch = {"watch": shown.print} if is_streamed else {}
    with opened(corpus, text, model=model, judge=judge) as engine:
        if judge is not None and engine.settings.model == "none":
            engine.reporter.notify("an answer in quotation is put to no judge; --model NAME has one written")
        answer = engine.ask(text, limit=limit, explain=explain, scope=wanted, strict=strict, fallback=fallback, **watch)
    if json:
        print_json(answer_to_dict(answer))
    else:
        print_answer(console, answer, is_shown=shown.any and not answer.is_quotation)
    return Exit.UNANSWERED if answer.status is Status.UNANSWERED else Exit.OK


def _question(words: list[str] | None) -> str:
    if words and words != ["-"]:
        return " ".join(words)
    if sys.stdin is None or (not words and sys.stdin.isatty()):
        raise UsageError("there is no question", 'ask one: ask "how many Russian troops are in Belarus?"')
    return sys.stdin.buffer.read(1_000_000).decode("utf-8", "replace")
