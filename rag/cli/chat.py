"""`rag chat`, and `ask` alone on a terminal: a conversation."""

from typing import Annotated

import typer

from rag.cli.options import Corpus, Fallback, Judge, Model, Strict
from rag.cli.scoping import AsOf, Publisher, Since, Until


def chat(
    corpus: Corpus = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    publisher: Publisher = None,
    model: Model = None,
    judge: Judge = None,
    strict: Strict = False,
    fallback: Fallback = False,
    resume: Annotated[
        bool,
        typer.Option("--resume", help="Go on with the last conversation about these articles.", show_default=False),
    ] = False,
) -> int:
    """Ask one question after another; a question may lean on those before it: "why?", "and in October?".

    /help lists the commands. Ctrl-C cancels an answer, Ctrl-D leaves. A pipe is read line by line.
    """
    from rag.cli.chatting import converse

    bounds = {"since": since, "until": until, "as-of": as_of, "publisher": "\n".join(publisher or ()) or None}
    given = {name: text for name, text in bounds.items() if text is not None}
    return converse(corpus, given, model=model, judge=judge, strict=strict, fallback=fallback, resume=resume)
