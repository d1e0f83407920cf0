"""`rag COMMAND`: everything besides asking. One file a command."""

from typing import Annotated

import typer

from rag.cli import articles, chat, check, doctor, eval, index, search, show, trust
from rag.cli.options import CONTEXT, EPILOG
from rag.errors import Exit

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
    context_settings=CONTEXT,
    epilog=EPILOG,
)
app.command("index")(index.index)
app.command("articles")(articles.articles)
app.command("search")(search.search)
app.command("show")(show.show)
app.command("check")(check.check)
app.command("chat")(chat.chat)
app.command("eval")(eval.evaluate)
app.command("doctor")(doctor.doctor)
app.command("trust")(trust.trust)


def _version(wanted: bool) -> None:
    if wanted:
        from rag import __version__

        typer.echo(f"ask {__version__}")
        raise typer.Exit


@app.callback()
def rag(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.", show_default=False)
    ] = False,
) -> None:
    """Look after a library of articles. To ask a question: ask "…"."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(Exit.USAGE)
