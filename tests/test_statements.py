"""Statements that somebody wrote who had not seen the check: what passes, what is supported, what is accused.

One row in seven of `eval/statements/`; all of them are for `benchmarks/statements.py`. The rows may be read, so what is
held here is that nothing falls back; how the check does on rows that nobody has read is logged in `eval/LOG.md`.
"""

from pathlib import Path

import pytest

from benchmarks.statement_rows import read_rows
from conftest import ROOT
from rag.query_engine import QueryEngine
from rag.settings import load_settings
from rag.types import BORNE_OUT, Verdict

FOLDERS = sorted((ROOT / "eval/statements").glob("r*"))
MOST_PASSED, LEAST_SUPPORTED, MOST_ACCUSED, LEAST_CONTRADICTED = 0.15, 0.60, 0.06, 0.25

Said = list[tuple[bool, Verdict | None]]


@pytest.fixture(scope="module")
def said() -> Said:
    """Whether each statement is true, and the verdict on it."""
    found: Said = []
    for folder in FOLDERS:
        settings = load_settings([folder / "articles"])
        with QueryEngine(settings) as engine:
            engine.refresh()
            for row in read_rows(folder)[:: len(FOLDERS) - 1]:
                (sentence,) = engine.check(row["statement"]).sentences[:1]
                found.append((row["true"], sentence.verdict))
    return found


def share(verdicts: list[Verdict | None], wanted: frozenset[Verdict]) -> float:
    return sum(verdict in wanted for verdict in verdicts) / len(verdicts)


def test_few_wrong_ones_pass_and_most_true_ones_are_supported(said: Said) -> None:
    true, wrong = ([verdict for is_true, verdict in said if is_true is side] for side in (True, False))
    assert min(len(true), len(wrong)) > 80
    assert share(wrong, BORNE_OUT) <= MOST_PASSED
    assert share(true, BORNE_OUT) >= LEAST_SUPPORTED


def test_what_is_true_is_hardly_ever_called_contradicted(said: Said) -> None:
    contradicted = frozenset({Verdict.CONTRADICTED})
    assert share([verdict for is_true, verdict in said if is_true], contradicted) <= MOST_ACCUSED
    stopped = [verdict for is_true, verdict in said if not is_true and verdict not in BORNE_OUT]
    assert share(stopped, contradicted) >= LEAST_CONTRADICTED


def test_every_row_points_at_an_article_that_is_there() -> None:
    for folder in FOLDERS:
        rows = read_rows(folder)
        assert {row["article"] for row in rows} == {file.name for file in Path(folder, "articles").iterdir()}
        assert len({row["id"] for row in rows}) == len(rows) == 150
        assert sum(row["true"] for row in rows) == 75
