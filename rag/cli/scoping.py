"""The options that say which articles may be used, and what they add up to."""

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from rag.errors import UsageError

if TYPE_CHECKING:
    from rag.types import Scope

Since = Annotated[
    str | None,
    typer.Option("--since", metavar="DATE", help="Only articles published on DATE or later.", show_default=False),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help="Only articles published on DATE or before.", show_default=False),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Answer as on DATE: nothing published later is used, and what is current is judged from then.",
        show_default=False,
    ),
]
Publisher = Annotated[
    list[str] | None,
    typer.Option(
        "--publisher",
        metavar="NAME",
        help="Only articles that NAME published, or whose reporting they retell; may be given several times.",
        show_default=False,
    ),
]
_MONTH = re.compile(r"(\d{4})-(\d{1,2})$")
_YEAR = re.compile(r"\d{4}$")


def scope(since: str | None, until: str | None, as_of: str | None, publisher: list[str] | None) -> "Scope":
    """The articles that these options let through.

    Raises:
        UsageError: one of them names no day, month or year, or no publisher; or the range holds no day.
    """
    from rag.types import Scope

    if publisher and not all(re.search(r"\w", name) for name in publisher):
        raise UsageError("--publisher names nobody", "rag articles shows who published what")
    first = _days("--since", since)[0] if since is not None else None
    last = _days("--until", until)[1] if until is not None else None
    day = _days("--as-of", as_of)[1] if as_of is not None else None
    found = Scope(since=first, until=last, as_of=day, publishers=tuple(publisher or ()))
    if found.since and found.latest and found.since > found.latest:
        raise UsageError(
            f"there is no day since {found.since} and until {found.latest}", "give the earlier day to --since"
        )
    return found


def _days(option: str, text: str) -> tuple[date, date]:
    """The first and the last day that `text` names: a day, a month or a year."""
    from rag.text.dates import parse_day

    value = text.strip()
    try:
        if found := _MONTH.match(value):
            year, month = int(found[1]), int(found[2])
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        if _YEAR.match(value):
            return date(int(value), 1, 1), date(int(value), 12, 31)
    except ValueError:
        pass  # there is no such month: it is said below
    else:
        if day := parse_day(value):
            return day, day
    raise UsageError(f"{option} {text!r} is no day we can read", "write 2022-12-30, 2022-12 or 2022")
