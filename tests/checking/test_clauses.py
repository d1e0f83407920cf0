"""Clauses of a statement that can each be checked by itself."""

import pytest

from rag.checking.clauses import clauses


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "The council bought 17 buses on Monday, and its mayor resigned a day later.",
            ["The council bought 17 buses on Monday", "its mayor resigned a day later."],
        ),
        (
            "Ann Lee left the party in May; Bo Berg stayed until the autumn.",
            ["Ann Lee left the party in May", "Bo Berg stayed until the autumn."],
        ),
        (
            "The old bridge was closed to lorries while the new one stayed open.",
            ["The old bridge was closed to lorries", "the new one stayed open."],
        ),
        ("The council bought 17 buses on Monday, and sold its old trams.", []),  # whose act the second is, is not in it
        ("It cost between 10,000 and 15,000 dollars in all, and no more.", []),
        ("The council thanked the mayor and the police for their help.", []),
        ("Rain fell.", []),
        ("", []),
    ],
)
def test_a_clause_has_a_subject_of_its_own(statement: str, found: list[str]) -> None:
    assert [statement[s.start : s.end] for s in clauses(statement)] == found
