"""What is said while work goes on."""

import io
import time

import pytest
from rich.console import Console

from rag.render.console import err
from rag.render.progress import ConsoleReporter
from rag.types import Problem

PROBLEMS = [Problem("a.txt", "empty"), Problem("b.txt", "an odd date", skipped=False)]


class Clock:
    """A clock that the test winds."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "monotonic", clock.monotonic)
    return clock


def terminal() -> tuple[Console, io.StringIO]:
    file = io.StringIO()
    return Console(file=file, force_terminal=True, width=60, color_system=None, highlight=False, markup=False), file


def test_quick_work_is_silent(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    for console, file in (terminal(), (err(), io.StringIO())):
        with ConsoleReporter(console) as reporter:
            for done in range(11):
                reporter.progress(done, 10)
                clock.now += 0.09
        assert file.getvalue() == ""
    assert capsys.readouterr().err == ""


def test_longer_work_is_one_line_in_a_pipe(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    with ConsoleReporter(err()) as reporter:
        for done in range(1200):
            reporter.progress(done, 1200)
            clock.now += 0.2
        reporter.progress(1200, 1200)
    shown = capsys.readouterr().err
    assert shown.count("\n") == 1
    assert "1,200 articles" in shown


def test_longer_work_is_a_bar_on_a_terminal_that_goes_away(clock: Clock) -> None:
    console, file = terminal()
    with ConsoleReporter(console) as reporter:
        reporter.progress(0, 40)
        assert file.getvalue() == ""
        clock.now += 1.5
        reporter.progress(10.7, 40)
        clock.now += 1
        reporter.progress(20, 40)
        reporter.notify("something happened")
        reporter.progress(40, 40)
    shown = file.getvalue()
    assert "articles" in shown
    assert "20/40" in shown
    assert "something happened …" in shown
    # The bar's line is erased, and the cursor shown again, when all is done.
    assert "\x1b[2K" in shown[shown.rindex("20/40") :]
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_an_error_puts_the_bar_away(clock: Clock) -> None:
    console, file = terminal()
    with pytest.raises(KeyboardInterrupt), ConsoleReporter(console) as reporter:
        reporter.progress(0, 40)
        clock.now += 2
        reporter.progress(1, 40)
        raise KeyboardInterrupt
    shown = file.getvalue()
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_each_work_has_its_own_second(clock: Clock) -> None:
    console, file = terminal()
    with ConsoleReporter(console) as reporter:
        reporter.progress(0, 2)
        clock.now += 0.5
        reporter.progress(2, 2)
        clock.now += 60
        reporter.progress(0, 2)
        reporter.progress(1, 2)
    assert file.getvalue() == ""


def test_a_notice_is_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with ConsoleReporter(err()) as reporter:
        reporter.notify("preparing [the] model\x1b, this once")
    assert capsys.readouterr().err == "preparing [the] model␛, this once …\n"


@pytest.mark.parametrize(
    ("known", "says"),
    [
        (0, ""),
        (1, "1 more file has problems; rag index lists them\n"),
        (2, "2 more files have problems; rag index lists them\n"),
    ],
)
def test_new_problems_are_listed_and_known_ones_counted(
    known: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with ConsoleReporter(err()) as reporter:
        reporter.problems(PROBLEMS, known)
    assert capsys.readouterr().err == f"skipped: a.txt: empty\nnote: b.txt: an odd date\n{says}"


def test_where_the_command_lists_them_itself_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with ConsoleReporter(err(), list_known_problems=True) as reporter:
        reporter.problems(PROBLEMS, 3)
    assert capsys.readouterr().err == ""
