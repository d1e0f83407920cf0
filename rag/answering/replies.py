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
from rag.text.printable import without_halves
from rag.text.sentences import split_sentences

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S)
_THOUGHT_END = re.compile(r"\A.*</think(?:ing)?>", re.S)
_HALF_TAG = re.compile(r"</?(?:t(?:h(?:i(?:n(?:k(?:i(?:n(?:g)?)?)?)?)?)?)?)?\Z")
_FENCE = re.compile(r"\A\s*```\w*[ \t]*\n?")
_LIST = re.compile(r'\A\s*\{\s*"sentences"\s*:\s*\[')
_GROUP = re.compile(r"\[([^\[\]\n]{1,400})\]")
_ID = re.compile(r"[^\s,;]+")
_ENDED = re.compile(r"[.!?…][\"”’)*_]*\Z")
_BULLET = re.compile(r"\A\s*(?:[-*•–]|\d{1,2}[.)])\s+(?=\S)")
_EMPHASIS = re.compile(r"\*\*|__")
_NEAR = 64
"""Characters around brackets that are looked at: all of a long reply for each would take seconds."""
_BROKEN = "the reply is not the JSON that was asked for"
_ANOTHER = "ask again, or another model"


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
            raise ModelError(_BROKEN, _ANOTHER)
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
            except RecursionError:
                raise ModelError(_BROKEN, _ANOTHER) from None
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
        plain += line[position : group.start()].rstrip()
        marks.append((len(plain), ids))
        position = group.end()
        if position < len(line) and plain and not line[position].isspace() and line[position].isalnum():
            plain += " "
    plain += line[position:]
    spans = split_sentences(plain, 0, len(plain))
    if not spans and marks:
        return [Drafted("", tuple(dict.fromkeys(i for _, ids in marks for i in ids)))]
    cited: list[list[str]] = [[] for _ in spans]
    starts = [span.start for span in spans]
    for at, ids in marks:
        # A mark is of the sentence that it stands in or right behind.
        of = bisect_left(starts, max(at, 1)) - 1
        if of >= 0:
            cited[of] += ids
    found = [Drafted(plain[s.start : s.end], tuple(dict.fromkeys(ids))) for s, ids in zip(spans, cited, strict=True)]
    return [d for d in found if any(c.isalnum() for c in d.text)]


def _of_item(item: Any) -> Iterator[Drafted]:
    text, ids = (item.get("text"), item.get("ids")) if isinstance(item, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(ids, list):
        raise ModelError(_BROKEN, _ANOTHER)
    own = [str(i).strip("[] ") for i in ids]
    for line in without_halves(text).split("\n"):
        for drafted in read_marked(line):
            yield Drafted(drafted.text, tuple(dict.fromkeys([*own, *drafted.ids])))


def _ids(group: str, *, ends: bool) -> list[str]:
    """The ids in a pair of brackets; none where the brackets are of the text, as in “he [the mayor] said”."""
    found = _ID.findall(group)
    ids_only = all(any(c.isdigit() for c in word) for word in found)
    return [word.strip("[]#") for word in found] if found and (ids_only or ends) else []


def _is_end(line: str, group: re.Match[str]) -> bool:
    """Whether brackets stand behind a sentence, or right before its stop."""
    before, after = _around(line, group, 0)
    after = after.lstrip()
    return bool(_ENDED.search(before) or before.endswith("]")) or not after or after[0] in ".[!?"


def _around(text: str, group: re.Match[str], begin: int) -> tuple[str, str]:
    """What stands right before brackets, and right behind them."""
    before = text[max(begin, group.start() - _NEAR) : group.start()].rstrip()
    return before, text[group.end() : group.end() + _NEAR]


def _complete(text: str, begin: int) -> int:
    """Up to where the prose is complete, whatever follows: the last line, or a cited sentence before another."""
    line_end = text.rfind("\n") + 1
    cited = _cited(text, max(begin, line_end), followed=True)
    return max(begin, line_end, cited)


def _cited(text: str, begin: int, *, followed: bool = False) -> int:
    """Up to where sentences end that have their ids behind them, or before their stop."""
    until = begin
    for group in _GROUP.finditer(text, begin):
        before, rest = _around(text, group, begin)
        end = group.end()
        if not (_ENDED.search(before) or before.endswith("]")):
            stop = re.match(r"\s*[.!?]", rest)
            if stop is None:
                continue
            end, rest = end + stop.end(), rest[stop.end() :]
        if rest.lstrip().startswith("[") or (followed and not re.match(r"\s+\S|\S", rest)):
            continue
        until = end
    return until
