"""A draft: a text that somebody wrote, as sentences that can be checked, each with its place in it."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from rag.reading import text as plain_text
from rag.reading.blocks import split_blocks
from rag.reading.formats import READERS
from rag.reading.markup import DROPPED, blanked, markers, marks, regions
from rag.reading.metadata import split_front_matter
from rag.reading.outline import sentences_of
from rag.text.dates import find_dates
from rag.text.folding import fold_placed
from rag.text.printable import without_halves
from rag.text.quantities import find_quantities
from rag.types import Block, Kind, Span

_SHORT_HEADING = 8
"""In words. A longer line without a full stop is a heading only as the first."""
_TERMINAL = re.compile(r"[.!?…;,][\"'”’)\]]*$")
_ALL_BOLD = re.compile(r"(?P<mark>\*\*|__)(?:(?!(?P=mark)).)+(?P=mark)")
_NAMES = {Kind.BYLINE: "a byline", Kind.PROMO: "a call to readers"}


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of a draft: its words in one line, folded, without marks of citation or of Markdown.

    `places` has the offset in the draft of each character of `words`: both letters of a ligature have its place, and a
    composed letter that of its base. `taken_for` is what it is where that is no sentence of prose: "a heading".
    """

    words: str
    places: tuple[int, ...]
    taken_for: str | None = None


def read_draft(name: str, raw: bytes) -> str:
    """The text in `raw`, by the suffix of `name`. Of an answer that we printed as JSON, what it answers.

    Raises:
        NotTextError: the bytes are no text.
    """
    text = READERS.get(Path(name).suffix.lower(), plain_text.read)(raw).text
    return text if (answer := _answer_in(text)) is None else answer


def split_draft(text: str) -> list[DraftSentence]:
    """Everything in a draft that has words, in order: its sentences, and what is none. Front matter is passed over."""
    _, body, _ = split_front_matter(text)
    hidden = regions(text, body)
    prose = blanked(text, (span for span, _ in hidden))
    dropped = [*marks(prose)]
    laid_out = blanked(prose, dropped)  # with the markers of lines, by which blocks are told
    dropped += markers(laid_out)
    bare, read = blanked(prose, dropped), blanked(text, [*(span for span, _ in hidden), *dropped], DROPPED)
    found = [_sentence(text, read, span, name) for span, name in hidden]
    blocks = split_blocks(laid_out, body)
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        taken_for = _kind(prose, laid_out, block, following, first=number == 0)
        if taken_for:
            found.append(_sentence(text, read, Span(block.start, block.end), taken_for))
            continue
        for sentence in sentences_of(bare, [Block(block.start, block.end, Kind.BODY)]):
            is_call = sentence.kind is Kind.PROMO and not _has_figure(bare[sentence.start : sentence.end])
            span = Span(sentence.start, sentence.end)
            found.append(_sentence(text, read, span, _NAMES[Kind.PROMO] if is_call else None))
    return sorted((s for s in found if any(c.isalnum() for c in s.words)), key=lambda s: s.places)


def _answer_in(text: str) -> str | None:
    """What an answer says that `ask --json` printed; None where the text is none."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError):
        return None
    is_ours = isinstance(loaded, dict) and isinstance(loaded.get("answer"), str) and "statements" in loaded
    return without_halves(loaded["answer"]) if is_ours else None


def _kind(prose: str, laid_out: str, block: Block, following: Block | None, *, first: bool) -> str | None:
    """What a block is, where it is no prose; in doubt it is prose, for what is not checked is trusted."""
    words = laid_out[block.start : block.end]
    if re.match(r"#{1,6}\s", words):
        return "a heading"
    if block.kind in _NAMES and (block.kind is Kind.BYLINE or not _has_figure(words)):
        return _NAMES[block.kind]
    if _TERMINAL.search(words) or re.match(r"(?:[-*•+]|\d{1,3}[.)])\s", words):
        return None
    line = prose[_line_start(prose, block.start) : block.end].strip()
    if _ALL_BOLD.fullmatch(line):
        return "a heading"
    heads = (
        following is not None
        and prose[block.end : following.start].count("\n") > 1
        and bool(_TERMINAL.search(laid_out[following.start : following.end]))
    )
    is_short = len(words.split()) <= _SHORT_HEADING or first
    return "a heading" if block.kind is Kind.HEADING and heads and is_short and not _has_figure(words) else None


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _has_figure(words: str) -> bool:
    return bool(find_quantities(words) or find_dates(words))


def _sentence(text: str, read: str, span: Span, taken_for: str | None) -> DraftSentence:
    """What is read of `text[span]`; all of it where nothing is."""
    has_words = read[span.start : span.end].strip(f"{DROPPED} \t\r\n")
    return DraftSentence(*_in_one_line(read if has_words else text, span), taken_for)


def _in_one_line(read: str, span: Span) -> tuple[str, tuple[int, ...]]:
    """The words, each stretch of white space as one space, and the offset of each character."""
    kept: list[tuple[str, int]] = []
    for written, at in fold_placed([(read[at], at) for at in range(span.start, span.end) if read[at] != DROPPED]):
        character = " " if written.isspace() else written
        if character != " " or (kept and kept[-1][0] != " "):
            kept.append((character, at))
    if kept and kept[-1][0] == " ":
        kept.pop()
    return "".join(c for c, _ in kept), tuple(at for _, at in kept)
