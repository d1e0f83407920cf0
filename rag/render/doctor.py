"""What the doctor found, for people and for programs."""

from collections.abc import Sequence
from typing import Any, Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from rag.render.safe import safe_line

_SIGNS = {"well": ("✓", "green"), "note": ("•", "yellow"), "trouble": ("✗", "bold red")}


class Check(Protocol):
    """A check, as far as it is shown."""

    @property
    def about(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def hint(self) -> str: ...


def print_checks(console: Console, checks: Sequence[Check]) -> None:
    table = Table.grid(padding=(0, 1, 0, 0))
    for column in ({"no_wrap": True}, {"no_wrap": True}, {"overflow": "fold"}):
        table.add_column(**column)  # type: ignore[arg-type]
    for check in checks:
        sign, style = _SIGNS[check.state]
        found = Text(safe_line(check.found))
        if check.hint:
            found.append(f" ({safe_line(check.hint)})", style="dim")
        table.add_row(Text(sign, style=style), Text(check.about), found)
    console.print(table)


def checks_to_list(checks: Sequence[Check]) -> list[dict[str, Any]]:
    return [{"about": c.about, "state": str(c.state), "found": c.found, "hint": c.hint} for c in checks]
