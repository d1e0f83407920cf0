"""What the rules make of a statement and its sources by themselves, on pairs written by hand.

A pair that is known to be judged wrongly has `missed`, so that a fix shows. Many of the faithful ones are refused for
what only a judge of meaning, or arithmetic, could tell.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.checking.check import find_faults
from rag.checking.protocol import Source

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "pairs.jsonl").read_text("utf-8").splitlines()]
PUBLISHED = date(2024, 5, 20)


def params(*, faithful: bool) -> list[Any]:
    missed = pytest.mark.xfail(strict=True, reason="known to be judged wrongly")
    return [
        pytest.param(pair, id=f"{pair['about']}: {pair['statement']}", marks=missed if pair.get("missed") else ())
        for pair in PAIRS
        if pair["faithful"] is faithful
    ]


def is_faulted(pair: dict[str, Any]) -> bool:
    return bool(find_faults(pair["statement"], [Source(text, published=PUBLISHED) for text in pair["sources"]]))


@pytest.mark.parametrize("pair", params(faithful=True))
def test_what_is_told_otherwise_and_is_so(pair: dict[str, Any]) -> None:
    assert not is_faulted(pair)


@pytest.mark.parametrize("pair", params(faithful=False))
def test_what_is_not_so(pair: dict[str, Any]) -> None:
    assert is_faulted(pair)
