"""Hand-made mutations of true sentences are caught, faithful paraphrases are let through."""

import json
from collections import Counter
from pathlib import Path

import pytest

from conftest import ROOT
from rag.checking.verifier import open_verifier
from rag.embedding.model import ModelEmbedder
from rag.entailment.model import open_checker
from rag.evaluation.mutations import FAITHFUL, Mutation, load_mutations
from rag.types import Verdict

ROWS = list(load_mutations(ROOT / "eval/mutations.jsonl", ROOT / "corpus"))
LEAST_CAUGHT = 0.95
MOST_FALSE_ALARMS = 0.05


@pytest.fixture(scope="module", params=["packaged", "none"])
def wrong(embedder: ModelEmbedder, request: pytest.FixtureRequest) -> list[Mutation]:
    """The rows on which the verdict is wrong, with the checker and without."""
    verifier = open_verifier(embedder, open_checker(request.param))
    borne_out = {Verdict.QUOTED, Verdict.SUPPORTED}
    return [
        row
        for row in ROWS
        if (verifier.check(row.statement, row.sources).verdict in borne_out) is not (row.kind == FAITHFUL)
    ]


def test_there_is_enough_of_every_kind() -> None:
    kinds = Counter(row.kind for row in ROWS)
    assert set(kinds) == {"figure", "bound", "date", "name", "negation", "speaker", "hedge", FAITHFUL}
    assert kinds[FAITHFUL] >= 60
    assert sum(kinds.values()) - kinds[FAITHFUL] >= 150


def test_mutations_are_caught(wrong: list[Mutation]) -> None:
    missed = [row.id for row in wrong if row.kind != FAITHFUL]
    mutated = sum(row.kind != FAITHFUL for row in ROWS)
    assert len(missed) <= (1 - LEAST_CAUGHT) * mutated, missed


def test_faithful_paraphrases_are_let_through(wrong: list[Mutation]) -> None:
    refused = [row.id for row in wrong if row.kind == FAITHFUL]
    faithful = sum(row.kind == FAITHFUL for row in ROWS)
    assert len(refused) <= MOST_FALSE_ALARMS * faithful, refused


def test_a_quotation_that_is_no_sentence_of_its_article_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("The ferry sank. All were saved.", "utf-8")
    row = {"id": "x", "kind": FAITHFUL, "statement": "It sank.", "sources": [{"article": "a.md", "quote": "It sank."}]}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), "utf-8")
    with pytest.raises(ValueError, match="no such sentence"):
        list(load_mutations(tmp_path / "rows.jsonl", tmp_path))
