"""Rows of the checker made of invented news, and of claims gathered from many sources."""

import json
import random
from datetime import date
from pathlib import Path

import pytest
import torch

from training.checker import checking_loss
from training.claim import NEITHER, NOT_BORNE_OUT, REFUTED, SUPPORTED, Claim
from training.gathered import gathered_claims
from training.news import Statement, Story, balanced, claims_of, differing, news_claims, read_news
from training.shares import share_of
from training.tokens import Encoded

SENTENCES = (
    "The council of Springfield met on Monday.",
    "Joan Quimby, its mayor, opened the session at noon.",
    "It bought 17 buses from Shelbyville.",
    "Each of the buses cost 40,000 dollars.",
    "Rain fell on the town for most of the day.",
    "A choir of children sang in the square.",
)
HEADING = "Seventeen buses. 3 May 2022. "
MONDAY = "on Monday (2 May 2022)"
STORY = Story(
    "x-001",
    "Seventeen buses",
    date(2022, 5, 3),
    SENTENCES,
    (
        Statement("Springfield got seventeen vehicles.", SUPPORTED, "paraphrase", (2,)),
        Statement("Springfield paid 680,000 dollars for buses.", SUPPORTED, "arithmetic", (2, 3)),
        Statement("Springfield bought 18 buses from Shelbyville.", REFUTED, "figure", (2,), ((19, 21),)),
        Statement("The rain will fall until Friday.", NEITHER, "plausible", (4,)),
    ),
)


def rows(form: str) -> list[Claim]:
    return [claim for claim in claims_of(STORY) if claim.kind.startswith(f"news {form}/")]


def told(claim: Claim) -> str:
    """The evidence without heading and days, which some rows have not."""
    return claim.evidence.removeprefix(HEADING).replace(MONDAY, "on Monday")


def needed(claim: Claim) -> list[str]:
    (one,) = (s for s in STORY.statements if s.text == claim.statement)
    return [SENTENCES[n] for n in one.evidence]


def test_each_statement_is_read_against_the_whole_and_against_what_decides_it() -> None:
    assert [(c.statement, c.label) for c in rows("whole")] == [(s.text, s.label) for s in STORY.statements]
    assert all(told(c) == " ".join(SENTENCES) for c in rows("whole"))
    first, _, refuted, _ = rows("read")
    assert told(first) == " ".join(SENTENCES[:3])  # the sentence and the two that it leans on
    assert (first.fails, refuted.fails) == ((), ((19, 21),))


def test_most_rows_begin_with_title_and_day_and_have_the_days_spelt_out() -> None:
    every = rows("whole") + rows("near")
    headed = [claim for claim in every if claim.evidence.startswith(HEADING)]
    assert len(every) / 2 < len(headed) < len(every)
    assert all((claim in headed) == (MONDAY in claim.evidence) for claim in rows("whole"))


def test_the_nearest_sentences_bear_a_statement_out_only_where_what_decides_it_is_among_them() -> None:
    for claim in rows("found"):
        (one,) = (s for s in STORY.statements if s.text == claim.statement)
        is_there = all(sentence in told(claim) for sentence in needed(claim))
        assert claim.label == (one.label if is_there or one.label == NEITHER else max(one.label + 2, NEITHER))


def test_a_false_twin_fails_where_it_differs() -> None:
    true = "The council bought 17 buses on Monday."
    assert differing("The council bought 18 trams on Monday.", true) == ((19, 27),)
    assert differing(true, "The council has not bought 17 buses on Monday.") is None, "what it lacks has no place"
    assert differing(true, "") is None


def test_what_lacks_a_sentence_that_is_needed_no_longer_bears_it_out() -> None:
    made = rows("without")
    assert {c.statement for c in made} == {s.text for s in STORY.statements if s.label != NEITHER}
    for claim in made:
        assert claim.label in {NEITHER, NOT_BORNE_OUT}
        assert not all(sentence in claim.evidence for sentence in needed(claim))


def test_other_sentences_of_the_text_do_not_bear_it_out() -> None:
    assert rows("elsewhere")
    for claim in rows("elsewhere"):
        assert claim.label in {NEITHER, NOT_BORNE_OUT}
        assert not any(sentence in claim.evidence for sentence in needed(claim))


def test_what_one_sentence_may_bear_out_until_another_takes_it_back_has_no_twins() -> None:
    ended = Story("x-002", "", date(2022, 5, 3), SENTENCES, (Statement("It rains.", REFUTED, "ended", (4,)),))
    forms = {c.kind.removeprefix("news ").partition("/")[0] for c in claims_of(ended)}
    assert forms == {"whole", "read", "near", "found", "own"}


def test_sides_that_share_as_many_words_are_as_many() -> None:
    near = [
        Claim("news read/figure", f"Rain fell on town {n}.", "Rain fell on a town.", REFUTED, None) for n in range(30)
    ]
    same = [
        Claim("news own/verbatim", f"Rain fell on town {n}.", "Rain fell on a town.", SUPPORTED, ()) for n in range(10)
    ]
    far = [Claim("news read/part", f"Snow {n}.", "Rain fell on a town.", SUPPORTED, ()) for n in range(9)]
    assert len([c for c in balanced(near + same) if c.label == REFUTED]) == 12
    assert balanced(far) == []
    assert balanced(near + same) == balanced(near + same)


def test_stories_held_out_give_no_row_to_learn() -> None:
    stories = list(read_news())[:12]
    assert any(s.is_held_out for s in stories)
    learned, held_out = news_claims(stories)
    of_held = {s.text for story in stories if story.is_held_out for s in story.statements}
    assert not of_held & {c.statement for c in learned}
    assert of_held <= {c.statement for c in held_out}


def test_the_news_is_whole() -> None:
    stories = list(read_news())
    assert len(stories) == len({s.id for s in stories}) == 1616
    statements = [s for story in stories for s in story.statements]
    assert [sum(s.label == n for s in statements) for n in (SUPPORTED, REFUTED, NEITHER)] == [11224, 9481, 2461]
    assert all(s.evidence for s in statements if s.label != NEITHER)
    assert sum(story.is_held_out for story in stories) == 199


def test_gathered_claims_say_no_more_than_is_known(tmp_path: Path) -> None:
    claims = [
        {"source": "med", "claim": "No dog ran.", "evidence": "A dog ran.", "label": "neutral"},
        {"source": "qamr", "claim": "A cat ran.", "evidence": "A dog ran.", "label": "refuted"},
    ]
    tokens = {"claim": "A dog ran.", "claim_tokens": ["A", "dog", "ran", "."], "not_supported": [0, 0, 1, 0]}
    (tmp_path / "claims-more.jsonl").write_text("".join(json.dumps(c) + "\n" for c in claims), "utf-8")
    (tmp_path / "wice-tokens.jsonl").write_text(json.dumps({**tokens, "evidence": "A dog."}) + "\n", "utf-8")
    made = list(gathered_claims(tmp_path))
    assert [c.label for c in made] == [NOT_BORNE_OUT, REFUTED, NOT_BORNE_OUT]
    assert [c.fails for c in made] == [None, None, ((6, 9),)]
    assert list(gathered_claims(tmp_path / "absent")) == []


@pytest.mark.parametrize("verdict", [REFUTED, NEITHER])
def test_a_row_that_is_only_not_borne_out_may_be_refuted_or_neither(verdict: int) -> None:
    claims = [Claim("med", "No dog ran.", "A dog ran.", NOT_BORNE_OUT, None)]
    empty = torch.zeros((1, 4), dtype=torch.uint8)
    loss = checking_loss(Encoded(claims, empty, empty, torch.tensor([4]), empty, empty.numpy()))

    def cost(of: int) -> float:
        logits = torch.full((1, 3), -9.0)
        logits[0, of] = 9.0
        return float(loss((logits, torch.zeros(1, 4)), torch.tensor([0]), 4))

    assert cost(verdict) < 0.01 < cost(SUPPORTED)


def test_news_is_scaled_by_itself() -> None:
    news, other = Claim("news own/verbatim", "", "", SUPPORTED, ()), Claim("unknown", "", "", SUPPORTED, ())
    assert share_of(news, 0.0, 1.0) > 0 == share_of(news, 1.0, 0.0)
    assert share_of(other, 0.5, 0.0) == 0.5


def test_rows_of_a_story_are_always_the_same() -> None:
    random.seed(1)
    first = list(claims_of(STORY))
    random.seed(2)
    assert first == list(claims_of(STORY))
