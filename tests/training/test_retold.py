"""Paragraphs and questions told in another way: what still answers, and where, and what no longer does."""

import random
import re

from training.edits import another_figure
from training.mirrored import Mirrored, mirrored
from training.newslike import newslike
from training.quizzed import after_a_lead, of_late, with_the_gap_in_place

TEXT = "Springfield has 17 old buses. Quimby, the mayor of Springfield, sold 3 of them to Shelbyville."
HOLDING = TEXT[30:]


def spans(*answers: str) -> list[tuple[int, int]]:
    return [(TEXT.index(a), TEXT.index(a) + len(a)) for a in answers]


def changed(question: str, answer: str, seed: int = 0) -> Mirrored | None:
    return mirrored(
        question,
        TEXT,
        spans(answer),
        HOLDING,
        lambda word: {"sold": ["lent"], "mayor": ["warden"]}.get(word, []),
        lambda name: {"Springfield": ["Ogdenville"]}.get(name, []),
        random.Random(seed),
    )


def test_question_and_paragraph_are_about_another_name_and_the_answer_is_found_again() -> None:
    made = changed("Who is the head of Springfield?", "Quimby")
    assert made is not None
    assert made.question == "Who is the head of Ogdenville?"
    assert made.text == TEXT.replace("Springfield", "Ogdenville")
    assert [made.text[s:e] for s, e in made.answers] == ["Quimby"]
    assert made.is_other


def test_a_word_of_its_kind_may_mean_nearly_the_same_and_its_opposite_does_not() -> None:
    alike = [made for seed in range(20) if (made := changed("Who sold them?", "Quimby", seed))]
    assert {(m.question, m.is_other) for m in alike} == {("Who sold them?".replace("sold", w), o) for w, o in OTHERS}


OTHERS = (("lent", False), ("bought", True))


def test_a_figure_that_is_still_told_elsewhere_is_not_gone() -> None:
    made = changed("To whom were 3 buses sold?", "Shelbyville")
    assert made is not None
    assert re.fullmatch(r"To whom were \d buses (sold|bought|lent)\?", made.question)
    assert "Who" not in made.text


def test_nothing_in_common_changes_nothing() -> None:
    assert changed("What rusts?", "buses") is None
    assert changed("Who is Quimby?", "Quimby") is None, "what is asked for stays as it is"


def test_another_figure_has_as_many_digits_and_no_zero_in_front() -> None:
    made = {another_figure("10,500", random.Random(seed)) for seed in range(50)}
    assert "10,500" not in made
    assert all(len(m) == 6 and m[2] == "," and m[0] != "0" for m in made)


def test_a_paragraph_as_news_says_the_same_and_its_answers_are_found_again() -> None:
    sentences = [(0, 29), (30, len(TEXT))]
    texts = set()
    for seed in range(40):
        told, answers = newslike(TEXT, sentences, spans("17", "Shelbyville"), ["Joan Doe"], random.Random(seed))
        assert [told[s:e] for s, e in answers] == ["17", "Shelbyville"]
        texts.add(told)
    assert any("Joan Doe" in t for t in texts)
    assert any(t.startswith("JOAN DOE — ") for t in texts)


def test_the_gap_stands_where_the_answer_stood_and_asks_for_its_kind() -> None:
    sentence = "Quimby moved to Ogdenville in 1990."
    made = {
        with_the_gap_in_place(question, sentence, (sentence.index(a), sentence.index(a) + len(a)), random.Random(seed))
        for seed in range(20)
        for question, a in (("What town did he go to?", "Ogdenville"), ("When did he move?", "1990"))
    }
    assert {"Quimby moved to which town in 1990?", "Quimby moved to Ogdenville in what year?"} <= made
    assert with_the_gap_in_place("Is it?", sentence, (0, 6), random.Random(0)) is None


def test_a_question_after_a_lead_or_of_late_still_asks_the_same() -> None:
    asked = after_a_lead("Who sold them?", "Springfield has buses.", random.Random(0))
    assert asked == "Springfield has buses. Who sold them?"
    assert after_a_lead("Who sold them?", "word " * 40, random.Random(0)) is None
    assert re.fullmatch(
        r"Who sold them .*(week|month|recently|year|Tuesday)\?", of_late("Who sold them?", random.Random(0))
    )
