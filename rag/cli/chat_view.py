"""Shows a session on the consoles: answers on stdout, what is said besides on stderr."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rag.chat.commands import COMMANDS
from rag.chat.turn import Turn, Understood, Way
from rag.cli.saving import require_outside, save
from rag.errors import UsageError
from rag.interrupts import left_to_children
from rag.library.sync import SyncReport
from rag.paths import expanded, is_there
from rag.private import write_privately
from rag.render.answer import print_answer
from rag.render.chat import print_cited, print_dim, print_head, print_help, print_why
from rag.render.check import print_checked
from rag.render.console import err, out
from rag.render.json import answer_to_dict, dumps
from rag.render.library import print_article
from rag.render.notes import to_notes
from rag.render.safe import safe
from rag.render.statements import StatementPrinter
from rag.types import Answer, CheckedDraft, Citation, Statement, StoredArticle

_GO_TO = ("code", "codium", "cursor", "subl", "zed")
"""Editors that are given FILE:LINE; others take +LINE FILE."""
_PAGED = "less"
_UNUSUAL = re.compile(r"[^\w. -]+")
_LONGEST_NAME = 60


class ConsoleView:
    """A `View` on stdout and stderr. `roots` are the corpus' folders, which are never written to."""

    def __init__(self, paste: Callable[[], str], offer: Callable[[str], None], roots: Sequence[Path]) -> None:
        self._paste = paste
        self._offer = offer
        self._roots = roots
        self._out, self._err = out(), err()
        self._printer = StatementPrinter(self._out)
        self._written: set[Path] = set()

    def say(self, message: str) -> None:
        print_dim(self._err, message)

    def understood(self, understood: Understood) -> None:
        self._printer = StatementPrinter(self._out)
        if understood.way is Way.FOLLOW_UP:
            print_dim(self._err, f"understood: {understood.question}")
            self._offer(understood.question)
        elif understood.way is Way.WHO_SAID:
            number = understood.statement
            print_dim(self._err, f"understood: who said {'that' if number is None else f'statement {number}'}")

    def changed(self, changes: Sequence[SyncReport]) -> None:
        counts = {word: sum(getattr(c, word) for c in changes) for word in ("added", "changed", "removed")}
        told = [f"{number:,} {word}" for word, number in counts.items() if number]
        print_dim(self._err, f"articles: {', '.join(told)}")

    def statement(self, statement: Statement, citations: Sequence[Citation]) -> None:
        self._printer.print(statement, citations)

    def turn(self, turn: Turn) -> None:
        if turn.note:
            print_head(self._out, turn.note)
        if turn.note and not turn.answer.statements:
            print_cited(self._out, turn.answer.nearest)
        else:
            print_answer(
                self._out,
                replace(turn.answer, explanation=None),
                is_shown=self._printer.any and not turn.answer.is_quotation,
            )
        self._out.print()
        self._out.file.flush()

    def sources(self, answer: Answer) -> None:
        print_cited(self._out, answer.citations or answer.nearest)

    def why(self, answer: Answer, number: int | None) -> None:
        print_why(self._out, answer, number)

    def open(self, article: StoredArticle, line: int) -> None:
        if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
            print_article(self._out, article, line)
            return
        pager, editor = os.environ.get("PAGER"), os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if pager or not editor:
            _page(pager or _PAGED, article, line, lambda: print_article(self._out, article, line))
        else:
            _run(_at_line(editor, article.file, line))

    def checked(self, checked: CheckedDraft) -> None:
        print_checked(self._out, checked, "text")

    def save(self, turns: Sequence[Turn], name: str) -> None:
        file = expanded(name, "/save").absolute()
        if is_there(file) and file not in self._written:
            raise UsageError(f"{name} is there already", "name another file; nothing is overwritten")
        require_outside(file, self._roots)
        if file.suffix.lower() == ".json":
            text = (
                dumps([{"asked": t.asked, **answer_to_dict(replace(t.answer, explanation=None))} for t in turns]) + "\n"
            )
        else:
            text = to_notes([(t.asked, t.answer) for t in turns])
        save(file, text)
        self._written.add(file)
        self.say(f"saved: {len(turns)} question{'s' if len(turns) != 1 else ''} in {name}")

    def help(self) -> None:
        print_help(self._out, {name: (usage.argument, usage.about) for name, usage in COMMANDS.items()})
        self.say("What was understood of a follow-up is shown in grey; ↑ brings it back to be corrected.")

    def pasted(self) -> str:
        return self._paste()


def _page(pager: str, article: StoredArticle, line: int, otherwise: Callable[[], None]) -> None:
    """The article in a pager: a copy in which nothing is a command to the terminal."""
    if shutil.which((_words(pager) or [""])[0]) is None:
        otherwise()
        return
    with tempfile.TemporaryDirectory(prefix="ask-") as folder:
        # A pager shows the name of its file, and some pass it to a shell.
        copy = Path(folder) / (_UNUSUAL.sub("-", Path(article.article.path).name)[-_LONGEST_NAME:] or "article")
        write_privately(copy, safe(article.article.text))
        _run(_at_line(pager, copy, line))


def _at_line(program: str, file: Path, line: int) -> list[str]:
    words = _words(program)
    name = Path(words[0]).name if words else ""
    if name in _GO_TO:
        return [*words, *(["--goto"] if name in {"code", "codium", "cursor"} else []), f"{file}:{line}"]
    return [*words, *([] if name == "cat" else [f"+{line}"]), str(file)]


def _words(program: str) -> list[str]:
    try:
        return shlex.split(program)
    except ValueError as error:
        raise UsageError(f"{program!r} is no command: {error}", "set PAGER or EDITOR to one") from error


def _run(command: list[str]) -> None:
    try:
        with left_to_children():
            subprocess.run(command, check=False)
    except (OSError, ValueError) as error:
        raise UsageError(
            f"{command[0] if command else 'it'} cannot be started: {error}", "set PAGER or EDITOR"
        ) from error
