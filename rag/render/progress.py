"""What is said on stderr while work goes on: a bar when it takes more than a second, and a line for each notice."""

import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from rag.render.library import print_problems
from rag.render.safe import safe_line
from rag.types import Problem

_PATIENCE_S = 1.0


class ConsoleReporter:
    """A `Reporter` on a console. Use it with `with`, so that the bar is put away."""

    def __init__(self, console: Console, *, list_known_problems: bool = False) -> None:
        self._console = console
        self._list_known = list_known_problems
        self._began: float | None = None
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._said = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def notify(self, message: str) -> None:
        self._console.print(Text(f"{safe_line(message)} …", style="dim"))

    def warn(self, message: str) -> None:
        self._console.print(Text(safe_line(message), style="yellow"))

    def progress(self, done: float, total: int, what: str = "articles") -> None:
        """Show a bar from the second second on; where there is no terminal, one line instead."""
        self._began = self._began or time.monotonic()
        if done >= total:
            self._stop()
            return
        if time.monotonic() - self._began < _PATIENCE_S:
            return
        if not self._console.is_terminal:
            if not self._said:
                self._console.print(f"{total:,} {what} …")
                self._said = True
            return
        if self._bar is None:
            self._bar = Progress(
                TextColumn(what),
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=total)
        assert self._task is not None
        self._bar.update(self._task, completed=int(done))

    def problems(self, new: Sequence[Problem], known: int) -> None:
        """List the new problems; the known ones are only counted, as they were listed before."""
        if self._list_known:
            return
        print_problems(self._console, new)
        if known:
            files = f"{'more ' if new else ''}{'file has' if known == 1 else 'files have'}"
            self._console.print(Text(f"{known} {files} problems; rag index lists them", style="yellow dim"))

    def _stop(self) -> None:
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
        self._began = None
