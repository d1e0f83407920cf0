"""What a checker reads for a statement: sentences of one article as one text, with what they lean on.

A small model cannot count from the day of an article, nor know of whom "he" is said; so the text begins with the
article's title and day, each time told from that day is spelt out ("on Tuesday (16 September 1997)"), and the
sentences before stand with those that they lead up to.
"""

import re
from collections.abc import Sequence
from datetime import date

from rag.checking.protocol import Source
from rag.text.days import Period, periods

_LEANT_ON = 2
"""Sentences before a source that are read with it."""
_READ = 1250
"""Characters of statement and evidence that a checker takes in, about: its 320 tokens are cut at the end."""
_MONTHS = "January February March April May June July August September October November December".split()
_YEAR = re.compile(r"\b\d{4}\b")


def stretch_of(statement: str, chosen: Sequence[Source]) -> str:
    """The text that a checker reads for a statement: the sentences that may carry it, and what they lean on.

    They stand in the order given; a sentence is never read twice. What is leant on is left out where a checker
    would not take it in, and the heading where they are of several articles.
    """
    articles = {(source.title, source.published) for source in chosen}
    head = heading(*articles.pop()) if len(articles) == 1 else []
    kept = {source.text for source in chosen}
    left = _READ - len(statement) - sum(len(text) + 1 for text in [*head, *kept])
    for source in chosen:
        for line in reversed(source.before[-_LEANT_ON:]):
            if line in kept:
                continue
            if len(line) >= left:
                break
            kept.add(line)
            left -= len(line) + 1
    days = {line: source.published for source in chosen for line in (*source.before[-_LEANT_ON:], source.text)}
    return " ".join([*head, *(spelt_out(line, day) for line, day in days.items() if line in kept)])


def heading(title: str, published: date | None) -> list[str]:
    """The title and the day of an article as sentences; nothing for what is not known."""
    told = [title if title.endswith((".", "?", "!")) else f"{title}."] if title else []
    return [*told, f"{_day(published)}."] if published else told


def spelt_out(line: str, published: date | None) -> str:
    """A sentence with the days that it means beside each time that is told from `published`."""
    if published is None:
        return line
    for span, period in reversed(periods(line, published)):
        said = line[span.start : span.end]
        told = _told(period) if period else None
        if told and not told.endswith(said) and not _YEAR.search(said):
            line = f"{line[: span.end]} ({told}){line[span.end :]}"
    return line


def _told(period: Period) -> str | None:
    """A day, month or year; nothing for another stretch of time."""
    first, last = period.first, period.last
    if period.is_day:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month) and (last - first).days >= 27:
        return f"{_MONTHS[first.month - 1]} {first.year}"
    if first.year == last.year and (last - first).days >= 364:
        return str(first.year)
    return None


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
