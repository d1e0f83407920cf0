"""What claims nothing that could be looked up, and what may."""

import pytest

from rag.answering.checkable import taken_for


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("Is it 90,000?", "a question"),
        ("What happens next?!", "a question"),
        ("“Will they attack?”", "a question"),
        ("Dear colleagues,", "a greeting"),
        ("Hi Ann,", "a greeting"),
        ("Thank you for your interest.", "a greeting"),
        ("Kind regards,", "a greeting"),
        ("We think so too.", "an opinion or a remark"),
        ("I agree.", "an opinion or a remark"),
        ("Time will tell.", "an opinion or a remark"),
        ("What a day!", "an opinion or a remark"),
        ("Here is a summary of the articles:", "an opinion or a remark"),
    ],
)
def test_what_claims_nothing(sentence: str, what: str) -> None:
    assert taken_for(sentence) == what


@pytest.mark.parametrize(
    "sentence",
    [
        "Russia has 90,000 troops there, right?",
        "The minister asked: “Will they attack?”",
        "“Will they attack?” the minister asked.",
        "Thanks to the mediation, Belarus withdrew.",
        "Dear John was sentenced to life.",
        "We believe the minister lied.",
        "I think that prices will rise.",
        "We think so too, as of 3 May.",
        "We agree with Lukashenko.",
        "They agree.",
        "It was wrong.",
        "“That is important.”",
        "Lukashenko disagrees.",
        "It rained.",
        "No one was hurt.",
        "US forces left.",
    ],
)
def test_in_doubt_it_claims_something(sentence: str) -> None:
    assert taken_for(sentence) is None
