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


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        # money
        ("Revenue was USD 890,000,000.", "It had revenue of $890 million."),
        ("Revenue was $890M.", "It had revenue of 890 million US dollars."),
        ("Revenue was 890 million dollars.", "It had revenue of US$890m."),
        ("It cost 4 million Swiss francs.", "It cost CHF4m."),
        ("It cost SEK 20 million.", "It cost 20 million Swedish kronor."),
        ("It cost €1,200,000.", "It cost EUR 1.2m."),
        ("It cost $3 million.", "It cost C$3 million."),
        # numbers in other forms
        ("One crate in 250,000 is lost.", "Of the crates 1 in 250 000 is lost."),
        ("It sold 1,940 crates.", "It sold 1940 crates of pears."),
        ("Between 20% and 60% are never found.", "From 20–60 percent are never found."),
        ("It takes from 3 km to 5 km.", "It takes 3 to 5 km."),
        ("The tower is 43 m tall.", "The tower is 43 metres tall."),
        # units
        ("The tower is about 49 metres tall.", "The tower, 160 ft tall, leans."),
        ("The tower is 160 feet tall.", "The tower, 49 m tall, leans."),
        ("It is 160 km away.", "It is 100 miles away."),
        ("It covers 40 hectares.", "It covers 100 acres."),
        ("It was 30 degrees Celsius.", "It was 86°F."),
        ("It was minus 40°F.", "It was −40°C."),
        ("It was 5°C warmer.", "It was 9°F warmer."),
        ("It weighs 5 tonnes.", "It weighs 5 tons."),
        ("It weighs 91 kg.", "It weighs 200 pounds."),
        ("It holds 379 litres.", "It holds 100 gallons."),
        ("Gusts reached 121 km/h.", "Gusts reached 75 mph."),
        ("The trial took 18 months.", "The trial took a year and a half."),
        ("She led it for 10 years.", "She led it for a decade."),
        # about
        ("About 15% left.", "Of them 14.8% left."),
        ("About 15% left.", "Of them 15.2% left."),
        ("About 15% left.", "Of them 15% left."),
        ("One in five boats sank.", "About 1 in 5 boats sank."),
        # shares
        ("A third of the boats sank.", "Of the boats 33% sank."),
        ("It rose by a third.", "It rose 33 percent."),
        ("Half of the boats sank.", "Of the boats 50 percent sank."),
        ("Two in five boats sank.", "Of the boats 40% sank."),
        ("Nine out of ten boats sank.", "Of the boats 90% sank."),
        ("It sold a quarter more.", "It sold 25% more."),
        ("Two thirds of the boats sank.", "About 67% of the boats sank."),
        ("All but one of the 12 boats sank.", "Eleven of the 12 boats sank."),
        ("Eleven of the 12 boats sank.", "All but one of the 12 boats sank."),
        # one step
        ("In all it bought 21 boats.", "It bought 12 boats in May and 9 boats in June."),
        ("Five people died.", "Three men and two women died."),
        ("The other three boats were saved.", "Nine of the 12 boats sank."),
        ("It has 4 more boats.", "It went from 8 boats to 12 boats."),
        ("Three quarters of the boats sank.", "Nine of the 12 boats sank."),
        ("Sales rose by 25%.", "Sales rose from 200 boats to 250 boats."),
        ("Profit fell by $700,000.", "Profit fell from $1.9 million to $1.2 million."),
        ("Three ministers resigned.", "Ann Lee, Bo Berg and Cy Dunn resigned as ministers."),
    ],
)
def test_the_same_in_another_form_is_borne_out(statement: str, source: str) -> None:
    assert not messages(statement, source)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("It cost USD 3 million.", "It cost €3 million."),
        ("It cost CAD 3 million.", "It cost $3 million."),
        ("It cost 3 million Swedish kronor.", "It cost 3 million Norwegian kroner."),
        ("One crate in 250,000 is lost.", "1 in 400 000 is lost."),
        ("Between 20% and 60% are never found.", "Some 25–60 percent are never found."),
        ("The tower is 43 million tall.", "The tower is 43 metres tall."),
        ("The tower is 52 metres tall.", "The tower is 160 ft tall."),
        ("It is 160 miles away.", "It is 160 km away."),
        ("It was 86 degrees Celsius.", "It was 86°F."),
        ("It was 9°C warmer.", "It was 9°F warmer."),
        ("It was 48 degrees Fahrenheit warmer.", "It was 9°C warmer."),
        ("About 15% left.", "Of them 17.2% left."),
        ("About 98 boats sank.", "The 98 boats sank."),
        ("It sold 15%.", "It sold about 15%."),
        ("A third of the boats sank.", "Of the boats 40% sank."),
        ("Two in five boats sank.", "Of the boats 50% sank."),
        ("It sold a quarter more.", "It sold 20% more."),
        ("All but two of the 12 boats sank.", "Eleven of the 12 boats sank."),
        ("Half of the boats sank.", "Nearly half of the boats sank."),
        # no step that is meant, or another one
        ("It bought 20 boats.", "It bought 12 boats in May and 9 boats in June."),
        ("It bought 3 boats.", "It bought 12 boats in May and 9 boats in June."),
        ("In all 21 boats were there.", "Nine of the 12 boats sank."),
        ("In all 21 crews came.", "It bought 12 boats and 9 tents."),
        ("Sales fell by 25%.", "Sales rose from 200 boats to 250 boats."),
        ("Profit fell by $3.1 million.", "Profit fell from $1.9 million to $1.2 million."),
        ("Four ministers resigned.", "Ann Lee, Bo Berg and Cy Dunn resigned as ministers."),
    ],
)
def test_another_amount_is_not(statement: str, source: str) -> None:
    assert messages(statement, source)


def test_the_same_number_of_another_currency_or_unit_contradicts() -> None:
    for statement, source in (
        ("It cost USD 3 million.", "It cost €3 million."),
        ("It is 9 km off.", "It is 9 miles off."),
    ):
        (found,) = check_figures(statement, [Source(source)])
        assert found.contradicts
