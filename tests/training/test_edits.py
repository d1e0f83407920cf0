"""True sentences with one small edit."""

import random

import pytest

from training.edits import edits, names_in, shortened
from training.faithful import told_otherwise

SENTENCE = (
    "Mayor Joan Quimby of Springfield said at least 17 buses, which were old, may be sold to Shelbyville on Monday."
)
ELSEWHERE = "Later, Seymour Skinner and the council of Ogdenville met."


def similar(word: str) -> list[str]:
    return {"buses": ["trams"], "sold": ["lent"]}.get(word, [])


def made(sentence: str, seed: int = 0) -> dict[str, str]:
    return {e.kind: e.text for e in edits(sentence, ELSEWHERE, similar, random.Random(seed))}


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        ("bound", "It has at least ten.", {"It has at most ten.", "It has up to ten."}),
        ("hedge", "It may rain.", {"It will rain."}),
        ("negation", "It was not sold.", {"It was sold."}),
        ("negation", "It was sold.", {"It was not sold.", "It was never sold."}),
        ("roles", "Today, Ann beat Bob.", {"Today, Bob beat Ann."}),
        ("word", "The buses came.", {"The trams came."}),
        ("name", "Today, Quimby left.", {"Today, Ogdenville left."}),
    ],
)
def test_each_kind(kind: str, sentence: str, expected: set[str]) -> None:
    found = {made(sentence, seed).get(kind) for seed in range(20)}
    assert found <= expected
    assert found


def test_a_figure_becomes_another_of_its_kind() -> None:
    for seed in range(30):
        assert made("It came on Monday with two others.", seed)["figure"] != "It came on Monday with two others."
        assert 10 <= int(made("There were 17 of them.", seed)["figure"].split()[2]) <= 99


@pytest.mark.parametrize("seed", range(20))
def test_spans_are_of_what_was_changed(seed: int) -> None:
    for edit in edits(SENTENCE, ELSEWHERE, similar, random.Random(seed)):
        assert edit.text != SENTENCE
        first, last = edit.spans[0][0], edit.spans[-1][1]
        assert edit.text[:first] == SENTENCE[:first]
        assert SENTENCE.endswith(edit.text[last:])


def test_what_has_nothing_to_change_is_left_alone() -> None:
    assert not list(edits("Rain came.", "", lambda word: [], random.Random(0)))


def test_asides_are_left_out() -> None:
    assert shortened("The bus (a red one), which was old, broke down.") == "The bus, broke down."


def test_a_capital_at_the_start_of_a_sentence_makes_no_name() -> None:
    assert [m.group() for m in names_in("Rain fell on Springfield. Joan Quimby left.")] == [
        "Springfield",
        "Joan Quimby",
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In May, the town bought buses.", "The town bought buses in May."),
        ("The team, an old one of the town, won three games.", "The team won three games."),
        ("The town bought three buses, said Ann Lee.", "Ann Lee said that The town bought three buses."),
    ],
)
def test_a_sentence_is_told_otherwise(sentence: str, expected: str) -> None:
    plain = {"purchased": "bought", "stated": "said", "squad": "team", "secured": "won", "3": "three"}
    found = set()
    for seed in range(40):
        told = told_otherwise(sentence, random.Random(seed))
        for new, old in plain.items():
            told = told.replace(new, old)
        found.add(told)
    assert expected in found


def test_what_cannot_be_told_otherwise_stays() -> None:
    assert told_otherwise("Rain came down.", random.Random(0)) == "Rain came down."
