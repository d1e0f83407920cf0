"""The names that a sentence lists: "Ann Lee, Bo Berg and Cy Dunn"."""

import re

from rag.text.names import find_names

_NEXT = re.compile(r",\s(?:the\s)?")
_LAST = re.compile(r",?\s(?:and|as well as)\s(?:the\s)?")


def lists_of_names(text: str) -> list[tuple[str, ...]]:
    """Each run of at least two names with commas between them and "and" before the last."""
    found: list[tuple[str, ...]] = []
    run: list[str] = []
    end = 0
    for name in find_names(text):
        between = text[end : name.start]
        if run and _LAST.fullmatch(between):
            found.append((*run, name.text))
            run = []
        elif run and _NEXT.fullmatch(between):
            run.append(name.text)
        else:
            run = [name.text]
        end = name.end
    return found
