"""Makes checker rows of the invented news in `training/data/` (its `CARD.md` says what that is).

A statement about a text is read against

    whole      all of the text
    read       sentences that decide it, after up to two that they lean on
    near       the same with a sentence more after it
    found      the sentences that share most words with it, and what these lean on: as the tool hands it to a checker
    without    the text or a window of it that lacks a sentence which the statement needs
    elsewhere  other sentences of the text, those first that share most words with it
    own        a sentence of the text, as it is or told otherwise, and the same with a small edit that makes it false,
               against what it is taken from and what is beside it

All but some of them begin with the title and the day, and have the days spelt out that are told from it
(`rag/checking/stretch.py`). The kind of a row is one of these and the statement's own: `news read/figure`. Of as many
shared words there are as many statements that are borne out as others, so that the words that a statement shares with
its evidence give nothing away.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path
from typing import Any

from rag.checking.nearest import shared
from rag.checking.stretch import heading, spelt_out
from rag.text.kinship import canonicals
from rag.text.sentences import split_sentences
from rag.text.terms import content_terms
from training.claim import LABELS, NEITHER, NOT_BORNE_OUT, REFUTED, SUPPORTED, Claim
from training.edits import edits, shortened
from training.faithful import told_otherwise
from training.rows import Span
from training.unanswerable import Similar

DATA = Path(__file__).parent / "data"
NEWS = "news "
"""How the kinds of these rows begin."""
SEED = 20261130
_LEANT_ON = 2
_BINS = 8
_UNEVEN = 1.2
"""How many more rows of one side than of the other may share as many words."""
_OUTLIVED = frozenset("corrected ended debunked whole-for-part relative extreme-as-end other-time".split())
"""Kinds of refuted statements that one sentence may bear out where another takes it back: what is left of the text
without its evidence may do so as well."""
_NEAREST = 4
_FOUND = (3, 6)
"""So many sentences are handed to a checker."""
_OWN = 5
"""Sentences of a text that become statements themselves."""
_REFUTING = frozenset({"figure", "negation", "roles"})
"""Edits after which the text says otherwise; after another it may only not say so."""
_BARE = 0.2
"""The share of rows that have neither title nor days."""


@dataclass(frozen=True, slots=True)
class Statement:
    """`evidence` are the numbers of the sentences of its text that decide it together, or are nearest.

    `fails` are the stretches in which a false one differs from its true twin; None where that is not known.
    """

    text: str
    label: int
    kind: str
    evidence: tuple[int, ...]
    fails: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    id: str
    title: str
    published: date
    sentences: tuple[str, ...]
    statements: tuple[Statement, ...]

    @property
    def is_held_out(self) -> bool:
        """One in eight is never trained on; the choice depends on its name alone."""
        return int(sha256(self.id.encode()).hexdigest(), 16) % 8 == 0


def read_news(folder: Path = DATA) -> Iterator[Story]:
    for file in sorted(folder.glob("news-*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            yield from (_story(json.loads(line)) for line in lines)


def news_claims(stories: Sequence[Story], similar: Similar = lambda word: []) -> tuple[list[Claim], list[Claim]]:
    """Rows to learn, balanced by shared words, and all rows of the stories held out."""
    sides: tuple[list[Claim], list[Claim]] = ([], [])
    for story in stories:
        sides[story.is_held_out].extend(claims_of(story, similar))
    return balanced(sides[0]), sides[1]


def claims_of(story: Story, similar: Similar = lambda word: []) -> Iterator[Claim]:
    chance = random.Random(f"{SEED} {story.id}")
    for statement in story.statements:
        yield from _as_it_is(story, statement, chance)
        yield from _found(story, statement, chance)
        yield from _without(story, statement, chance)
        yield from _elsewhere(story, statement, chance)
    yield from _own(story, similar, chance)


def overlap(claim: Claim) -> float:
    """The share of the statement's words of meaning that its evidence holds."""
    return shared(canonicals(content_terms(claim.statement)), claim.evidence)


def balanced(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without so many of one side as outnumber the other among those that share as many words."""
    bins: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for n, claim in enumerate(claims):
        bins[min(_BINS - 1, int(overlap(claim) * _BINS))][claim.label == SUPPORTED].append(n)
    chance, kept = random.Random(SEED), set[int]()
    for sides in bins.values():
        most = int(_UNEVEN * min(map(len, sides)))
        for side in sides:
            kept |= set(chance.sample(side, min(most, len(side))))
    return [claim for n, claim in enumerate(claims) if n in kept]


def _story(row: dict[str, Any]) -> Story:
    text = row["text"]
    spans = []
    start = 0
    for paragraph in text.split("\n"):
        spans += split_sentences(text, start, start + len(paragraph))
        start += len(paragraph) + 1
    statements = []
    twins = {one["pair"]: one["text"] for one in row["statements"] if "pair" in one and one["label"] == "supported"}
    for one in row["statements"]:
        places = [(text.index(e), text.index(e) + len(e)) for e in one["evidence"]]
        evidence = (n for n, s in enumerate(spans) if any(s.start < end and begin < s.end for begin, end in places))
        twin = twins.get(one.get("pair"), "") if one["label"] == "refuted" else ""
        label = LABELS[one["label"]]
        statements.append(Statement(one["text"], label, one["kind"], tuple(evidence), differing(one["text"], twin)))
    sentences = tuple(" ".join(text[s.start : s.end].split()) for s in spans)
    return Story(row["id"], row["title"], date.fromisoformat(row["published"]), sentences, tuple(statements))


def differing(text: str, twin: str) -> tuple[Span, ...] | None:
    """The stretches of a statement that its twin does not have; None where there is no twin, or it lacks nothing."""
    mine = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    blocks = SequenceMatcher(None, [text[a:b] for a, b in mine], twin.split(), autojunk=False).get_opcodes()
    found = tuple((mine[a][0], mine[b - 1][1]) for what, a, b, _, _ in blocks if what != "equal" and b > a)
    return found if twin and found else None


def _claim(form: str, story: Story, statement: Statement, numbers: Sequence[int], label: int) -> Claim:
    lines = [story.sentences[n] for n in sorted(set(numbers))]
    if random.Random(f"{SEED} {statement.text} {form}").random() >= _BARE:
        days = [spelt_out(line, story.published) for line in lines]
        lines = [*heading(story.title, story.published), *days]
    evidence = " ".join(lines)
    told = label == REFUTED or form == "own"
    fails = () if label == SUPPORTED else statement.fails if told else None
    return Claim(f"{NEWS}{form}/{statement.kind}", statement.text, evidence, label, fails)


def _leaning(numbers: Sequence[int], back: int = _LEANT_ON) -> list[int]:
    """The sentences of those numbers, and so many before each."""
    return sorted({m for n in numbers for m in range(max(0, n - back), n + 1)})


def _as_it_is(story: Story, statement: Statement, chance: random.Random) -> Iterator[Claim]:
    every = range(len(story.sentences))
    yield _claim("whole", story, statement, every, statement.label)
    if not statement.evidence:
        return
    yield _claim("read", story, statement, _leaning(statement.evidence), statement.label)
    fewer = _leaning(statement.evidence, chance.randint(0, 1))
    after = [n for n in (max(statement.evidence) + 1,) if n in every and chance.random() < 0.6]
    yield _claim("near", story, statement, [*fewer, *after], statement.label)


def _found(story: Story, statement: Statement, chance: random.Random) -> Iterator[Claim]:
    """The nearest sentences, which may lack what decides it."""
    mine = canonicals(content_terms(statement.text))
    ranked = sorted(range(len(story.sentences)), key=lambda n: -shared(mine, story.sentences[n]))
    chosen = _leaning(ranked[: chance.randint(*_FOUND)])
    label = statement.label
    if not set(statement.evidence) <= set(chosen):
        if statement.kind in _OUTLIVED:
            return
        label = NEITHER if label == SUPPORTED else NOT_BORNE_OUT if label == REFUTED else label
    yield _claim("found", story, statement, chosen, label)


def _without(story: Story, statement: Statement, chance: random.Random) -> Iterator[Claim]:
    """What was borne out or refuted lacks a sentence for that; twins of the rows above."""
    if statement.label == NEITHER or statement.kind in _OUTLIVED:
        return
    needed = set(statement.evidence)
    lost = needed if statement.label == REFUTED else {chance.choice(sorted(needed))}
    if statement.label == SUPPORTED and len(needed) == 1 and chance.random() < 0.3:
        left = [n for n in range(len(story.sentences)) if n not in lost]
    else:
        around = range(min(needed) - chance.randint(1, 2), max(needed) + chance.randint(2, 3))
        left = [n for n in around if 0 <= n < len(story.sentences) and n not in lost]
    if left:
        yield _claim("without", story, statement, left, NEITHER if statement.label == SUPPORTED else NOT_BORNE_OUT)


def _elsewhere(story: Story, statement: Statement, chance: random.Random) -> Iterator[Claim]:
    """Sentences of the same text that do not decide it, as the tool tries the nearest ones each by itself."""
    if statement.kind in _OUTLIVED:
        return
    needed = set(statement.evidence)
    others = [n for n in range(len(story.sentences)) if not needed & set(_leaning([n]))]
    mine = canonicals(content_terms(statement.text))
    others.sort(key=lambda n: -shared(mine, story.sentences[n]))
    if not others:
        return
    chosen = _leaning([chance.choice(others[:_NEAREST])], chance.randint(0, _LEANT_ON))
    yield _claim("elsewhere", story, statement, chosen, NOT_BORNE_OUT if statement.label == REFUTED else NEITHER)


def _own(story: Story, similar: Similar, chance: random.Random) -> Iterator[Claim]:
    """A checker that sees few true copies takes shared words for a trap."""
    every = range(len(story.sentences))
    long = [n for n in every if 7 <= len(story.sentences[n].split()) <= 45]
    for n in chance.sample(long, min(_OWN, len(long))):
        text = story.sentences[n]
        if chance.random() < 0.7:
            text = told_otherwise(shortened(text), chance)
        around = [m for m in every if n - chance.randint(0, 2) <= m <= n + chance.randint(0, 3)]
        more = chance.sample(every, min(len(every), chance.randint(0, 3)))
        yield _claim("own", story, Statement(text, SUPPORTED, "verbatim", (n,)), [n, *around, *more], SUPPORTED)
        if found := list(edits(text, " ".join(story.sentences), similar, chance)):
            edit = chance.choice(found)
            label = REFUTED if edit.kind in _REFUTING else NOT_BORNE_OUT
            made = Statement(edit.text, label, f"edited {edit.kind}", (n,), edit.spans)
            yield _claim("own", story, made, [n, *around, *more], label)
