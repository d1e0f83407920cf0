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
