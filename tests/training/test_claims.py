"""Rows of the checker, made of open data as it comes."""

import json
from pathlib import Path

import pytest

from training.claim import NEITHER, REFUTED, SUPPORTED, Claim
from training.claims import prepare_claims, read_claims, write_claims
from training.stated import statement_of

PARAGRAPH = (
    "Rain fell on the town for most of that day. The council of Springfield bought 17 old buses from Shelbyville last "
    "Monday. Mayor Joan Quimby had not promised them to the people of the town. It was a good day for Ogdenville, too."
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rows = [{"question": "Who had not promised buses?", "context": PARAGRAPH, "answers": [{"text": "Joan Quimby"}]}]
    claims = [
        {"source": "fever-dev", "claim": "A bus .", "evidence": "A bus -LRB- red -RRB- .", "label": "supported"},
        {"source": "fever-dev", "claim": "A tram.", "evidence": "A bus.", "label": "neutral"},
    ]
    for name, lines in (("spans", rows), ("claims", claims)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return tmp_path


@pytest.fixture
def claims(data: Path) -> list[Claim]:
    learned, held_out = prepare_claims(data, lambda word: ["sold"] if word == "bought" else [])
    return [*learned, *held_out]


def test_marks_of_other_tokenizers_are_taken_out(claims: list[Claim]) -> None:
    assert claims[0] == Claim("fever-dev", "A bus.", "A bus (red).", SUPPORTED, ())
    assert claims[1].label == NEITHER
    assert claims[1].fails is None


def test_a_sentence_is_supported_by_what_it_is_taken_from_and_not_by_the_rest(claims: list[Claim]) -> None:
    taken = [c for c in claims if c.kind == "taken"]
    assert taken
    assert all(c.label == SUPPORTED and c.statement in c.evidence and c.fails == () for c in taken)
    for claim in (c for c in claims if c.kind == "elsewhere"):
        assert claim.label == NEITHER
        assert claim.statement not in claim.evidence


def test_edits_are_not_supported_and_marked(claims: list[Claim]) -> None:
    edited = [c for c in claims if c.kind == "edited"]
    assert {c.label for c in edited} <= {REFUTED, NEITHER}
    assert edited
    for claim in edited:
        assert claim.statement not in claim.evidence
        assert claim.fails
        assert all(0 <= start < end <= len(claim.statement) for start, end in claim.fails)


def test_rows_come_back_as_they_were_and_always_the_same(data: Path, tmp_path: Path) -> None:
    sides = prepare_claims(data, lambda word: [])
    assert sides == prepare_claims(data, lambda word: [])
    write_claims(sides, tmp_path / "rows.json.gz")
    assert read_claims(tmp_path / "rows.json.gz") == sides


@pytest.mark.parametrize(
    ("question", "answer", "expected"),
    [
        ("Who was the first king?", "Otto", "Otto was the first king."),
        ("What is the capital of Peru?", "the city of Lima", "The city of Lima is the capital of Peru."),
        ("Which old town has a port?", "Bremen", "Bremen has a port."),
        ("Who wrote the letter?", "Otto", "Otto wrote the letter."),
        ("Which team won the cup?", "Bremen", "Bremen won the cup."),
        ("When did he die?", "1904", "He died in 1904."),
        ("When did the king buy it?", "May 3", "The king bought it on May 3."),
        ("In what year did Otto carry it?", "1904", "Otto carried it in 1904."),
        ("What year did Otto see it?", "1904", "Otto saw it in 1904."),
        ("Who did he meet?", "Otto", "He met Otto."),
        ("What team did Otto play for in May?", "Bremen", "Otto played for Bremen in May."),
        ("What did he die of?", "fever", "He died of fever."),
        ("How many buses did the town buy?", "17", "The town bought 17 buses."),
        ("How many buses were sold?", "17 old buses", "17 old buses were sold."),
        ("Where was the old mill first built?", "Peru", "The old mill was first built in Peru."),
        ("The mill was sold to whom?", "Otto", "The mill was sold to Otto."),
        ("He stayed until what?", "until May", "He stayed until May."),
        ("What did he not buy?", "Otto", None),
        ("What did she say he stole?", "a bus", None),
        ("What did the town do?", "burn", None),
        ("How did it end?", "badly", None),
        ("Who was she married to?", "Otto", None),
        ("Who was king", "Otto", None),
    ],
)
def test_a_question_and_its_answer_become_a_statement(question: str, answer: str, expected: str | None) -> None:
    assert statement_of(question, answer) == expected
