"""Reads a model's reply while it arrives: sentences with the ids that they cite, each as soon as it is complete.

Two forms are understood, whichever was asked for: JSON, `{"sentences": [{"text": …, "ids": […]}]}`, and prose with
`[id, id]` after or in each sentence.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rag.errors import ModelError
from rag.text.sentences import split_sentences

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S)
_THOUGHT_END = re.compile(r"\A.*</think(?:ing)?>", re.S)
_HALF_TAG = re.compile(r"</?(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?\Z")
_FENCE = re.compile(r"\A\s*```\w*[ \t]*\n?")
_LIST = re.compile(r'\A\s*\{\s*"sentences"\s*:\s*\[')
_GROUP = re.compile(r"(?:(?<!\s)\s+)?\[([^\[\]\n]{1,400})\]")
_ID = re.compile(r"[^\s,;]+")
_ENDED = re.compile(r"[.!?…][\"”’)*_]*\Z")
_BULLET = re.compile(r"\A\s*(?:[-*•–]|\d{1,2}[.)])\s+(?=\S)")
_STOP = re.compile(r"(?:(?<!\s)\s+)?[.!?]")
_BEHIND = 100
"""In characters: how far behind the end of a sentence brackets may stand."""
_EMPHASIS = re.compile(r"\*\*|__")
_BROKEN = "the reply is not the JSON that was asked for"


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as the model wrote it, without its marks, and the ids that it gave, in order.

    The text is "" where ids stand alone.
    """

    text: str
    ids: tuple[str, ...]


class ReplyReader:
    """Feed it the pieces of a reply. `restarts` counts how often all before turned out to be thought, not answer."""

    def __init__(self) -> None:
        self.restarts = 0
        self._raw = ""
        self._done = 0
        """How much of the JSON, or of the prose, has been read."""

    def feed(self, piece: str) -> list[Drafted]:
        """The sentences that this piece completes."""
        self._raw += piece
        answer = _THOUGHT.sub("", self._raw)
        if _THOUGHT_END.match(answer):
            # Some servers leave out the tag by which a thought begins.
            self._raw = _THOUGHT_END.sub("", answer)
            self._done = 0
            self.restarts += 1
        return list(self._items() if self._is_json else self._marked(_complete(self._text, self._done)))

    def pause(self) -> list[Drafted]:
        """The sentences that are complete if nothing follows at once: those whose ids stand behind them."""
        return [] if self._is_json else list(self._marked(_cited(self._text, self._done)))

    def end(self) -> list[Drafted]:
        """What is left at the end of the reply.

        Raises:
            ModelError: it is JSON, and breaks off or is of another form.
        """
        if not self._is_json:
            return list(self._marked(len(self._text)))
        found = list(self._items())
        if not _LIST.match(self._text) or not re.match(r"[\s,]*\]", self._text[self._done :]):
            raise ModelError(_BROKEN, "ask again, or another model")
        return found

    @property
    def _text(self) -> str:
        """What is no thought, as far as it can be told yet."""
        text = _FENCE.sub("", _THOUGHT.sub("", self._raw))
        return _HALF_TAG.sub("", text)

    @property
    def _is_json(self) -> bool:
        return self._text.lstrip().startswith("{")

    def _items(self) -> Iterator[Drafted]:
        text = self._text
        begun = _LIST.match(text)
        if not begun:
            return
        self._done = max(self._done, begun.end())
        while True:
            start = re.compile(r"[\s,]*").match(text, self._done)
            at = start.end() if start else self._done
            if not text.startswith("{", at):
                return
            try:
                item, self._done = json.JSONDecoder().raw_decode(text, at)
            except ValueError:
                return  # not yet whole
            yield from _of_item(item)

    def _marked(self, until: int) -> Iterator[Drafted]:
        text, begin = self._text[self._done : until], self._done
        if until <= begin:
            return
        self._done = until
        for line in text.split("\n"):
            yield from read_marked(line)


def read_marked(line: str) -> list[Drafted]:
    """The sentences of a line of prose, each with the ids in it and right behind it."""
    line = _EMPHASIS.sub("", _BULLET.sub("", line)).strip().removesuffix("```").strip()
    plain, position, marks = "", 0, []
    for group in _GROUP.finditer(line):
        ids = _ids(group[1], ends=_is_end(line, group))
        if not ids:
            continue
        plain += line[position : group.start()]
        marks.append((len(plain), ids))
        position = group.end()
        if position < len(line) and plain and not line[position].isspace() and line[position].isalnum():
            plain += " "
    plain += line[position:]
    spans = split_sentences(plain, 0, len(plain))
    if not spans and marks:
        return [Drafted("", tuple(dict.fromkeys(i for _, ids in marks for i in ids)))]
    cited: list[list[str]] = [[] for _ in spans]
    for at, ids in marks:
        # A mark is of the sentence that it stands in or right behind.
        if before := bisect_left(spans, max(at, 1), key=lambda span: span.start):
            cited[before - 1] += ids
    found = [Drafted(plain[s.start : s.end], tuple(dict.fromkeys(ids))) for s, ids in zip(spans, cited, strict=True)]
    return [d for d in found if any(c.isalnum() for c in d.text)]


def _of_item(item: Any) -> Iterator[Drafted]:
    text, ids = (item.get("text"), item.get("ids")) if isinstance(item, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(ids, list):
        raise ModelError(_BROKEN, "ask again, or another model")
    own = [str(i).strip("[] ") for i in ids]
    for line in text.split("\n"):
        for drafted in read_marked(line):
            yield Drafted(drafted.text, tuple(dict.fromkeys([*own, *drafted.ids])))


def _ids(group: str, *, ends: bool) -> list[str]:
    """The ids in a pair of brackets; none where the brackets are of the text, as in “he [the mayor] said”."""
    found = _ID.findall(group)
    ids_only = all(any(c.isdigit() for c in word) for word in found)
    return [word.strip("[]#") for word in found] if found and (ids_only or ends) else []


def _is_end(line: str, group: re.Match[str]) -> bool:
    """Whether brackets stand behind a sentence, or right before its stop."""
    following = _next_sign(line, group.end())
    return _is_ended(line, 0, group.start()) or not following or following in ".[!?"


def _is_ended(text: str, begin: int, end: int) -> bool:
    """Whether a sentence ends before `end`, or other brackets do. It looks back a little only: brackets may be many."""
    before = text[max(begin, end - _BEHIND) : end].rstrip()
    return bool(_ENDED.search(before)) or before.endswith("]")


def _next_sign(text: str, at: int) -> str:
    """The first character from `at` on that is no space; "" where none is."""
    while at < len(text) and text[at].isspace():
        at += 1
    return text[at : at + 1]


def _complete(text: str, begin: int) -> int:
    """Up to where the prose is complete, whatever follows: the last line, or a cited sentence before another."""
    line_end = text.rfind("\n") + 1
    cited = _cited(text, max(begin, line_end), followed=True)
    return max(begin, line_end, cited)


def _cited(text: str, begin: int, *, followed: bool = False) -> int:
    """Up to where sentences end that have their ids behind them, or before their stop."""
    until = begin
    for group in _GROUP.finditer(text, begin):
        end = group.end()
        if not _is_ended(text, begin, group.start()):
            stop = _STOP.match(text, end)
            if stop is None:
                continue
            end = stop.end()
        following = _next_sign(text, end)
        if following == "[" or (followed and not following):
            continue
        until = end
    return until
