"""Figures, their bounds and what they count."""

import pytest

from rag.checking.figures import check_figures
from rag.checking.protocol import Source


def messages(statement: str, *sources: str) -> list[str]:
    return [f.fault.message for f in check_figures(statement, [Source(s) for s in sources])]


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It bought 30,000 tents.", "The town bought 30,000 tents."),
        ("It bought a dozen boats.", "The town bought 12 boats."),
        ("It bought twelve boats.", "The town bought a dozen boats."),
        ("It cost 1,200,000 euros.", "It cost 1.2 million euros."),
        ("Half of the boats sank.", "Of the boats, 50% sank."),
        ("It has no more than 50 boats.", "It has not more than 50 boats."),
        ("It has between 10 and 15 boats.", "It has 10 to 15 boats."),
        ("More than 40 boats sank.", "Over 40 boats sank."),
        ("Around 40 boats sank.", "Some 40 boats sank."),
        ("About 65,000 tents left.", "65,089 tents left."),
        ("More than 65,000 tents left.", "65,089 tents left."),
        ("It came in May, with 9 boats.", "9 boats came on 12 May."),
        ("The two mayors met.", "Ann Lee met Bo Berg, the other mayor."),
        ("In May 40,000 came.", "40,000 came in May."),
        ("Dozens of boats sank.", "At least 40 boats sank."),
        ("Hundreds of boats sank.", "About 350 boats sank."),
        ("The quay is 650 meters long.", "The quay, 650 metres (2,132 feet) long, leaks."),
    ],
)
def test_figures_that_are_borne_out(statement: str, source: str) -> None:
    assert not messages(statement, source)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It bought 30,000 tents.", "The town bought up to 30,000 tents."),
        ("It bought up to 30,000 tents.", "The town bought 30,000 tents."),
        ("It bought at least 94 boats.", "The town bought 94 boats."),
        ("It bought 94 boats.", "The town bought at least 94 boats."),
        ("It bought 40 boats.", "The town bought about 40 boats."),
        ("In May 40,000 came.", "In May about 40,000 came."),
        ("It bought 44 boats.", "The town bought 36 to 44 boats."),
        ("It bought 20 boats.", "The town bought 12 boats."),
        ("It lasted three months.", "It lasted three weeks."),
        ("It bought 1,940 tents and 65 boats.", "The town bought 65 tents and 1,940 boats."),
        ("A third of the boats sank.", "Half of the boats sank."),
        ("It bought 30 tents.", "The town bought tents."),
        ("It bought 44 boats.", "The town bought dozens of boats."),
        ("It bought hundreds of boats.", "The town bought 44 boats."),
        ("It bought dozens of boats.", "The town bought no more than 40 boats."),
    ],
)
def test_figures_that_are_not(statement: str, source: str) -> None:
    assert messages(statement, source)


def test_any_of_the_sources_may_bear_a_figure_out() -> None:
    assert not messages("It bought 12 boats and 9 tents.", "It bought 12 boats.", "It bought 9 tents.")


def test_another_figure_of_the_same_thing_contradicts_and_is_shown() -> None:
    (found,) = check_figures("The town has 20 boats.", [Source("The town has at least 12 boats.")])
    assert found.contradicts
    assert found.fault.message == "“20” differs from what is cited: at least 12"
    span = found.fault.span
    assert span and "The town has 20 boats."[span.start : span.end] == "20"


def test_a_figure_of_nothing_comparable_does_not_contradict() -> None:
    (found,) = check_figures("The town has 20 boats.", [Source("The town has boats.")])
    assert not found.contradicts


def test_a_figure_too_long_for_a_number_is_none_of_ours() -> None:
    assert messages("About 5 men came.", f"{'9' * 400} men came.")
