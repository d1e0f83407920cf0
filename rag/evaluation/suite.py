"""A suite: a file of questions with expected answers and evidence, one JSON object a line."""

import hashlib
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rag.errors import UsageError, shown
from rag.text.printable import without_halves

_NO_CONVERSATION = ", before=(), standalone=None, carries=(), drops=()"


@dataclass(frozen=True, slots=True)
class ExpectedEvidence:
    """An article that carries the answer, and where it was given, the words that do."""

    article: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a suite. `answer` is None where the corpus does not answer it.

    It is asked as of the day `as_of`, where given; `asked` is the day on which somebody asked it, which counts
    only in a `dated` suite. `within`, where given, names the only articles that may be used; `supported`
    makes it a claim to be checked rather than a question.

    The last question of a conversation has `before`, what was asked before it. `standalone` is what it means;
    `carries` are words that it must be understood to hold (`a|b`: either), `drops` words that it must not.
    """

    id: str
    question: str
    answer: tuple[str, ...] | None
    evidence: tuple[ExpectedEvidence, ...] = ()
    conflict: bool = False
    as_of: date | None = None
    asked: date | None = None
    tags: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    supported: bool | None = None
    before: tuple[str, ...] = ()
    standalone: str | None = None
    carries: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Suite:
    """The questions of a file; `fingerprint` changes with any of them."""

    name: str
    items: tuple[Item, ...]
    fingerprint: str


def load_suite(file: Path) -> Suite:
    """Read a suite.

    Raises:
        UsageError: there is no such file, or a line of it is no question; the message names the line.
    """
    try:
        lines = file.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the suite {file} cannot be read: {error}", "name a .jsonl file of questions") from error
    items = [_item(line, f"{file}, line {n}") for n, line in enumerate(lines, start=1) if line.strip()]
    if not items:
        raise UsageError(f"the suite {file} holds no question", 'a line is {"id": …, "question": …, "answer": […]}')
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise UsageError(f"the suite {file} has two questions with the id {shown(item.id)}", "make them differ")
        seen.add(item.id)
    return Suite(file.stem, tuple(items), _fingerprint(items))


def sampled(suite: Suite, limit: int | None, seed: int) -> Suite:
    """`limit` questions chosen by `seed`, in the order of the file; a sample is another suite."""
    if limit is None or limit >= len(suite.items):
        return suite
    chosen = set(random.Random(seed).sample(range(len(suite.items)), limit))
    items = tuple(item for number, item in enumerate(suite.items) if number in chosen)
    return replace(suite, items=items, fingerprint=_fingerprint(items))


def dated(suite: Suite) -> Suite:
    """The suite with each question asked as of the day it was asked, where that is given; it is another suite."""
    items = tuple(replace(item, as_of=item.as_of or item.asked) for item in suite.items)
    return replace(suite, items=items, fingerprint=_fingerprint(items))


def missing_evidence(items: Sequence[Item], texts: Mapping[str, str]) -> list[str]:
    """What the suite expects and the corpus does not hold: articles, and quotes in them; one line each."""
    problems = []
    for item in items:
        for expected in item.evidence:
            if expected.article not in texts:
                problems.append(f"{item.id}: there is no article {expected.article}")
            elif expected.quote is not None and expected.quote not in texts[expected.article]:
                problems.append(f"{item.id}: {expected.article} does not say {expected.quote[:60]!r}")
    return problems


def _item(line: str, where: str) -> Item:
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise TypeError("not an object")
        answer = row["answer"] if "supported" not in row else row.get("answer")
        if answer is not None and (not isinstance(answer, list) or not answer):
            raise TypeError("answer must be null or a list of strings")
        if not isinstance(row.get("supported"), bool | None):
            raise TypeError("supported must be true or false")
        *before, question = _listed(row, "turns") or [_word(row["question"], "question")]
        item = Item(
            id=_word(row["id"], "id"),
            question=question,
            answer=None if answer is None else _listed(row, "answer"),
            evidence=tuple(_evidence(row.get("evidence", []))),
            conflict=bool(row.get("conflict", False)),
            as_of=date.fromisoformat(row["as_of"]) if row.get("as_of") else None,
            asked=date.fromisoformat(row["asked"]) if row.get("asked") else None,
            tags=_listed(row, "tags"),
            within=_listed(row, "within"),
            supported=row.get("supported"),
            before=tuple(before),
            standalone=_word(row["standalone"], "standalone") if row.get("standalone") else None,
            carries=_listed(row, "carries"),
            drops=_listed(row, "drops"),
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        what = f"it has no {error}" if isinstance(error, KeyError) else str(error)
        raise UsageError(f"{where}: {what[:120]}", "see the README for the format of a suite") from error
    if not all(text.strip() for text in (*item.before, item.question)):
        raise UsageError(f"{where}: the question is empty", "write one")
    return item


def _evidence(given: object) -> Iterator[ExpectedEvidence]:
    if not isinstance(given, list):
        raise TypeError("evidence must be a list")
    for entry in given:
        if not isinstance(entry, dict):
            raise TypeError('evidence must be a list of {"article": …, "quote": …}')
        quote = entry.get("quote")
        article = _word(entry["article"], "article")
        yield ExpectedEvidence(article, None if quote is None else _word(quote, "quote"))


def _listed(row: Mapping[str, object], name: str) -> tuple[str, ...]:
    given = row.get(name, [])
    if not isinstance(given, list):
        raise TypeError(f"{name} must be a list")
    return tuple(_word(value, name) for value in given)


def _word(value: object, name: str) -> str:
    """A text or, as people write years and counts, a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError(f"{name} must be text, and is {shown(value)}")
    return without_halves(str(value))


def _fingerprint(items: Sequence[Item]) -> str:
    return hashlib.sha256("\n".join(map(_told, items)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _told(item: Item) -> str:
    """The item as text. What only conversations have is left out of all others, so that baselines stay valid."""
    return repr(item).replace(f"{_NO_CONVERSATION})", ")")
