"""Asks one peer about statements. Runs in that peer's own environment: nothing of ours but this file is there.

    PYTHON -I benchmarks/peer_judges.py NAME < lines of {"statement", "text"}

Prints for each line `{"supported", "contradicted", "seconds"}`, then `{"refused": N}`: how often it reached for the
network, which is refused (what compiled code does by itself is not seen). Whatever it prints goes to stderr. Each
judge below makes the call that its package documents, with its defaults, on the whole text each time.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

Judge = Callable[[str, str], tuple[bool, bool | None]]
"""Of a statement and a text: whether it is supported, and whether contradicted; None where it has no such verdict."""


def _ancora() -> Judge:
    ancora: Any = import_module("ancora")
    chunking: Any = import_module("ancora.chunking")
    checker = ancora.GroundingChecker()

    def judge(statement: str, text: str) -> tuple[bool, None]:
        chunks = chunking.chunk_documents([ancora.Document(id="article", text=text)])
        return all(check.supported for check in checker.check_answer(statement, chunks)), None

    return judge


def _groundrails() -> Judge:
    groundrails: Any = import_module("groundrails")
    groundrails.init(models="none")

    def judge(statement: str, text: str) -> tuple[bool, bool]:
        (claim,) = groundrails.grounding_document([statement], [("article.md", text)])["claims"]
        return claim["grounded"], not claim["grounded"] and claim["contradiction"] is not None

    return judge


def _grounded_check() -> Judge:
    grounded: Any = import_module("grounded")
    article = Path(tempfile.mkdtemp(), "article.md")

    def judge(statement: str, text: str) -> tuple[bool, None]:
        article.write_text(text, "utf-8")
        return grounded.check(statement, [str(article)]).passed, None

    return judge


def _hallucination_check() -> Judge:
    package: Any = import_module("hallucination_check")

    def judge(statement: str, text: str) -> tuple[bool, bool]:
        report = package.check(statement, text)
        return not report.unsupported, bool(report.contradictions)

    return judge


def _groundlens() -> Judge:
    verifier: Any = import_module("groundlens").Verifier()

    def judge(statement: str, text: str) -> tuple[bool, bool]:
        decision = verifier.seal(answer=statement, passages=[text]).decision
        return decision == "PASS", decision == "FAIL"

    return judge


def _dokis() -> Judge:
    dokis: Any = import_module("dokis")

    def judge(statement: str, text: str) -> tuple[bool, None]:
        paragraphs = [part for part in text.split("\n\n") if part.strip()]
        chunks = [dokis.Chunk(content=part, source_url="https://example.com/article") for part in paragraphs]
        return dokis.audit(statement, chunks, statement).passed, None

    return judge


JUDGES: dict[str, Callable[[], Judge]] = {
    "ancora-rag": _ancora,
    "groundrails": _groundrails,
    "grounded-check": _grounded_check,
    "hallucination-check": _hallucination_check,
    "groundlens": _groundlens,
    "dokis": _dokis,
}


def main() -> None:
    refused = 0

    def refuse(event: str, _: object) -> None:
        nonlocal refused
        if event in ("socket.connect", "socket.getaddrinfo"):
            refused += 1
            raise OSError("no network for peers")

    sys.addaudithook(refuse)
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        judge = JUDGES[sys.argv[1]]()
        for line in sys.stdin:
            asked = json.loads(line)
            began = time.perf_counter()
            supported, contradicted = judge(asked["statement"], asked["text"])
            seconds = time.perf_counter() - began
            said = {"supported": bool(supported), "contradicted": contradicted, "seconds": seconds}
            print(json.dumps(said), file=out)
        print(json.dumps({"refused": refused}), file=out)


if __name__ == "__main__":
    main()
