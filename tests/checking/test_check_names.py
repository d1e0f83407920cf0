"""Names that the sources have, and names in each other's places."""

import pytest

from rag.checking.names import check_names
from rag.checking.protocol import Source
from rag.checking.slots import check_slots


def offending(statement: str, source: str, *before: str, title: str = "") -> list[str]:
    spans = [f.fault.span for f in check_names(statement, [Source(source, before, title)])]
    return [statement[s.start : s.end] for s in spans if s]


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("Ann Lee bought it.", "Lee bought it."),
        ("Lee bought it.", "Mayor Ann Lee bought it."),
        ("Heavy fighting hurt the town.", "The town was hurt by fights."),
        ("Overall, the town was hurt.", "The town was hurt."),
        ("Ukrainian soldiers left.", "Soldiers of Ukraine left."),
        ("The IMF lent it.", "The International Monetary Fund lent it."),
        ("The International Monetary Fund lent it.", "The IMF lent it."),
        ("The United States left.", "The U.S. left."),
        ("The U.S. left.", "The United States left."),
        ("The USA left.", "The United States left."),
        ("The US House of Representatives left.", "The United States House of Representatives left."),
        ("Severine lives in Sao Paulo.", "Sévérine lives in São Paulo."),
        ("They met in Azur.", "They met on the Côte d’Azur."),
        ("The iPod sold well.", "The iPod sold well in May."),
        ("Mr Lukashenka left.", "Lukashenko left."),
        ("A T-72A tank came.", "T-72As came."),
        ("It gave $100M and left 550K in the dark.", "It gave $100 million and left 550,000 in the dark."),
    ],
)
def test_names_that_are_borne_out(statement: str, source: str) -> None:
    assert not offending(statement, source)


@pytest.mark.parametrize(
    ("statement", "source", "name"),
    [
        ("The town thanked Ann Lee.", "The town thanked Bo Berg.", "Ann Lee"),
        ("Berg said so.", "Lee said so.", "Berg"),
        ("Norway’s envoy left.", "Sweden’s envoy left.", "Norway"),
        ("It thanked Cy Lee.", "It thanked Ann Lee.", "Cy"),
        ("It sent an S-400 there.", "It sent an S-300 there.", "S-400"),
        ("The iPad sold well.", "The iPod sold well.", "iPad"),
        ("The U.K. left.", "The United States left.", "U.K"),
    ],
)
def test_names_that_are_not(statement: str, source: str, name: str) -> None:
    assert name in offending(statement, source)


def test_who_is_pointed_back_to_may_stand_before_or_in_the_title() -> None:
    assert not offending("Ann Lee bought it.", "She bought it.", "Ann Lee came.")
    assert offending("Ann Lee bought boats.", "Bo Berg bought boats.", "Ann Lee came.")
    assert not offending("The boats of Ystad were bought.", "All boats were bought.", title="Trouble in Ystad")


def test_names_that_changed_places() -> None:
    source = [Source("Norway sent boats to Sweden.")]
    (found,) = check_slots("Sweden sent boats to Norway.", source)
    assert found.contradicts
    assert found.fault.message == "what is cited has “Norway” here, not “Sweden”"
    assert not list(check_slots("Norway has sent boats to Sweden.", source))


def test_a_name_from_before_in_the_place_of_the_one_in_the_source() -> None:
    source = Source("Ann Lee, plainly tired, called the boats old.", ("Bo Berg came to see her.",))
    assert not list(check_slots("Lee, plainly tired, called the boats old.", [source]))
    assert list(check_slots("Berg, plainly tired, called the boats old.", [source]))


@pytest.mark.parametrize(
    "statement",
    [
        "Varga said it cost USD 3,000,000.",
        "Varga said it cost USD3m.",
        "Varga said it cost 3 million US dollars.",
        "Varga said it cost 3 million CHF, or 3 million Swiss francs.",
        "Varga said it was 86 degrees Fahrenheit, or 30°C.",
        "Varga said it gave 5GW.",
    ],
)
def test_currencies_and_units_of_a_figure_name_nobody(statement: str) -> None:
    assert not list(check_names(statement, [Source("Varga told them what it was.")]))


@pytest.mark.parametrize("statement", ["Varga met USD.", "Varga met the Swiss.", "Varga met 3 Swiss friends."])
def test_apart_from_a_figure_they_may(statement: str) -> None:
    assert list(check_names(statement, [Source("Varga met them.")]))
