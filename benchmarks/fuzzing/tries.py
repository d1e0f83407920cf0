"""One try of each kind, at the seam that such input comes in through; whether it was taken."""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from benchmarks.fuzzing import inputs
from benchmarks.fuzzing.mutate import NASTY
from benchmarks.fuzzing.watching import WrongError, commands_in, require, screen
from rag.asked import checked_draft
from rag.chat.conversation import Conversation
from rag.chat.session import Session
from rag.chat.store import SessionStore
from rag.cli.chat_view import ConsoleView
from rag.cli.chatting import to_scope
from rag.errors import AskError, Exit
from rag.evaluation.baseline import compare, load_baseline
from rag.evaluation.figures import all_figures
from rag.evaluation.gates import breaches, load_thresholds
from rag.evaluation.outcome import Figure
from rag.evaluation.report import to_report
from rag.evaluation.runner import run_suite
from rag.evaluation.suite import load_suite, sampled
from rag.reading.decode import NotTextError
from rag.reading.drafts import read_draft, split_draft
from rag.render.check import checked_to_dict, print_checked
from rag.render.console import out
from rag.render.html import to_html
from rag.render.json import dumps
from rag.render.junit import to_junit
from rag.render.library import print_passages
from rag.settings import load_settings

if TYPE_CHECKING:
    from benchmarks.fuzzing.workshop import Workshop

_FIGURES = (Figure("auroc", 0.5, None, None, 4, ""), Figure("answer_any", 1.0, 0.4, 1.0, 4, "", values={"q1": 1.0}))
REFUSED = (Exit.USAGE, Exit.CORPUS)
_CHECKED = 8
"""Sentences: a draft of more is only taken apart, for each costs the embedding of what it is held against."""


def settings(shop: "Workshop", rng: random.Random) -> bool:
    (shop.work / "rag.toml").write_bytes(inputs.settings(rng))
    environ = {"RAG_CACHE": str(shop.cache), "RAG_CONFIG": str(shop.work / "config")}
    if rng.random() < 0.2:
        names = [
            f"RAG_{name}" for name in ("ANSWER_STATEMENTS", "MODEL_NAME", "MODEL_TIMEOUT", "CORPUS", "READER_MODEL")
        ]
        environ[rng.choice(names)] = rng.choice(NASTY).replace("\0", "")
    loaded = load_settings(environ=environ, cwd=shop.work)
    json.dumps([str(loaded), *loaded.notes])
    return True


def suites(shop: "Workshop", rng: random.Random) -> bool:
    rng.choice((_suite, _suite, _bars, _before))(shop, rng)
    return True


def _suite(shop: "Workshop", rng: random.Random) -> None:
    suite = sampled(load_suite(_written(shop, "suite.jsonl", inputs.suite(rng))), 1, 0)
    suite.fingerprint.encode("utf-8")
    if rng.random() < 0.1:
        run = run_suite(suite, shop.engine, lambda *_: None, None)
        figures = all_figures(run.outcomes, run.texts)
        report = to_report(run, figures, [], [])
        json.loads(dumps(report).encode("utf-8"))
        to_html(report).encode("utf-8")
        ElementTree.fromstring(to_junit(report))


def _bars(shop: "Workshop", rng: random.Random) -> None:
    breaches(_FIGURES, load_thresholds(_written(shop, "thresholds.toml", inputs.thresholds(rng)), "suite"))


def _before(shop: "Workshop", rng: random.Random) -> None:
    compare(_FIGURES, load_baseline(_written(shop, "baseline.json", inputs.baseline(rng))))


def _written(shop: "Workshop", name: str, raw: bytes) -> Path:
    (shop.work / name).write_bytes(raw)
    return shop.work / name


def questions(shop: "Workshop", rng: random.Random) -> bool:
    question = inputs.question(rng)
    days = rng.choice(({}, {}, {"as-of": "2022-12-30"}, {"since": "2022"}, {"until": rng.choice(NASTY)}))
    shop.asked(question, to_scope(days), explain=rng.random() < 0.5)
    found = shop.engine.search(question, 5)
    with screen() as shown:
        print_passages(out(), found)
    require(commands_in(shown.getvalue()))
    return True


def drafts(shop: "Workshop", rng: random.Random) -> bool:
    name = rng.choice(("d.md", "d.json", "d.txt", "-"))
    try:
        text = checked_draft(read_draft(name, inputs.draft(rng)))
    except NotTextError:
        return False
    sentences = split_draft(text)
    for sentence in sentences:
        if len(sentence.words) != len(sentence.places):
            raise WrongError("a sentence has lost its places")
    if len(sentences) > _CHECKED:
        return True
    checked = shop.engine.check(text)
    shop.hold(checked.citations)
    json.loads(dumps(checked_to_dict(checked, name)).encode("utf-8"))
    with screen() as shown:
        print_checked(out(), checked, name)
    require(commands_in(shown.getvalue()))
    return True


def chat(shop: "Workshop", rng: random.Random) -> bool:
    with screen() as shown:
        view = ConsoleView(lambda: "It rained. \x1b[2J", lambda _: None, (shop.corpus,))
        store = SessionStore(shop.cache / "chat", "fuzz")
        session = Session(Conversation(shop.engine), view, to_scope, {}, store)
        refused = list(_typed(shop, session, inputs.chat_lines(rng), rng))
        if rng.random() < 0.1 and session.conversation.turns:
            Session(Conversation(shop.engine), view, to_scope, {}, store).resume()
    require(commands_in(shown.getvalue()))
    for error in refused:
        require(commands_in(dumps(error.message)))
    for turn in session.conversation.turns:
        shop.hold(turn.answer.citations)
    return not refused


def _typed(shop: "Workshop", session: Session, lines: Sequence[str], rng: random.Random) -> Iterator[AskError]:
    for line in lines:
        try:
            name, _, rest = line.strip().partition(" ")
            typed = f"/save {shop.work / f'{rng.randrange(10**9)}{rest}'}" if name == "/save" and rest.strip() else line
            session.take(typed)
        except AskError as error:
            if error.code not in {*REFUSED, Exit.MODEL}:
                raise
            yield error


ONE: Mapping[str, Callable[["Workshop", random.Random], bool]] = {
    "settings": settings, "suites": suites, "questions": questions, "drafts": drafts, "chat": chat,
}  # fmt: skip
"""Articles are tried many at a time, by the workshop itself."""
