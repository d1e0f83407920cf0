"""Makes checker rows of open data: a statement, evidence, and whether it bears the statement out.

Rows of `claims.jsonl` are taken as they are, but for the marks that other tokenizers left; `gathered.py` reads those of
`claims-more.jsonl`, and `news.py` makes rows of the news that lies here. The others are made of the paragraphs and
questions of `spans.jsonl`:

    taken      a sentence of the paragraph, whole, without its asides, or told otherwise
    said       a sentence put into somebody's mouth, and what that one said
    joined     two sentences near each other, made one
    answered   a question and its answer put together into a statement
    edited     one of these with a small edit in it or with more to it, or its evidence with an edit
    elsewhere  a statement, and the paragraph without what it was taken from, or without half of it
"""

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rag.text.sentences import split_sentences
from training.claim import LABELS, NEITHER, REFUTED, SUPPORTED, Claim
from training.edits import Edit, edits, is_of_a_series, names_in, shortened
from training.faithful import told_otherwise
from training.joined import joined, lowered, with_more
from training.news import Story, news_claims
from training.newslike import newslike
from training.rows import Span, is_held_out, read_lines
from training.stated import statement_of
from training.unanswerable import NUMBER, Similar

SEED = 20261125
_REFUTING = {"figure", "bound", "negation", "roles", "opposite"}
"""Edits after which the evidence says otherwise; after another it only does not say so."""
_OTHERWISE = 0.7
"""The share of statements that are told otherwise than their sentence: what is word for word is easily supported."""
_FEWEST_WORDS, _MOST_WORDS = 7, 60
_LONGEST_WINDOW = 900
"""Characters of evidence, at most."""
_UNTOKENISED = {
    "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "``": '"', "''": '"', " ,": ",", " .": ".", " 's": "'s",
    " '": "'", " n't": "n't", "( ": "(", " )": ")", " ;": ";", " :": ":", " ?": "?", " !": "!",
}  # fmt: skip
_SAYS = (
    '"{s}," {who} said.',
    "{who} said: “{s}.”",
    "{who} said that {l}.",
    "According to {who}, {l}.",
    "{s}, {who} said.",
)
_STATES = ("{who} said that {l}.", "{who} said {l}.", "According to {who}, {l}.")
_STATED = 5
"""How many questions of a paragraph become statements: they are people's own paraphrases."""
_AS_NEWS = 0.3
"""The share of the evidence of statements made of questions that is told as news."""
_DIGIT = re.compile(r"\d")


def untokenised(text: str) -> str:
    """Text without the marks that a Penn Treebank tokenizer leaves."""
    for written, plain in _UNTOKENISED.items():
        text = text.replace(written, plain)
    return text


def prepare_claims(
    data: Path, similar: Similar, gathered: Iterable[Claim] = (), stories: Sequence[Story] = ()
) -> tuple[list[Claim], list[Claim]]:
    """Rows to learn and rows held out, by their evidence or story; always the same for the same files."""
    sides: tuple[list[Claim], list[Claim]] = ([], [])
    for row in read_lines(data / "claims.jsonl"):
        fails: tuple[Span, ...] | None = () if row["label"] == "supported" else None
        label = LABELS[str(row["label"])]
        claim = Claim(
            str(row["source"]), untokenised(str(row["claim"])), untokenised(str(row["evidence"])), label, fails
        )
        sides[is_held_out(str(row["evidence"]))].append(claim)
    for claim in gathered:
        sides[is_held_out(claim.evidence)].append(claim)
    asked: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in read_lines(data / "spans.jsonl"):
        asked[str(line["context"])].append(line)
    paragraphs = list(asked)
    for n, paragraph in enumerate(paragraphs):
        elsewhere = paragraphs[n - 1]
        sides[is_held_out(paragraph)].extend(_made(paragraph, elsewhere, asked[paragraph], similar))
    for side, news in zip(sides, news_claims(stories, similar), strict=True):
        side.extend(news)
    return sides


def _made(paragraph: str, elsewhere: str, asked: Sequence[dict[str, Any]], similar: Similar) -> Iterator[Claim]:
    chance = random.Random(f"{SEED} {paragraph}")
    plain = untokenised(paragraph)
    sentences = [plain[s.start : s.end] for s in split_sentences(plain, 0, len(plain))]
    usable = [n for n, s in enumerate(sentences) if _FEWEST_WORDS <= len(s.split()) <= _MOST_WORDS]
    for at in chance.sample(usable, min(2, len(usable))):
        first, last = _window(sentences, at, chance)
        before, after = sentences[first:at], sentences[at + 1 : last]
        yield from _of_sentence(before, sentences[at], after, paragraph + elsewhere, similar, chance)
    for at in chance.sample(range(len(sentences)), len(sentences)):
        if made := list(_of_two(sentences, at, plain + elsewhere, elsewhere, similar, chance)):
            yield from made
            break
    stateable = [row for row in asked if row["answers"] and statement_of(row["question"], row["answers"][0]["text"])]
    for row in chance.sample(stateable, min(_STATED, len(stateable))):
        yield from _of_question(row, sentences, elsewhere, similar, chance)


def _window(sentences: Sequence[str], at: int, chance: random.Random) -> tuple[int, int]:
    """The first sentence around number `at`, and the one after the last."""
    first, last = at - chance.randint(0, 2), at + 1 + chance.randint(0, 3)
    first, last = max(0, first), min(len(sentences), last)
    while last - at > 1 and sum(map(len, sentences[first:last])) > _LONGEST_WINDOW:
        last -= 1
    while first < at and sum(map(len, sentences[first:last])) > _LONGEST_WINDOW:
        first += 1
    return first, last


def _of_sentence(
    before: list[str], sentence: str, after: list[str], elsewhere: str, similar: Similar, chance: random.Random
) -> Iterator[Claim]:
    stated = shortened(sentence) if chance.random() < 0.5 else sentence
    if chance.random() < _OTHERWISE:
        stated = told_otherwise(stated, chance)
    told, who = sentence, None
    if chance.random() < 0.25 and (names := speakers(elsewhere)):
        who = chance.choice(names)
        bare = sentence.rstrip(" .!?")
        told = chance.choice(_SAYS).format(s=bare, l=lowered(bare), who=who)
        if chance.random() < _OTHERWISE:
            stated = chance.choice(_STATES).format(l=lowered(stated.rstrip(" .!?")), who=who)
    evidence = " ".join([*before, told, *after])
    yield Claim("said" if who else "taken", stated, evidence, SUPPORTED, ())
    made = list(edits(stated, elsewhere, similar, chance))
    chance.shuffle(made)
    for edit in made[:2]:
        yield _edited(edit, evidence)
    if chance.random() < 0.3 and (turned := list(edits(sentence, elsewhere, similar, chance))):
        other = chance.choice(turned)  # the same the other way round: the evidence is the edited one
        changed = _differing(sentence, other)
        yield Claim("edited", sentence, " ".join([*before, other.text, *after]), _label(other), (changed,))
    if before or after:
        yield Claim("elsewhere", stated, " ".join([*before, *after]), NEITHER, ((0, len(stated)),))


def _of_two(
    sentences: Sequence[str], at: int, names: str, elsewhere: str, similar: Similar, chance: random.Random
) -> Iterator[Claim]:
    """A statement of sentence number `at` and of one after it; nothing where they do not go together."""
    other = at + chance.randint(1, 3)
    if other >= len(sentences) or not all(
        _FEWEST_WORDS <= len(sentences[n].split()) <= _MOST_WORDS for n in (at, other)
    ):
        return
    first, second = (told_otherwise(shortened(sentences[n]), chance) for n in (at, other))
    made = joined(first, second, chance)
    start, end = max(0, at - chance.randint(0, 1)), other + 1 + chance.randint(0, 2)
    around = list(sentences[start:end])
    evidence = " ".join(around)
    if made is None or len(evidence) > _LONGEST_WINDOW + 300:
        return
    stated, *halves = made
    yield Claim("joined", stated, evidence, SUPPORTED, ())
    if found := list(edits(stated, names, similar, chance)):
        yield _edited(chance.choice(found), evidence)
    lost = chance.randrange(2)
    left = [s for n, s in enumerate(around, start) if n != (at, other)[lost]]
    yield Claim("elsewhere", stated, " ".join(left), NEITHER, (halves[lost],))
    if more := with_more(chance.choice((first, second)), elsewhere, chance):
        yield Claim("edited", more[0], evidence, NEITHER, (more[1],))


def speakers(text: str) -> list[str]:
    """Names of a text that could be somebody's who says things."""
    return [m.group() for m in names_in(text) if not is_of_a_series(m.group())]


def _edited(edit: Edit, evidence: str) -> Claim:
    return Claim("edited", edit.text, evidence, _label(edit), edit.spans)


def _label(edit: Edit) -> int:
    return REFUTED if edit.kind in _REFUTING else NEITHER


def _differing(sentence: str, edit: Edit) -> Span:
    """Where the sentence is what the edit changed; as one span from the first to the last difference."""
    start = edit.spans[0][0]
    kept = len(edit.text) - edit.spans[-1][1]
    return start, len(sentence) - kept


def _of_question(
    row: dict[str, Any], sentences: Sequence[str], elsewhere: str, similar: Similar, chance: random.Random
) -> Iterator[Claim]:
    answer = untokenised(row["answers"][0]["text"])
    made = statement_of(row["question"], answer)
    holding = [n for n, s in enumerate(sentences) if answer in s]
    if made is None or not holding:
        return
    first, last = _window(sentences, holding[0], chance)
    window = list(sentences[first:last])
    evidence = " ".join(window)
    if chance.random() < _AS_NEWS and (names := speakers(elsewhere)):
        evidence, _ = newslike(
            evidence, [(s.start, s.end) for s in split_sentences(evidence, 0, len(evidence))], [], names, chance
        )
    yield Claim("answered", made, evidence, SUPPORTED, ())
    others = _rivals(answer, " ".join(sentences), row["question"])
    if others:
        other = chance.choice(others)
        wrong = statement_of(row["question"], other)
        at = wrong.casefold().find(other.casefold()) if wrong else -1
        if wrong and at >= 0:
            yield Claim("edited", wrong, evidence, REFUTED, ((at, at + len(other)),))
    if found := [e for e in edits(made, " ".join(sentences), similar, chance) if e.kind != "bound"]:
        yield _edited(chance.choice(found), evidence)
    rest = [s for s in window if answer not in s]
    if rest:
        yield Claim("elsewhere", made, " ".join(rest), NEITHER, ((0, len(made)),))


def _rivals(answer: str, text: str, question: str) -> list[str]:
    """What else of the text could be taken for the answer: other names for a name, other figures for a figure."""
    if _DIGIT.search(answer):
        found = NUMBER.findall(text)
    elif answer[:1].isupper():
        found = [m.group() for m in names_in(text)]
    else:
        return []
    return sorted({f for f in found if f not in answer and answer not in f and f not in question})


def write_claims(sides: tuple[list[Claim], list[Claim]], file: Path) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as out:
        json.dump([[[c.kind, c.statement, c.evidence, c.label, c.fails] for c in side] for side in sides], out)


def read_claims(file: Path) -> tuple[list[Claim], list[Claim]]:
    def unpacked(side: list[list[Any]]) -> list[Claim]:
        return [Claim(k, s, e, n, None if f is None else tuple((a, b) for a, b in f)) for k, s, e, n, f in side]

    with gzip.open(file, "rt", encoding="utf-8") as opened:
        learned, held_out = json.load(opened)
    return unpacked(learned), unpacked(held_out)
