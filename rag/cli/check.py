"""`rag check FILE|-`: a verdict for each sentence of a text that anyone wrote."""

import sys
from typing import Annotated

import typer

from rag.cli.options import Corpus, Json, Judge
from rag.cli.scoping import AsOf, Publisher, Since, Until, scope
from rag.errors import Exit, UsageError
from rag.paths import expanded

_MOST_BYTES = 1_000_000


def check(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="The text to check; - for standard input.")],
    corpus: Corpus = None,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    publisher: Publisher = None,
    judge: Judge = None,
    json: Json = False,
) -> int:
    """Check each sentence of a text against the articles: a draft, a press release, another tool's answer.

    Exits with 1 when a sentence that claims something is not borne out by them.
    """
    from rag.asked import checked_draft
    from rag.cli.opening import opened, print_json
    from rag.render.check import checked_to_dict, print_checked
    from rag.render.console import out

    text = checked_draft(_read(file))
    wanted = scope(since, until, as_of, publisher)
    with opened(corpus, judge=judge) as engine:
        checked = engine.check(text, scope=wanted, file=None if file == "-" else expanded(file, "rag check"))
    if json:
        print_json(checked_to_dict(checked, file))
    else:
        print_checked(out(), checked, file)
    return Exit.OK if checked.holds else Exit.CHECK_FAILED


def _read(file: str) -> str:
    """The text of a file, or of standard input.

    Raises:
        UsageError: it is not there, cannot be read, is too large or is no text.
    """
    from rag.reading.decode import NotTextError
    from rag.reading.drafts import read_draft

    name = "standard input" if file == "-" else file
    raw = _bytes(file)
    if len(raw) > _MOST_BYTES:
        raise UsageError(
            f"{name} is too large to check: {_MOST_BYTES // 1_000_000} MB is the most", "check it in parts"
        )
    try:
        return read_draft(file, raw)
    except NotTextError as error:
        raise UsageError(f"{name} cannot be checked: {error}", "save it as text or Markdown") from error


def _bytes(file: str) -> bytes:
    if file == "-":
        return b"" if sys.stdin is None else sys.stdin.buffer.read(_MOST_BYTES + 1)
    try:
        with expanded(file, "rag check").open("rb") as opened:
            return opened.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # a NUL in a name is a ValueError
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise UsageError(f"{file} cannot be read: {why}", "name a file of text, or - for standard input") from error
