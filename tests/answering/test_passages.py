"""Passages as a reader gets them, and what it says of them."""

from doubles import Finds, evidence_of
from rag.answering.passages import read_passages

BUSES = "The council of Springfield bought 17 buses on Monday."
RAIN = "It rained in Shelbyville."


def test_without_a_reader_all_stays_as_it_was_found() -> None:
    evidence = [evidence_of(RAIN, "rain.txt", 0.2), evidence_of(BUSES, "buses.txt", 0.9)]
    read = read_passages("how many buses?", evidence, None)
    assert [p.evidence for p in read] == evidence
    assert [(p.lines, p.starts, p.reading) for p in read] == [((RAIN,), (0,), None), ((BUSES,), (0,), None)]


def test_a_reader_says_how_relevant_a_passage_is_and_changes_no_order() -> None:
    evidence = [evidence_of(RAIN, "rain.txt", 0.50), evidence_of(BUSES, "buses.txt", 0.49)]
    other, relevant = (p.evidence.signals.relevance for p in read_passages("how many buses?", evidence, Finds("17")))
    assert relevant is not None
    assert other is not None
    assert relevant > 0.5 > other


def test_lines_stand_where_their_reading_says() -> None:
    text = "The council\n  met.\n\nIt bought 17\tbuses there. It rained."
    (read,) = read_passages("how many buses?", [evidence_of(text)], Finds("17"))
    joined = " ".join(read.lines)
    assert [joined[start : start + len(line)] for start, line in zip(read.starts, read.lines, strict=True)] == list(
        read.lines
    )
    assert read.reading is not None
    best = read.reading.best(0, len(joined))
    assert best is not None
    assert joined[best[1].start : best[1].end] == "17"
