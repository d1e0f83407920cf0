"""What every command that answers from the library begins and ends with."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.asked import checked_question
from rag.errors import UsageError
from rag.paths import expanded
from rag.query_engine import QueryEngine
from rag.quiet import stay_below
from rag.render.console import err
from rag.render.json import dumps
from rag.render.progress import ConsoleReporter
from rag.settings import SAMPLE, load_settings


@contextmanager
def opened(
    corpus: list[str] | None,
    question: str | None = None,
    *,
    model: str | None = None,
    judge: str | None = None,
    list_known_problems: bool = False,
    rebuild: bool = False,
) -> Iterator[QueryEngine]:
    """The query engine for the corpus that flags and settings name, its progress shown on stderr.

    A question that is none is refused before anything is opened.
    """
    if question is not None:
        checked_question(question)
    settings = load_settings(folders(corpus), model=model, judge=judge)
    stay_below(settings.cache)
    console = err()
    with ConsoleReporter(console, list_known_problems=list_known_problems) as reporter:
        for note in settings.notes:
            reporter.warn(note)
        if settings.found_in == SAMPLE and console.is_terminal:
            reporter.notify("asking the sample articles; name your own with --corpus DIR")
        with QueryEngine(settings, reporter, rebuild=rebuild) as engine:
            yield engine


def folders(corpus: list[str] | None) -> list[Path]:
    """The folders that --corpus names.

    Raises:
        UsageError: one can be no path, or is empty, as an unset variable of a shell is: that would mean the working
            folder.
    """
    if corpus and not all(name.strip() for name in corpus):
        raise UsageError("--corpus names no folder", "give the path of a folder of articles")
    return [expanded(name, "--corpus") for name in corpus or ()]


def print_json(value: object) -> None:
    """JSON on stdout, in ASCII where stdout is no UTF-8."""
    encoding = (sys.stdout.encoding or "ascii").lower().replace("_", "-")
    sys.stdout.write(dumps(value, ascii_only=encoding not in {"utf-8", "utf8"}) + "\n")
