"""Tables on a terminal, lines with tabs in a pipe."""

import io
from collections.abc import Callable

import pytest
from rich.console import Console
from rich.text import Text

from rag.render.console import out
from rag.render.rows import print_grid, print_table

ROWS = [("a.txt", Text("Buses [red]now", style="bold"), "1,234"), ("much-longer-name.txt", "Rain", "7")]


def on_terminal(show: Callable[[Console], None], width: int = 60) -> list[str]:
    file = io.StringIO()
    show(Console(file=file, force_terminal=True, width=width, color_system=None, markup=False, highlight=False))
    return [line.rstrip() for line in file.getvalue().splitlines()]


def test_a_pipe_gets_tabs_and_no_head(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(out(), ("article", "title", "words"), ROWS)
    assert capsys.readouterr().out == "a.txt\tBuses [red]now\t1,234\nmuch-longer-name.txt\tRain\t7\n"
    print_grid(out(), ROWS[1:], right=True, indent="  ")
    assert capsys.readouterr().out == "  much-longer-name.txt\tRain\t7\n"


def test_a_pipe_is_not_cut_at_any_width(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(out(), ("a", "b"), [("x" * 500, "y " * 500)])
    assert capsys.readouterr().out == f"{'x' * 500}\t{'y ' * 500}\n"


def test_rows_and_other_output_keep_their_order(capsys: pytest.CaptureFixture[str]) -> None:
    console = out()
    console.print(Text("before"))
    print_grid(console, [("a", "b")])
    console.print("[b]after :smile: 42[/b]")
    assert capsys.readouterr().out == "before\na\tb\n[b]after :smile: 42[/b]\n"


def test_a_terminal_gets_columns_under_heads() -> None:
    head, first, second = on_terminal(lambda console: print_table(console, ("article", "title", "words"), ROWS))
    at = head.index("title")
    assert (first.index("Buses [red]now"), second.index("Rain")) == (at, at)
    assert head.index("words") == first.index("1,234") == second.index("7")


def test_a_terminal_folds_what_is_too_long_and_loses_nothing() -> None:
    lines = on_terminal(lambda console: print_table(console, ("a", "b"), [("x" * 50, "y" * 50)]), 40)
    assert max(map(len, lines)) <= 40
    text = "".join(lines)
    assert (text.count("x"), text.count("y")) == (50, 50)


def test_the_last_cell_of_a_grid_wraps_under_itself() -> None:
    rows = [("[1]", "many words " * 8), ("[10]", "few")]
    lines = on_terminal(lambda console: print_grid(console, rows, indent="  "), 40)
    assert lines[0].startswith("  [1]  many words")
    assert all(line.startswith((" " * 7 + "many", " " * 7 + "words")) for line in lines[1:-1])
    assert lines[-1] == "  [10] few"


def test_numbers_may_stand_to_the_right() -> None:
    assert on_terminal(lambda console: print_grid(console, [("9", "a"), ("10", "b")], right=True)) == [" 9 a", "10 b"]


def test_no_rows_print_nothing_to_speak_of(capsys: pytest.CaptureFixture[str]) -> None:
    print_grid(out(), [])
    print_table(out(), ("a",), [])
    assert capsys.readouterr().out == ""
    assert "".join(on_terminal(lambda console: print_grid(console, []))) == ""
