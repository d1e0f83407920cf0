"""Odd inputs of every kind that `ask` and `rag` read, made of good ones."""

import json
import random
import re
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.fuzzing import odd
from benchmarks.fuzzing.mutate import NASTY, mutated_bytes, mutated_text

ROOT = Path(__file__).parents[2]
GOOD = {
    "good/buses.md": "---\ntitle: Springfield buys buses\npublished: 2023-05-02\n"
    "publisher: Springfield Gazette\n---\n\n"
    "The council of Springfield bought 17 electric buses on Tuesday, the mayor said.\n\n"
    "They will serve the northern line.\n",
    "good/bees.txt": "Beekeepers count their losses\n\nBy Ana Lopez\n\nMarch 3, 2023\n\n"
    "Beekeepers in Wexford lost 40 percent of their hives over the winter, the Wexford Beekeepers Association said.\n",
}
QUESTIONS = (
    "How many electric buses did the council of Springfield buy?",
    "What share of their hives did beekeepers in Wexford lose?",
)
_MOST = 12_000
"""In characters: embedding takes longest, and a longer article is only more of the same."""
_BODY = "The dam at Harbor broke on Monday, the mayor said.\n"


@cache
def articles() -> tuple[str, ...]:
    return tuple(file.read_text("utf-8") for file in sorted((ROOT / "corpus").glob("*.md")))


@cache
def rows() -> tuple[str, ...]:
    names = ("belarus.jsonl", "followups.jsonl")
    return tuple(line for name in names for line in (ROOT / "eval" / name).read_text("utf-8").splitlines() if line)


@cache
def examples() -> tuple[str, ...]:
    """The blocks of code in the README: front matter, settings, suites, commands."""
    return tuple(re.findall(r"```\w*\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.S))


def article(rng: random.Random) -> bytes:
    """A piece of an article, with or without its front matter, after some edits; sometimes something else."""
    whole = rng.choice(articles())
    paragraphs = whole.split("\n\n")
    at = rng.randrange(len(paragraphs))
    text = "\n\n".join(paragraphs[at : at + rng.randint(1, 4)])
    if rng.random() < 0.5:
        text = f"{paragraphs[0]}\n\n{text}"
    if rng.random() < 0.05:
        text = rng.choice((*examples(), "", " \n", "\0", rng.randbytes(300).decode("latin-1")))
    return mutated_bytes(rng, mutated_text(rng, text)[:_MOST])


def front_matter(rng: random.Random) -> bytes:
    """An article of one sentence whose front matter is odd."""
    lines = [_yaml_line(rng) for _ in range(rng.randint(1, 8))]
    if rng.random() < 0.1:
        lines = [
            f"a0: &a0 [{', '.join(['x'] * 9)}]",
            *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)),
            *lines,
            "published: *a39\nauthors: *a39\n? *a39\n: x",
        ]
    if rng.random() < 0.1:
        lines = [json.dumps({name: rng.choice(odd.JSON) for name in rng.sample(odd.NAMES, 4)})]
        lines.insert(0, "# JSON")
    text = "\n".join(lines)
    text = mutated_text(rng, text, 2) if rng.random() < 0.4 else text
    opened, closed = rng.choice(
        (("---", "---"),) * 8 + (("---", "..."), ("---", ""), ("--- ", "--- "), ("----", "---"))
    )
    return mutated_bytes(rng, f"{opened}\n{text}\n{closed}\n{_BODY}")


def _yaml_line(rng: random.Random) -> str:
    if rng.random() < 0.4:
        return rng.choice(
            ("title: Dam breaks", "published: 2022-12-30", "authors: [Ana Lopez, Tom Reed]", "url: http://a.example/b")
        )
    indent = rng.choice(("",) * 9 + ("  ", "\t"))
    value = rng.choice((rng.choice(odd.YAML), rng.choice(odd.YAML), rng.choice(NASTY), f'"{rng.choice(NASTY)}"'))
    return f"{indent}{rng.choice(odd.NAMES)}{rng.choice((': ',) * 9 + (':', ' :', ' = '))}{value}"


def settings(rng: random.Random) -> bytes:
    """A `rag.toml` with a wrong type, a doubled table or another mistake among what is right."""
    lines = [f"corpus = {rng.choice(odd.TOML)}"] if rng.random() < 0.2 else ["corpus = 'good'"]
    one_each = {table: (table, key, value) for table, key, value in rng.sample(odd.SETTINGS, rng.randint(1, 4))}
    for table, key, value in one_each.values():
        chance = rng.random()
        lines.append(f"[{rng.choice(odd.TABLES) if chance < 0.05 else table}]")
        named = rng.choice(odd.TOML_KEYS) if chance > 0.95 else key
        lines.append(f"{named} = {rng.choice(odd.TOML) if 0.1 < chance < 0.3 else value}")
    text = "\n".join(lines)
    return _perhaps_damaged(rng, mutated_text(rng, text, 2) if rng.random() < 0.2 else text)


def thresholds(rng: random.Random) -> bytes:
    lines = ["[suite]", *(f"{rng.choice(odd.FIGURES)} = {rng.choice(('0.5', rng.choice(odd.TOML)))}" for _ in range(2))]
    text = "\n".join(dict.fromkeys(lines))
    return _perhaps_damaged(rng, mutated_text(rng, text, 1) if rng.random() < 0.2 else text)


def suite(rng: random.Random) -> bytes:
    """Some lines of our suites with fields of wrong types, additional ones, and edits that no JSON survives."""
    lines = []
    for line in rng.sample(rows(), rng.randint(1, 3)):
        row = json.loads(line)
        for _ in range(rng.choice((0, 1, 1, 2))):
            row[rng.choice((*row, *odd.FIELDS))] = rng.choice((*odd.JSON, *("word", ["word"]) * 20))
        if rng.random() < 0.05:
            row["answer"] = _deep(rng)
        text = json.dumps(row, ensure_ascii=rng.random() < 0.7)
        lines.append(mutated_text(rng, text, 1) if rng.random() < 0.1 else text)
    return _perhaps_damaged(rng, "\n".join(lines))


def _perhaps_damaged(rng: random.Random, text: str) -> bytes:
    return mutated_bytes(rng, text) if rng.random() < 0.15 else text.encode("utf-8", "surrogatepass")


def _deep(rng: random.Random) -> object:
    found: object = rng.choice(odd.JSON)
    for _ in range(rng.choice((50, 400))):
        found = rng.choice(([found], {"a": found}))
    return found


def _mostly(rng: random.Random, good: Any, share: float) -> Any:
    return good if rng.random() < share else rng.choice(odd.JSON)


def baseline(rng: random.Random) -> bytes:
    questions = [
        {"id": _mostly(rng, "q1", 0.9), "figures": _mostly(rng, {"answer_any": _mostly(rng, 0.5, 0.8)}, 0.9)}
        for _ in range(2)
    ]
    report = {
        "suite_fingerprint": _mostly(rng, "x", 0.9),
        "corpus_fingerprint": "x",
        "questions": _mostly(rng, questions, 0.9),
    }
    text = json.dumps(report)
    return _perhaps_damaged(rng, mutated_text(rng, text, 1) if rng.random() < 0.2 else text)


def question(rng: random.Random) -> str:
    """A question of our suites after some edits, or odd tokens one after another."""
    asked = [
        str(row.get("question") or row["turns"][-1])
        for row in map(json.loads, rng.sample(rows(), 3))
        if "question" in row or row.get("turns")
    ]
    if rng.random() < 0.3:
        words = [*" ".join(asked).split(), *rng.sample(NASTY, 4), "\udcff", "AND", "NEAR(", "title:", "*", '"']
        return " ".join(rng.sample(words, min(len(words), rng.randint(1, 12))))[:4000]
    return mutated_text(rng, asked[0] if asked else "why?", 3)[:4000]


def draft(rng: random.Random) -> bytes:
    """A few sentences as somebody wrote them: prose, Markdown, an answer of ours, or its JSON."""
    sentences = re.split(r"(?<=[.!?])\s+", rng.choice(articles())[400:])
    at = rng.randrange(len(sentences))
    text = rng.choice((" ", "\n", "\n\n", "\n- ", " [1]\n")).join(sentences[at : at + rng.randint(1, 3)])
    if rng.random() < 0.3:
        table: dict[str, object] = {
            "answer": text,
            "statements": rng.choice(odd.JSON),
            "citations": rng.choice(odd.JSON),
        }
        if rng.random() < 0.3:
            table[rng.choice(("answer", "statements"))] = rng.choice((*odd.JSON, _deep(rng)))
        text = json.dumps(table)
        return mutated_bytes(rng, mutated_text(rng, text, 1) if rng.random() < 0.4 else text)
    return mutated_bytes(rng, mutated_text(rng, text, 3)[:4000])


def chat_lines(rng: random.Random) -> list[str]:
    """What is typed into a conversation: questions, what leans on them, commands with odd arguments."""
    lines = [rng.choice((*QUESTIONS, question(rng)))]
    for _ in range(rng.randint(1, 4)):
        command = rng.choice(odd.COMMANDS)
        given = rng.choice((*odd.ARGUMENTS, rng.choice(NASTY), question(rng)[:300]))
        if command == "/save":
            given = given.replace("/", "_").replace("~", "_").replace("..", "_")[:300]
        if command == "/model":
            given = rng.choice(odd.MODELS)
        short = rng.choice(odd.FOLLOW_UPS)
        lines.append(rng.choice((f"{command} {given}", short, mutated_text(rng, short, 1)[:600])))
    return lines
