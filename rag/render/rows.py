"""Rows of text: a table on a terminal; in a pipe, one line each with tabs between, nothing cut or padded."""

from collections.abc import Sequence

from rich.console import Console, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

Cell = Text | str


def print_table(console: Console, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """A table with a head; the head is left out of a pipe."""
    if not console.is_terminal:
        _print_plain(console, rows)
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in heads:
        table.add_column(head, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def print_grid(console: Console, rows: Sequence[Sequence[Cell]], *, right: bool = False, indent: str = "") -> None:
    """Rows whose last cell wraps under itself; `right` aligns the first to the right."""
    if not console.is_terminal:
        _print_plain(console, rows, indent)
        return
    grid = Table.grid(padding=(0, 1, 0, 0))
    if indent:
        grid.add_column(width=len(indent) - 1)
    for position in range(len(rows[0]) if rows else 0):
        is_last = position == len(rows[0]) - 1
        justify: JustifyMethod = "right" if right and position == 0 else "left"
        grid.add_column(no_wrap=not is_last, overflow="fold", justify=justify)
    for row in rows:
        cells: list[RenderableType] = [*row]
        grid.add_row(*(["", *cells] if indent else cells))
    console.print(grid)


def _print_plain(console: Console, rows: Sequence[Sequence[Cell]], indent: str = "") -> None:
    for row in rows:
        cells = [cell if isinstance(cell, str) else cell.plain for cell in row]
        # Not through Rich, which would turn the tabs into spaces.
        console.file.write(indent + "\t".join(cells) + "\n")
