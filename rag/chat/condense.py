"""Has a language model say what a question means after those before it."""

import re
from collections.abc import Sequence

from rag.chat.turn import Turn, Understood, Way
from rag.errors import ModelError
from rag.generation.prompts import load_prompt
from rag.generation.protocol import LanguageModel

_TURNS = 4
_LONGEST_ANSWER = 600
"""Characters of an answer that the model is shown."""
_LONGEST = 400
"""A longer reply is no question."""
_MARKS = ("<<<", ">>>")
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.S)
_LABEL = re.compile(r"^(?:(?:standalone |rewritten )?question|rewritten)\s*:\s*", re.I)


def condense(model: LanguageModel, history: Sequence[Turn], asked: str) -> Understood | None:
    """What a model takes the question for; None where it fails, or writes what is no question."""
    opening, closing = _MARKS
    turns = "\n".join(_told(turn) for turn in history[-_TURNS:])
    for mark in _MARKS:
        turns = turns.replace(mark, "")
    try:
        prompt = load_prompt("condense").fill(turns=turns, question=asked, opening=opening, closing=closing)
        reply = "".join(model.stream(prompt))
    except ModelError:
        return None
    question = cleaned(reply)
    if question is None:
        return None
    is_same = _letters(question) == _letters(asked)
    return Understood(asked) if is_same else Understood(question, Way.FOLLOW_UP)


def cleaned(reply: str) -> str | None:
    """The question that a model wrote, without what models put around it; None where there is none, or it is long."""
    lines = [line.strip() for line in _THOUGHT.sub("", reply).splitlines() if line.strip()]
    question = _LABEL.sub("", lines[0]).strip('"“”*` ') if lines else ""
    is_one = len(lines) == 1 and any(c.isalnum() for c in question) and len(question) <= _LONGEST
    return question if is_one else None


def _told(turn: Turn) -> str:
    answer = " ".join(turn.answer.text.split())[:_LONGEST_ANSWER] or "The articles do not say."
    return f"Question: {turn.understood.question}\nAnswer: {answer}"


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
