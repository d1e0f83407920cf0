"""Who says so must be told, and rightly."""

import pytest

from rag.checking.attributions import check_attribution
from rag.checking.protocol import Source

LEE = "The boats are old, said Ann Lee, chief aide to the mayor Bo Berg."


def is_faulty(statement: str, source: str, *before: str) -> bool:
    return bool(list(check_attribution(statement, [Source(source, before)])))


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("Ann Lee said the boats are old.", LEE),
        ("According to Lee, the boats are old.", LEE),
        ("In the view of army analysts, the boats are old.", "Analysts say the boats are old."),
        ("Analysts say the boats are old.", "The boats are old, according to western analysts."),
        ("The boats are old.", "The boats are old."),
        ("The article says the boats are old.", "The boats are old."),
    ],
)
def test_kept(statement: str, source: str) -> None:
    assert not is_faulty(statement, source)


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("The boats are old.", LEE),
        ("The boats are old, said Bo Berg.", LEE),
        ("The boats are old, said Cy Dahl.", LEE),
        ("Police say the boats are old.", "Analysts say the boats are old."),
        (
            "A figure in Norway’s government said the boats are old.",
            "A figure in Sweden’s board said the boats are old.",
        ),
        ("Bo Berg said the boats are old.", "The boats are old."),
        ("Dahl said the boats are old.", "Lee said the boats are old; Dahl replied that they were new."),
    ],
)
def test_lost_swapped_or_made_up(statement: str, source: str) -> None:
    assert is_faulty(statement, source)


def test_a_pronoun_is_followed_back() -> None:
    assert not is_faulty("Ann Lee said they were old.", "They were old, she said.", "Ann Lee, a pilot, said it sank.")
    assert is_faulty("Bo Berg said they were old.", "They were old, she said.", "Ann Lee, a pilot, said it sank.")
