"""An error for people: what happened, and what to do."""

from rich.console import Console
from rich.text import Text

from rag.errors import AskError
from rag.render.safe import safe_line


def print_error(console: Console, program: str, error: AskError) -> None:
    text = Text()
    text.append(f"{program}: ", style="bold red")
    text.append(safe_line(error.message))
    if error.hint:
        text.append(f"\n  {safe_line(error.hint)}", style="dim")
    console.print(text)
