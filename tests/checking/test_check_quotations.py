"""What stands in quotation marks is verbatim."""

import pytest

from rag.checking.protocol import Source
from rag.checking.quotations import check_quotations

SOURCE = Source("“It’s an old boat,” she said, and the mayor called it a “very  serious” matter of the quay.")


@pytest.mark.parametrize(
    "statement",
    [
        'She said: "It\'s an old boat."',
        "The mayor spoke of a “very serious” matter.",
        "It was a “matter of the quay”.",
        "“It’s … a “very serious” matter”, she said.",
        "Boats’ owners and the town’s mayor spoke.",
    ],
)
def test_verbatim(statement: str) -> None:
    assert not list(check_quotations(statement, [SOURCE]))


@pytest.mark.parametrize(
    "statement",
    [
        "She said: “It is an old boat.”",
        "It was a “grave” matter.",
        "It was ‘rather serious’, she said.",
        "“quay … boat”",
    ],
)
def test_not_verbatim(statement: str) -> None:
    (found,) = check_quotations(statement, [SOURCE])
    assert found.fault.kind == "quotation"


def test_a_quotation_may_run_on_within_an_article_and_not_from_one_to_another() -> None:
    first = Source("“We will fight for every street.")
    second = Source("“And we will win,” the mayor said.", before=("It was cold.", first.text))
    elsewhere = Source("“And we will win,” the coach said.", before=("It rained.",))
    statement = "“We will fight for every street. And we will win,” he said."
    assert not list(check_quotations(statement, [second, first]))
    assert len(list(check_quotations(statement, [first, elsewhere]))) == 1
    assert len(list(check_quotations("“We will fight … win”, he said.", [first, elsewhere]))) == 1
