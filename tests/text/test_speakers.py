import pytest

from rag.text.attribution import Attribution, find_attribution


def found(sentence: str, *before: str) -> Attribution:
    attribution = find_attribution(sentence, before)
    assert attribution is not None
    return attribution


PILOT = "Ann Lee, a former pilot, said the quay leaks."


@pytest.mark.parametrize(
    ("sentence", "before", "claimant", "text"),
    [
        ("She said it would sink.", [PILOT], "Ann Lee, a former pilot", "Ann Lee, a former pilot, said"),
        ("It will sink, she added.", [PILOT], "Ann Lee, a former pilot", "Ann Lee, a former pilot, added"),
        ("It will sink, she said.", [PILOT, "The water is cold."], "Ann Lee, a former pilot", None),
        ("It will sink, he said.", [PILOT, "Then Bob Day, who led the crew, came in."], "Bob Day", "Bob Day said"),
        ("It will sink, he said.", [PILOT, "The water hurt old Bob Day most."], "he", "he said"),
        ("It will sink, he said.", [], "he", "he said"),
        ("It will sink, Lee said.", [PILOT], "Ann Lee", "Ann Lee said"),
        ("It will sink, Ms. Lee said.", [PILOT], "Ann Lee", "Ann Lee said"),
        ("It will sink, Lee said.", ["The Lee froze over."], "Lee", "Lee said"),
        ("The ministry said it leaks.", ["The Port Ministry said fares rose."], "the Port Ministry", None),
        ("The ministry said it leaks.", [PILOT], "the ministry", "the ministry said"),
        ("The board said it leaks.", ["Port board spokesman Bob Day said fares rose."], "the board", None),
        ("It also said that it leaks.", ["The Port Ministry said fares rose.", PILOT], "the Port Ministry", None),
        ("They say it leaks.", ["Harbour pilots say fares rose."], "Harbour pilots", None),
        ("They say it leaks.", [PILOT], "they", "they say"),
        ("The same source said it leaks.", ["Tern radio reported that fares rose."], "Tern radio", "Tern radio said"),
        ("It has 50 barges, by the same count.", ["It has ten, port pilots say."], "port pilots’ count", None),
        ("By its own account it has ten.", ["The Port Ministry said fares rose."], "the Port Ministry", None),
        ("The navy has ten, by its own account.", ["The Port Ministry said fares rose."], "it", "by its own account"),
        ("In her view it leaks.", [PILOT], "Ann Lee, a former pilot", "in Ann Lee’s view"),
        ("Radio reported him as saying it leaks.", ["Bob Day, a pilot, said it sinks."], "Bob Day, a pilot", None),
    ],
)
def test_who_is_meant(sentence: str, before: list[str], claimant: str, text: str | None) -> None:
    attribution = found(sentence, *before)
    assert attribution.claimant == claimant
    if text is not None:
        assert attribution.text == text


def test_a_bare_quotation_is_whose_the_sentence_before_was() -> None:
    taken = found("“It might sink.”", "“It leaks,” said Ann Lee.")
    assert taken == Attribution("Ann Lee", "Ann Lee said", 0, 0, True)
    again = found("“We all saw it.”", "“It leaks,” said Ann Lee.", "“It might sink.”")
    assert again == Attribution("Ann Lee", "Ann Lee said", 0, 0, False)
    assert find_attribution("“It might sink.”", ["Ann Lee sat down."]) is None
    assert find_attribution("It might sink.", ["“It leaks,” said Ann Lee."]) is None


def test_a_quotation_may_begin_in_the_sentence_before() -> None:
    before = ["“It leaks.", "Bob said it would sink."]
    assert found("We all know,” said Ann Lee.", *before).claimant == "Ann Lee"
    assert find_attribution("He said it would sink.", ["It leaked. “It leaks."]) is None
    assert find_attribution("Bob said it would sink.", ["It leaked. “It leaks."]) is not None
    assert found("We saw it.", "“It leaks,” said Ann Lee. “It sinks.").text == "Ann Lee said"
    assert find_attribution("Bob said it would sink.", ["Day came. “It leaks.”"]) is not None
