"""What a sentence denies, and which words are opposites."""

import pytest

from rag.text.polarity import find_denials, find_poles, is_denied


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Kovia does not plan to send soldiers.", "send", True),
        ("Kovia sends no soldiers.", "soldiers", True),
        ("Kovia didn’t send soldiers.", "send", True),
        ("There is no evidence that the drug, in any dose, causes harm.", "causes", True),
        ("Kovia denied that it had sent soldiers.", "sent", True),
        ("A rise in rates by June is unlikely, she said.", "rise", True),
        ("The rates are unlikely to rise.", "rise", True),
        ("The vote was neither free nor fair.", "fair", True),
        # A plain "not" does not reach past a preposition or a comma.
        ("No one was hurt in the fire.", "fire", False),
        ("It will not reopen, traders said.", "traders", False),
        ("It was not hers, but the bank failed.", "bank", False),
        # No denials at all, and denials of denials.
        ("It not only prevents infection.", "prevents", False),
        ("It was no surprise that the water was safe.", "safe", False),
        ("She could not exclude a provocation.", "provocation", False),
        ("They took it without a fight.", "fight", False),
        ("It will not stop sending soldiers.", "sending", False),
        ("She denied that it was not safe.", "safe", False),
    ],
)
def test_what_is_denied(text: str, word: str, expected: bool) -> None:
    assert is_denied(find_denials(text), text.index(word)) is expected


def test_a_denial_says_where_its_cue_and_its_scope_stand() -> None:
    text = "He will never go back."
    (denial,) = find_denials(text)
    assert text[denial.cue.start : denial.cue.end] == "never"
    assert text[denial.scope.start : denial.scope.end].strip() == "go back"


def test_opposites_stand_on_one_axis() -> None:
    up, down = find_poles("Prices are rising."), find_poles("Prices fell.")
    assert up[0][1] == down[0][1]
    assert up[0][2] == -down[0][2]
    assert find_poles("Prices are going up or down.")[0][1:] == (0, -1)
    assert find_poles("They set up a table.") == []
