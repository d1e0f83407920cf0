"""The evidence as a model is given it: numbered sentences with ids that nobody can guess, between marks."""

import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.checking.protocol import Source
from rag.checking.sources import source_of
from rag.text.instructions import speaks_to_a_machine
from rag.types import Evidence, Kind, Metadata, Sentence

_LETTERS, _DIGITS = "bcdfghjkmnpqrstvwxz", "23456789"
"""Without vowels, which would make words, and without what looks alike."""
_PAIRS = 3
BYTES_A_TOKEN = 3
"""Of UTF-8, at least, in a token of any language: an estimate on the safe side, English has over four."""
_ID_LIKE = re.compile(r"\[([^\[\]\d]*+\d[^\[\]]*+|/?INST)\]")
_TAG_LIKE = re.compile(r"<(/?[A-Za-z|][^<>]{0,40})>")
_MARK_LIKE = str.maketrans({"<": "‹", ">": "›"})
_RUN = re.compile(r"[<>]{2,}")


@dataclass(frozen=True, slots=True)
class Offered:
    """A sentence that may be cited, where it stands, and as what it is checked against."""

    evidence: Evidence
    sentence: Sentence
    source: Source


@dataclass(frozen=True, slots=True)
class Offering:
    """What a model is shown. `text` stands between the marks `opening` and `closing`.

    `left_out` are paths of articles in which something speaks to a machine; that, and what follows it in its
    paragraph, is not shown.
    """

    sentences: Mapping[str, Offered]
    text: str
    opening: str
    closing: str
    left_out: tuple[str, ...]
    is_crowded: bool
    """Whether there was no room for a single sentence."""


def offer(evidence: Sequence[Evidence], room: int) -> Offering:
    """The body sentences of the evidence, article by article, as many as there is room for; the best come first.

    Args:
        room: how many tokens they may take.
    """
    told = " ".join(e.stored.passage.text for e in evidence)
    mark = _drawn(told, {})
    sentences: dict[str, Offered] = {}
    lines: list[str] = []
    left_out: dict[str, None] = {}
    fits = True
    for found in _by_article(evidence):
        article = found[0].stored.article.article
        head = _headed(article.metadata)
        kept = _kept(found, left_out)
        for number, offered in enumerate(_new(kept, sentences)):
            id_ = _drawn(told, sentences)
            added = ([head] if number == 0 else []) + [f"{len(sentences) + 1} [{id_}] {harmless(offered.source.text)}"]
            room -= sum(len(line.encode()) // BYTES_A_TOKEN + 1 for line in added)
            fits = room >= 0
            if not fits:
                break
            lines += added
            sentences[id_] = offered
    text = "\n".join(lines).strip()
    return Offering(
        sentences, text, f"<<<EVIDENCE {mark}", f"EVIDENCE {mark}>>>", tuple(left_out), not (fits or sentences)
    )


def harmless(text: str) -> str:
    """`text` in one line, without what a model may take for marks, ids or turns of a conversation."""
    shown = "".join(" " if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in text)
    shown = _ID_LIKE.sub(r"(\1)", " ".join(shown.split()))
    shown = _TAG_LIKE.sub(r"‹\1›", shown)
    return _RUN.sub(lambda m: m.group().translate(_MARK_LIKE), shown)


def _by_article(evidence: Sequence[Evidence]) -> Iterable[list[Evidence]]:
    """The passages of each article together, in its order; the articles by their best passage."""
    found: dict[int, list[Evidence]] = {}
    for one in evidence:
        found.setdefault(one.stored.article.id, []).append(one)
    for passages in found.values():
        yield sorted(passages, key=lambda e: e.stored.passage.start)


def _kept(passages: Sequence[Evidence], left_out: dict[str, None]) -> Iterator[Offered]:
    """The body sentences of an article's passages, without what speaks to a machine and what follows it."""
    for one in passages:
        article, passage = one.stored.article.article, one.stored.passage
        metadata = article.metadata
        closed: int | None = None
        for sentence in passage.sentences:
            if sentence.block == closed or sentence.kind is not Kind.BODY:
                continue
            source = source_of(article.text, passage.sentences, sentence, metadata.title, metadata.published)
            if speaks_to_a_machine(source.text):
                closed = sentence.block
                left_out[article.path] = None
                continue
            yield Offered(one, sentence, source)


def _new(offered: Iterable[Offered], sentences: Mapping[str, Offered]) -> Iterator[Offered]:
    """Those whose words are not offered already: passages overlap, and articles are copies of each other."""
    seen = {o.source.text.casefold() for o in sentences.values()}
    for one in offered:
        words = one.source.text.casefold()
        if words not in seen:
            seen.add(words)
            yield one


def _headed(metadata: Metadata) -> str:
    title = f"“{harmless(metadata.title)}”" if metadata.title else "an article without a title"
    who = metadata.publisher or metadata.reported_by
    day = metadata.published
    parts = [title, *([harmless(who)] if who else []), f"published {day.day} {day:%B %Y}" if day else "undated"]
    return "\nFrom " + ", ".join(parts) + ":"


def _drawn(told: str, taken: Mapping[str, object]) -> str:
    """An id that is not taken, and that no article holds."""
    while True:
        id_ = "".join(secrets.choice(_LETTERS) + secrets.choice(_DIGITS) for _ in range(_PAIRS))
        if id_ not in taken and id_ not in told:
            return id_
