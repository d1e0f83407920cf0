"""What trusting a file of settings means, for a person."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from rag.render.safe import safe_line

_ABOUT = {
    "model.name": "questions and the sentences that are found go there, with the key that was given for it",
    "checker.judge": "statements and the sentences that are found go there, with the key that was given for it",
    "embedding.model": "is loaded, and fetched from its hub if it is not on this machine",
    "reader.model": "is loaded, and fetched from its hub if it is not on this machine",
    "checker.model": "is loaded, and fetched from its hub if it is not on this machine",
}


def print_trusted(console: Console, file: Path, settings: Sequence[tuple[str, str]], state: str) -> None:
    """The state of a file, and each setting in it that needs trust with what follows of it."""
    console.print(Text(f"{safe_line(str(file))}: {state}"))
    if not settings:
        console.print(Text("  nothing in it sends, loads or runs anything: it counts either way", style="dim"))
    for name, value in settings:
        console.print(Text.assemble(f"  {name} = {safe_line(value)}", (f"  {_ABOUT[name]}", "dim")))
