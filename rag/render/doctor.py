"""What the doctor found, for people and for programs."""

from collections.abc import Sequence
from typing import Any, Protocol

from rich.console import Console
from rich.text import Text

from rag.render.rows import print_grid
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
    rows = []
    for check in checks:
        sign, style = _SIGNS[check.state]
        found = Text(safe_line(check.found))
        if check.hint:
            found.append(f" ({safe_line(check.hint)})", style="dim")
        rows.append((Text(sign, style=style), Text(check.about), found))
    print_grid(console, rows)


def checks_to_list(checks: Sequence[Check]) -> list[dict[str, Any]]:
    return [{"about": c.about, "state": str(c.state), "found": c.found, "hint": c.hint} for c in checks]
