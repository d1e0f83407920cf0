"""Rows of the reader, made of open data as it comes."""

import json

import pytest

from training.prepare import prepare
from training.rows import Row, Rows, is_held_out

pytest.importorskip("sklearn")

TOWNS = [
    f"{a}{b}" for a in ("North", "South", "Spring", "Ogden", "Cap", "West") for b in "field ville ton dale".split()
]
ANSWERED = {"given", "close", "joined", "newslike", "quizzed", "mirrored", "sentence"}
SILENT = {"neighbour", "removed", "moved", "renamed", "opposite", "altered"}


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    data = tmp_path_factory.mktemp("data")
    spans = []
    for n, town in enumerate(TOWNS * 3):
        text = (
            f"The town of {town} is old. The council of {town} bought {n + 10} red buses last year. "
            f"It rained in {TOWNS[n % 24 - 1]} for most of that long day in June."
        )
        at = text.index(f"{n + 10} red")
        answers = [{"start": at, "text": f"{n + 10} red buses"}]
        spans.append({"question": f"What had the council of {town} bought?", "context": text, "answers": answers})
    ranking = [{"question": "What rusts?", "sentences": ["Iron rusts.", "Gold does not.", "Tin melts."], "right": [0]}]
    for name, lines in (("spans", spans), ("ranking", ranking), ("claims", [])):
        (data / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return prepare(data, lambda word: ["senate"] if word == "council" else [], lambda texts: lambda name: TOWNS[:3])


def test_answers_stand_where_rows_say(rows: Rows) -> None:
    told = [
        (row, rows.text(row)[start:end]) for row in rows.train if row.kind != "sentence" for start, end in row.answers
    ]
    assert {row.kind for row, _ in told} == ANSWERED - {"sentence"}
    assert all(answer.endswith("red buses") for _, answer in told)


def test_a_row_is_answered_or_not_by_its_kind(rows: Rows) -> None:
    made: dict[bool, set[str]] = {True: set(), False: set()}
    for row in rows.train:
        if row.kind != "claim":
            made[row.is_answered].add(row.kind)
    assert made[True] <= ANSWERED
    assert made[False] == SILENT


def test_what_is_made_of_a_held_out_paragraph_is_held_out(rows: Rows) -> None:
    def tells_of(row: Row) -> set[str]:
        return {w for w in rows.text(row).split() if w.isdigit()}

    given = [row for side in (rows.train, rows.held_out) for row in side if row.kind == "given"]
    held = {w for row in given if is_held_out(rows.text(row)) for w in tells_of(row)}
    assert held
    for row in rows.train:
        assert not held & tells_of(row), row
