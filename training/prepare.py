"""Makes reader rows of open data: as they are, and changed so that the answer is no longer there.

The kinds of rows:
    given      a paragraph and the span that answers (SQuAD, SquadShifts, QED), or none (SQuAD 2.0)
    sentence   a section and the sentence that answers (SelQA), or the sentence alone (SQuAD 1.1)
    close      the sentence of the answer and few around it
    joined     the paragraph before or after a neighbour, as an article goes on to other things
    newslike   the paragraph told as news: sentences in somebody's mouth, a dateline
    quizzed    the question as a news quiz would ask it
    mirrored   question and paragraph about another name, figure or word, the same in both
    neighbour  a similar paragraph that does not hold the answer
    removed    the paragraph without the sentences of the answer; some are asked as in a quiz
    moved      the paragraph alone about another name, figure or word than the question's
    renamed    the question about another name or figure
    opposite   the question turned into its opposite
    altered    the question with another word of its kind in it, or about what was not
    claim      a statement instead of a question, and evidence that bears it out as a whole, or does not
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from rag.text.sentences import split_sentences
from training.claim import SUPPORTED, Claim
from training.claims import prepare_claims, speakers
from training.mirrored import mirrored
from training.newslike import newslike
from training.quizzed import after_a_lead, in_other_words, of_late, with_the_gap_in_place
from training.rows import Piece, Row, Rows, Span, is_held_out, read_lines
from training.unanswerable import Similar, denied, with_another_name, with_another_word, with_the_opposite

SEED = 20261124
_NEIGHBOURS = 12
_FEWEST_WORDS = 8
_CAPTIONS = {"snli-dev", "counterfactual-nli"}


@dataclass(frozen=True, slots=True)
class _Given:
    question: str
    paragraph: int
    answers: list[Span]
    texts: frozenset[str]


def prepare(data: Path, similar: Similar, names_of: Callable[[Sequence[str]], Similar]) -> Rows:
    """Rows of `spans.jsonl` and `ranking.jsonl` in the folder `data`; always the same for the same files.

    Args:
        similar: other words of a word's kind.
        names_of: what gives other names of a name's kind, of those that stand in some texts.
    """
    paragraphs: list[str] = []
    number: dict[str, int] = {}
    held_out: list[bool] = []

    def place(text: str, made_of: int | None = None) -> int:
        if text not in number:
            number[text] = len(paragraphs)
            paragraphs.append(text)
            held_out.append(is_held_out(text) if made_of is None else held_out[made_of])
        return number[text]

    given = [_given(row, place) for row in read_lines(data / "spans.jsonl")]
    names_like = names_of(paragraphs)
    near_each = _neighbours(given, paragraphs)
    rows: list[Row] = []
    for g, near in zip(given, near_each, strict=True):
        rows += _made(g, near, paragraphs, similar)
        rows += _retold(g, near, paragraphs, similar, names_like, place)
    rows += [row for line in read_lines(data / "ranking.jsonl") for row in _ranked(line, place)]
    sides: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        held = [held_out[p] for p, _, _ in row.pieces]
        if all(held) or not any(held):  # a row of both sides is of neither
            sides[all(held)].append(row)
    for side, claims in zip(sides, prepare_claims(data, similar), strict=True):
        side += [_stated(claim, place) for claim in claims if claim.kind not in _CAPTIONS]
    return Rows(paragraphs, *sides)


def _stated(claim: Claim, place: Any) -> Row:
    whole = (0, len(claim.evidence))
    return Row("claim", claim.statement, [(place(claim.evidence), *whole)], [], [whole] * (claim.label == SUPPORTED))


def _given(row: dict[str, Any], place: Any) -> _Given:
    answers = [(a["start"], a["start"] + len(a["text"])) for a in row["answers"]]
    texts = frozenset(a["text"].casefold() for a in row["answers"])
    if len(answers) > 2:  # of several annotators' answers, those that two agree on
        agreed = [span for span, count in Counter(answers).items() if count > 1]
        answers = agreed or answers
    return _Given(row["question"], place(row["context"]), sorted(set(answers)), texts)


def _neighbours(given: Sequence[_Given], paragraphs: Sequence[str]) -> Iterator[list[int]]:
    """For each question the paragraphs most like it that do not hold its answer, by tf-idf, nearest first."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    of_paragraphs = words.fit_transform(paragraphs).T.tocsr()
    folded = [p.casefold() for p in paragraphs]
    for at in range(0, len(given), 1000):
        block = given[at : at + 1000]
        similar = (words.transform([g.question for g in block]) @ of_paragraphs).toarray()
        for g, row in zip(block, similar, strict=True):
            nearest = np.argpartition(-row, 4 * _NEIGHBOURS)[: 4 * _NEIGHBOURS]
            nearest = nearest[np.argsort(-row[nearest])]
            yield [int(p) for p in nearest if p != g.paragraph and not any(t in folded[p] for t in g.texts)][
                :_NEIGHBOURS
            ]


def _sentences(text: str) -> list[Span]:
    return [(s.start, s.end) for s in split_sentences(text, 0, len(text))]


def _made(g: _Given, near: list[int], paragraphs: Sequence[str], similar: Similar) -> Iterator[Row]:
    text = paragraphs[g.paragraph]
    chance = random.Random(f"{SEED} {g.question} {g.paragraph}")
    whole: Piece = (g.paragraph, 0, len(text))
    yield Row("given", g.question, [whole], g.answers)
    for other in [*near[:2], *chance.sample(near[2:], min(2, len(near[2:])))]:
        yield Row("neighbour", g.question, [(other, 0, len(paragraphs[other]))])
    if not g.answers:
        return
    sentences = _sentences(text)
    holding = [i for i, s in enumerate(sentences) if any(a[0] < s[1] and a[1] > s[0] for a in g.answers)]
    if not holding:
        return
    first, last = holding[0], holding[-1]
    start, end = sentences[first][0], sentences[last][1]
    if len(near) > 2 and len(text.split()) < 150:
        yield _joined(g, whole, chance.choice(near[:6]), paragraphs, chance)
    before, after = chance.choice([(0, 0), (1, 0), (0, 1), (1, 1)])
    a, b = sentences[max(0, first - before)][0], sentences[min(len(sentences) - 1, last + after)][1]
    if (a, b) != (0, len(text)):
        yield Row(
            "close", g.question, [(g.paragraph, a, b)], [(s - a, e - a) for s, e in g.answers if a <= s and e <= b]
        )
    if kept := _without(g, text, (start, end)):
        yield Row("removed", g.question, kept)
    elsewhere = text[:start] + text[end:] if chance.random() < 0.7 or not near else paragraphs[chance.choice(near)]
    renamed = with_another_name(g.question, elsewhere, text[start:end], chance)
    if renamed:
        yield Row("renamed", renamed, [whole])
    opposite = with_the_opposite(g.question, chance)
    if opposite:
        yield Row("opposite", opposite, [whole])
    altered = with_another_word(g.question, text, similar, chance)
    if altered and chance.random() < 0.2:
        altered = denied(g.question, chance) or altered
    if altered:
        yield Row("altered", altered, [whole])


def _retold(
    g: _Given, near: list[int], paragraphs: Sequence[str], words_like: Similar, names_like: Similar, place: Any
) -> Iterator[Row]:
    """Rows in which the paragraph is told, or the question asked, in another way."""
    text = paragraphs[g.paragraph]
    chance = random.Random(f"{SEED} again {g.question} {g.paragraph}")
    sentences = _sentences(text)
    holding = [n for n, s in enumerate(sentences) if any(a[0] >= s[0] and a[1] <= s[1] for a in g.answers)]
    if not holding:
        return
    start, end = sentences[holding[0]]
    names = speakers(paragraphs[chance.choice(near)] if near else text)
    if names:
        told, answers = newslike(text, sentences, g.answers, names, chance)
        if answers and told != text:
            yield Row("newslike", g.question, [(place(told, g.paragraph), 0, len(told))], answers)
    if changed := mirrored(g.question, text, g.answers, text[start:end], words_like, names_like, chance):
        piece = (place(changed.text, g.paragraph), 0, len(changed.text))
        yield Row("mirrored", changed.question, [piece], changed.answers)
        if changed.is_other:
            yield Row("moved", g.question, [piece])
    leads = [text[s:e] for n, (s, e) in enumerate(sentences) if n not in holding]
    spot = next((s - start, e - start) for s, e in g.answers if s >= start and e <= end)
    asked = _quizzed(g.question, text[start:end], spot, leads, chance)
    if asked and asked != g.question:
        yield Row("quizzed", asked, [(g.paragraph, 0, len(text))], g.answers)
        if len(holding) == 1 and (kept := _without(g, text, (start, end))):
            yield Row("removed", asked, kept)


def _without(g: _Given, text: str, taken: Span) -> list[Piece]:
    """What is left of a paragraph without that span; nothing where it is too little, or has an answer still."""
    rest = text[: taken[0]] + text[taken[1] :]
    if len(rest.split()) < _FEWEST_WORDS or any(t in rest.casefold() for t in g.texts):
        return []
    sides = ((0, taken[0]), (taken[1], len(text)))
    return [(g.paragraph, *side) for side in sides if text[slice(*side)].strip()]


def _quizzed(question: str, sentence: str, answer: Span, leads: Sequence[str], chance: random.Random) -> str | None:
    way = chance.random()
    if way < 0.4:
        return with_the_gap_in_place(question, sentence, answer, chance)
    if way < 0.65 and leads:
        return after_a_lead(question, chance.choice(leads), chance)
    return of_late(question, chance) if way < 0.8 else in_other_words(question, chance)


def _joined(g: _Given, whole: Piece, other: int, paragraphs: Sequence[str], chance: random.Random) -> Row:
    sentences = _sentences(paragraphs[other])
    words, end = 0, 0
    for start, stop in sentences:
        words += len(paragraphs[other][start:stop].split())
        if words > 100 and end:
            break
        end = stop
    piece = (other, 0, end)
    if chance.random() < 0.5:
        return Row("joined", g.question, [whole, piece], g.answers)
    shift = end + 1
    return Row("joined", g.question, [piece, whole], [(s + shift, e + shift) for s, e in g.answers])


def _ranked(line: dict[str, Any], place: Any) -> Iterator[Row]:
    """A section with a right sentence, in windows that a reader can take in."""
    spans, at = [], 0
    for sentence in line["sentences"]:
        spans.append((at, at + len(sentence)))
        at += len(sentence) + 1
    paragraph = place(" ".join(line["sentences"]))
    first, last = min(line["right"]), max(line["right"])
    low, high = max(0, first - 3), min(len(spans), last + 4)
    if last - first > 6:
        return
    start = spans[low][0]
    right = [(spans[i][0] - start, spans[i][1] - start) for i in line["right"]]
    yield Row("sentence", line["question"], [(paragraph, start, spans[high - 1][1])], [], right)
    away = spans[:low] if low > 2 else spans[high:]
    if len(away) > 2:
        yield Row("removed", line["question"], [(paragraph, away[0][0], away[min(7, len(away) - 1)][1])])
