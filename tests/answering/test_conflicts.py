"""Where sources disagree, and where they only seem to."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.answering.conflicts import Claim, find_conflicts
from rag.answering.question import analyse
from rag.text.periods import Period
from rag.types import Conflict, ConflictValue, Span

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "conflict_pairs.jsonl").read_text("utf-8").splitlines()]


def claim(text: str, citation: int = 1, origin: str | None = None, **known: Any) -> Claim:
    """A claim whose mark stands in brackets in `text`."""
    start, end = text.find("["), text.find("]")
    mark = Span(start, end - 1) if start >= 0 else None
    return Claim(text.replace("[", "").replace("]", ""), mark, origin or f"origin {citation}", citation, **known)


def of_pair(pair: dict[str, Any]) -> tuple[Claim, ...]:
    found = []
    for number, side in enumerate(("one", "other"), start=1):
        if pair[side] is None:
            continue
        days = pair.get(f"{side}_when")
        published = pair.get(f"{side}_published")
        found.append(
            claim(
                pair[side],
                number,
                "origin" if pair.get("same_origin") else None,
                claimant=pair.get(f"{side}_by"),
                period=Period(date.fromisoformat(days[0]), date.fromisoformat(days[1])) if days else None,
                published=date.fromisoformat(published) if published else None,
            )
        )
    return tuple(found)


def found(question: str, *claims: Claim) -> tuple[Conflict, ...]:
    return find_conflicts(analyse(question), claims)


TANKS = "How many T-72A tanks did Kovia hand over to Drenland in May?"


def params(*, conflict: bool) -> list[Any]:
    """The pairs of one kind; those that are known to be missed are marked, so that a fix shows."""
    missed = pytest.mark.xfail(strict=True, reason="known to be judged wrongly")
    return [
        pytest.param(p, id=f"{p['id']} {p['why']}", marks=missed if p.get("missed") else ())
        for p in PAIRS
        if p["conflict"] is conflict
    ]


@pytest.mark.parametrize("pair", params(conflict=True))
@pytest.mark.parametrize("turned", [False, True], ids=["as told", "turned"])
def test_sources_that_disagree(pair: dict[str, Any], turned: bool) -> None:
    claims = of_pair(pair)
    conflicts = find_conflicts(analyse(pair["question"]), claims[::-1] if turned else claims)
    assert len(conflicts) == 1
    assert len(conflicts[0].values) == 2


@pytest.mark.parametrize("pair", params(conflict=False))
@pytest.mark.parametrize("turned", [False, True], ids=["as told", "turned"])
def test_sources_that_only_seem_to_disagree(pair: dict[str, Any], turned: bool) -> None:
    claims = of_pair(pair)
    assert find_conflicts(analyse(pair["question"]), claims[::-1] if turned else claims) == ()


def test_values_stand_as_found_and_the_same_figure_once() -> None:
    conflicts = found(
        TANKS,
        claim("Kovia has sent ammunition and equipment, including [98] T-72A tanks in May alone."),
        claim("May’s deliveries included Kovian T-72A tanks, [at least 94] of them, and 36 to 44 trucks.", 2),
        claim("In May Kovia delivered [about 98] T-72A tanks.", 3),
        claim("In May Kovia delivered [94] T-72A tanks.", 4),
    )
    assert conflicts == (Conflict("T-72A tanks", (ConflictValue("98", (1, 3)), ConflictValue("at least 94", (2, 4)))),)


def test_one_voice_does_not_contradict_itself() -> None:
    question = "How many houses did the flood in Arnfeld destroy?"
    one, other = "The flood in Arnfeld destroyed [412] houses.", "In Arnfeld the flood destroyed [380] houses."
    assert found(question, claim(one, origin="a"), claim(other, 2, origin="a")) == ()
    assert found(question, claim(one, origin="a"), claim(other, 2, origin="b"))
    assert found(question, claim(one, origin="a"), claim(other, 2, origin="a", claimant="the mayor"))
    assert (
        found(question, claim(one, origin="a", claimant="Lena Brandt"), claim(other, 2, origin="a", claimant="Brandt"))
        == ()
    )
    assert found(
        question, claim(one, origin="a", claimant="Ada Voss"), claim(other, 2, origin="a", claimant="Lena Brandt")
    )


MAY, JUNE = Period(date(2023, 5, 1), date(2023, 5, 31)), Period(date(2023, 6, 1), date(2023, 6, 30))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"period": MAY}, {"period": JUNE}, False),
        ({"period": MAY}, {"period": MAY}, True),
        # Whose days are unknown speaks of its article's day.
        ({"period": MAY}, {"published": date(2023, 5, 9)}, True),
        ({"period": MAY}, {"published": date(2023, 6, 9)}, False),
        ({"published": date(2023, 5, 9)}, {"published": date(2023, 5, 9)}, True),
        ({"published": date(2023, 5, 9)}, {"published": date(2023, 5, 30)}, False),
        ({}, {"published": date(2023, 5, 30)}, True),
    ],
)
def test_figures_for_different_days_are_a_history(one: dict[str, Any], other: dict[str, Any], expected: bool) -> None:
    question = "How many houses did the flood in Arnfeld destroy?"
    claims = (
        claim("The flood in Arnfeld destroyed [412] houses.", 1, **one),
        claim("In Arnfeld the flood destroyed [380] houses.", 2, **other),
    )
    assert bool(found(question, *claims)) is expected


def test_a_figure_of_another_time_than_the_questions_is_no_answer_to_it() -> None:
    claims = (
        claim("Kovia sent Drenland [98] T-72A tanks in May."),
        claim("In May Kovia sent Drenland [at least 94] T-72A tanks.", 2),
    )
    assert found(TANKS, *claims)
    assert found(TANKS.replace("May", "July"), *claims) == ()


def test_a_sentence_of_both_sides_has_two_values_and_one_citation() -> None:
    (conflict,) = found(
        "who holds Brenna?",
        claim(
            "It was unclear who held Brenna: the army claimed to have taken the town, which rebels in the east denied.",
            7,
        ),
    )
    assert conflict == Conflict(
        "who holds Brenna",
        (
            ConflictValue("the army claimed to have taken the town", (7,)),
            ConflictValue("rebels in the east denied", (7,)),
        ),
    )


def test_context_tells_what_a_short_sentence_is_about() -> None:
    question = "Was the fire at the Halden plant an accident?"
    context = "The fire at the Halden plant burned all night."
    yes = claim("It could have been a mistake, the owner said.", 1, "a", claimant="the owner", context=context)
    no = claim("It was unlikely to have started by chance, Voss said.", 2, "a", claimant="Voss", context=context)
    assert found(question, yes, no)
    assert found(question, yes, claim(no.text, 2, "a", claimant="Voss")) == ()


def test_each_side_shows_two_sentences_at_most() -> None:
    question = "Is Kovia sending soldiers to Drenland?"
    yes = [claim("Kovia is sending soldiers to Drenland.", n) for n in range(1, 5)]
    no = [claim("Kovia is not sending soldiers to Drenland.", n) for n in range(5, 9)]
    (conflict,) = found(question, *yes, *no)
    assert [value.citations for value in conflict.values] == [(1,), (5,), (2,), (6,)]  # the first two at odds


def test_a_year_that_tells_one_event_from_another_dates_neither() -> None:
    question = "When was the coronation of the king?"
    crowned = claim("The coronation of the king was in [2023].", 1)
    assert found(question, crowned, claim("The coronation of the king took place in [1953].", 2))
    assert not found(question, crowned, claim("The [1953] coronation of the king took place in the rain.", 2))


def test_nothing_to_compare() -> None:
    assert find_conflicts(analyse(TANKS), ()) == ()
    assert found(TANKS, claim("Kovia sent [98] T-72A tanks in May.")) == ()
    assert found("", claim("", 1), claim("[]", 2)) == ()


def test_what_cannot_be_compared_is_not_the_same_value() -> None:
    (conflict,) = found(
        "Who won the vote in Kovia?",
        claim("[Anna Kalnina] won the vote in Kovia on Sunday evening.", 1),
        claim("[Boris Ozols] won the vote in Kovia on Sunday evening.", 2),
        claim("[Carl Liepa], a former judge whom few knew before the spring, won the vote in Kovia in the end.", 3),
        claim("[boris ozols] won in Kovia, and few were surprised.", 4),
    )
    for value in conflict.values:
        assert value.value != "Boris Ozols" or 3 not in value.citations
    assert conflict.values[1].value == "Boris Ozols"
